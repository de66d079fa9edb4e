// One day's tickets as people's visits: what each waited, walked and was served. Pure.
import type { BusinessDay, CounterId, ServiceId, StaffId, TicketId } from '../../../contract/ids.ts';
import type { TicketState } from '../../../contract/ticket.ts';

/** A stay of a ticket in a state, with its ticket; a day's come by ticket, in their order. */
export interface StayRow {
  readonly ticketId: TicketId;
  readonly issuedAtMs: number;
  readonly finalState: TicketState;
  readonly passed: number;
  /** Time of the appointment, or null. */
  readonly appointmentAtMs: number | null;
  readonly state: TicketState;
  readonly serviceId: ServiceId;
  readonly counterId: CounterId | null;
  readonly staffId: StaffId | null;
  readonly fromMs: number;
  readonly toMs: number | null;
}

/** A service at a counter, holds left out. */
export interface Served {
  readonly serviceId: ServiceId;
  readonly counterId: CounterId;
  readonly staffId: StaffId | null;
  readonly ms: number;
}

export interface Visit {
  readonly day: BusinessDay;
  readonly issuedAtMs: number;
  /** What it was taken for. */
  readonly serviceId: ServiceId;
  /** Of the first call; null where nobody called. */
  readonly counterId: CounterId | null;
  readonly staffId: StaffId | null;
  readonly finalState: TicketState;
  /** Without nights over which the number was kept. */
  readonly waitMs: number | null;
  readonly walkMs: number | null;
  readonly calls: number;
  readonly recalls: number;
  readonly passed: number;
  readonly hasSupplement: boolean;
  /** Null without an appointment or before the start. */
  readonly isPunctual: boolean | null;
  readonly served: readonly Served[];
  /** A service was open when the next business day began. */
  readonly isInaccurate: boolean;
}

const punctualMs = 10 * 60_000;

/** `endsAtMs`: when the next business day began, or null for the one that goes on. */
export const visitsOf = (
  rows: readonly StayRow[],
  { day, endsAtMs }: { readonly day: BusinessDay; readonly endsAtMs: number | null },
): Visit[] => {
  const visits: Visit[] = [];
  for (let from = 0; from < rows.length; ) {
    let to = from + 1;
    while (to < rows.length && rows[to]?.ticketId === rows[from]?.ticketId) to += 1;
    const visit = visitOf(rows.slice(from, to), day, endsAtMs);
    if (visit !== null) visits.push(visit);
    from = to;
  }
  return visits;
};

/** How long the number was only kept: from the end of a day to the beginning of the next. */
const nightsBefore = (stays: readonly StayRow[], atMs: number): number =>
  stays
    .filter(({ state, toMs }) => state === 'kept' && toMs !== null && toMs <= atMs)
    .reduce((sum, { fromMs, toMs }) => sum + (toMs ?? fromMs) - fromMs, 0);

const visitOf = (stays: readonly StayRow[], day: BusinessDay, endsAtMs: number | null): Visit | null => {
  const first = stays[0];
  if (first === undefined) return null;
  const call = stays.find(({ state }) => state === 'called');
  const start = stays.findIndex(({ state }) => state === 'serving');
  const isInaccurate = stays.some(
    ({ state, fromMs, toMs }) =>
      state === 'serving' && endsAtMs !== null && fromMs < endsAtMs && (toMs === null || toMs > endsAtMs),
  );
  const served = new Map<string, Served>();
  for (const { state, serviceId, counterId, staffId, fromMs, toMs } of stays) {
    if (state !== 'serving' || counterId === null || toMs === null || isInaccurate) continue;
    const key = `${serviceId} ${counterId}`;
    served.set(key, { serviceId, counterId, staffId, ms: (served.get(key)?.ms ?? 0) + toMs - fromMs });
  }
  const called = stays.filter(({ state }) => state === 'called').length;
  const recalls = stays.filter(({ state }, at) => state === 'called' && stays[at - 1]?.state === 'called').length;
  const startedAtMs = start < 0 ? null : (stays[start]?.fromMs ?? null);
  const lastCall = start < 0 ? undefined : stays[start - 1];
  return {
    day,
    issuedAtMs: first.issuedAtMs,
    serviceId: first.serviceId,
    counterId: call?.counterId ?? null,
    staffId: call?.staffId ?? null,
    finalState: first.finalState,
    waitMs: call === undefined ? null : call.fromMs - first.issuedAtMs - nightsBefore(stays, call.fromMs),
    walkMs: startedAtMs === null || lastCall?.state !== 'called' ? null : startedAtMs - lastCall.fromMs,
    calls: called - recalls,
    recalls,
    passed: first.passed,
    hasSupplement: stays.some(({ state }) => state === 'supplement'),
    isPunctual:
      first.appointmentAtMs === null || startedAtMs === null
        ? null
        : Math.abs(startedAtMs - first.appointmentAtMs) <= punctualMs,
    served: [...served.values()],
    isInaccurate,
  };
};
