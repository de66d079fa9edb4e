// What a manager does with the hall during the day: closes a service or a counter, frees a counter whose clerk left, sees
// what is late, ends the day.
import type { ClosingReason, LateKind } from '../../../contract/hall.ts';
import type { BusinessDay, CounterId, ServiceId, StaffId, TicketId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { CounterTicket } from '../../../contract/rpc.ts';
import { type CancelReason, type DayEndReason, KeptAs } from '../../../contract/ticket.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import type { Queue, Ticket } from '../queue/index.ts';
import { type Late, lateAmong, type UrgingLimits } from './rules.ts';

export { createSupervisionProjection } from './projection.ts';
export type { Late, UrgingLimits } from './rules.ts';

/** No more numbers are given from `fromMs` on. */
export interface Closing {
  readonly reason: ClosingReason;
  readonly fromMs: number;
}

export interface Closings {
  /** By service; those that lie ahead too. */
  list(): ReadonlyMap<ServiceId, Closing>;
  /** The closing that holds at the moment, or null. */
  at(serviceId: ServiceId, nowMs: number): Closing | null;
}

export const createClosings = (db: Db): Closings => {
  const rows = db.prepare<[], Closing & { serviceId: ServiceId }>(
    'SELECT service_id AS serviceId, reason, from_ms AS fromMs FROM service_closing',
  );
  const list = () => new Map(rows.all().map(({ serviceId, ...closing }) => [serviceId, closing]));
  return {
    list,
    at: (serviceId, nowMs) => {
      const found = list().get(serviceId);
      return found !== undefined && found.fromMs <= nowMs ? found : null;
    },
  };
};

export interface SupervisionDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly queue: Pick<Queue, 'reads' | 'seen' | 'step'>;
  readonly services: ReadonlySet<ServiceId>;
  readonly counters: ReadonlySet<CounterId>;
  readonly limits: UrgingLimits;
  readonly closings: Closings;
  readonly workingDay: (tx: Transaction) => BusinessDay;
  /** Puts appointments of today that are still to come off to the next day that has some. How many. */
  readonly putOff: (
    tx: Transaction,
    day: BusinessDay,
    why: { readonly staffId: StaffId; readonly reason: DayEndReason },
  ) => number;
}

export interface DayEnd {
  readonly unfinished: 'keep' | 'expire';
  readonly reason: DayEndReason;
}

/** How many tickets expired or are kept, and how many appointments were put off. */
export interface DayEnded {
  readonly expired: number;
  readonly kept: number;
  readonly appointments: number;
}

type Done = Promise<Result<Record<never, never>, Refusal>>;

export interface Supervision {
  readonly closings: Closings;
  /** At once, or from a moment on; who has a number is served. Appointments go on. Refusals: unknown-service. */
  closeService(
    by: StaffId,
    serviceId: ServiceId,
    closing: { reason: ClosingReason; fromMs?: number | undefined },
  ): Done;
  /** Refusals: unknown-service. */
  reopenService(by: StaffId, serviceId: ServiceId): Done;
  /** Nobody logs in there any more today; who is there finishes. Refusals: unknown-counter. */
  barCounter(by: StaffId, counterId: CounterId): Done;
  /** Refusals: unknown-counter. */
  unbarCounter(by: StaffId, counterId: CounterId): Done;
  isBarred(counterId: CounterId): boolean;
  barred(): ReadonlySet<CounterId>;
  /**
   * Takes the person away from a counter whose clerk is not there: called, they are marked as absent and stand in the line
   * again as always; being served, they are on hold, and any counter may go on with them. Refusals: wrong-state, those of step.
   */
  freeCounter(by: StaffId, counterId: CounterId): Done;
  /** Everything late at the moment that no manager has in hand. */
  late(nowMs: number): readonly Late[];
  /** A manager has it in hand: nobody is urged about it any more. Refusal: unknown-ticket. */
  see(by: StaffId, ticketId: TicketId, kind: LateKind): Done;
  /**
   * Ends the day: no more numbers are given, and whoever waits, is on hold or brings papers keeps the number for the next
   * business day, with appointments that are still to come, or expires. Somebody who is called or being served stays: only
   * the clerk knows how it ends.
   */
  endDay(by: StaffId, how: DayEnd): Promise<Result<DayEnded, Refusal>>;
  /** Gives up a number of today in its citizen's place. Refusals: unknown-ticket, wrong-state for who is at a counter or has ended. */
  cancelTicket(by: StaffId, number: string, reason: CancelReason): Promise<Result<CounterTicket, Refusal>>;
}

const unknown = <T extends string>(what: 'service' | 'counter', id: T, known: ReadonlySet<T>): Result<never, Refusal> =>
  refuse({
    code: what === 'service' ? 'unknown-service' : 'unknown-counter',
    message: `There is no ${what} "${id}". Known: ${[...known].join(', ')}.`,
  });

/** What a ticket would be again when it is kept over night; null for one that stands at a counter or has ended. */
const keptAsOf = ({ state }: Ticket): KeptAs | null => KeptAs.safeParse(state).data ?? null;

export const createSupervision = (deps: SupervisionDeps): Supervision => {
  const { ledger, db, queue, services, counters, limits, closings, workingDay, putOff } = deps;
  const { reads } = queue;
  const bars = db.prepare<[], CounterId>('SELECT counter_id FROM counter_bar').pluck();
  const seen = db.prepare<[string, string], 1>('SELECT 1 FROM late_seen WHERE ticket_id = ? AND kind = ?').pluck();
  const barred = (): ReadonlySet<CounterId> => new Set(bars.all());

  const forService = (serviceId: ServiceId, act: (tx: Transaction, day: BusinessDay) => void): Done =>
    ledger.submit((tx) => {
      const day = workingDay(tx);
      if (!services.has(serviceId)) return unknown('service', serviceId, services);
      act(tx, day);
      return ok({});
    });
  const forCounter = (counterId: CounterId, act: (tx: Transaction, day: BusinessDay) => void): Done =>
    ledger.submit((tx) => {
      const day = workingDay(tx);
      if (!counters.has(counterId)) return unknown('counter', counterId, counters);
      act(tx, day);
      return ok({});
    });

  const endDayNow = (tx: Transaction, by: StaffId, { unfinished, reason }: DayEnd): DayEnded => {
    const day = workingDay(tx);
    for (const serviceId of services)
      if (closings.at(serviceId, tx.nowMs) === null)
        tx.append(day, { type: 'service-closed', serviceId, reason: 'ends-early', fromMs: tx.nowMs, staffId: by });
    const left = [...reads.waiting(day), ...reads.aside(day)].flatMap((ticket) => {
      const as = keptAsOf(ticket);
      return as === null ? [] : [{ ticketId: ticket.ticketId, as, reason, staffId: by }];
    });
    if (unfinished === 'expire') {
      for (const { ticketId } of left) tx.append(day, { type: 'ticket-expired', ticketId, reason, staffId: by });
      return { expired: left.length, kept: 0, appointments: 0 };
    }
    for (const kept of left) tx.append(day, { type: 'ticket-kept', ...kept });
    return { expired: 0, kept: left.length, appointments: putOff(tx, day, { staffId: by, reason }) };
  };

  let lastLate: {
    readonly second: number;
    readonly lists: readonly (readonly Ticket[])[];
    readonly late: readonly Late[];
  } | null = null;

  return {
    closings,
    closeService: (by, serviceId, { reason, fromMs }) =>
      forService(serviceId, (tx, day) => {
        const from = Math.max(fromMs ?? tx.nowMs, tx.nowMs);
        const known = closings.list().get(serviceId);
        if (known?.reason === reason && (known.fromMs === from || (fromMs === undefined && known.fromMs <= tx.nowMs)))
          return;
        tx.append(day, { type: 'service-closed', serviceId, reason, fromMs: from, staffId: by });
      }),
    reopenService: (by, serviceId) =>
      forService(serviceId, (tx, day) => {
        if (closings.list().has(serviceId)) tx.append(day, { type: 'service-reopened', serviceId, staffId: by });
      }),
    barCounter: (by, counterId) =>
      forCounter(counterId, (tx, day) => {
        if (!barred().has(counterId)) tx.append(day, { type: 'counter-barred', counterId, staffId: by });
      }),
    unbarCounter: (by, counterId) =>
      forCounter(counterId, (tx, day) => {
        if (barred().has(counterId)) tx.append(day, { type: 'counter-unbarred', counterId, staffId: by });
      }),
    barred,
    isBarred: (counterId) => barred().has(counterId),
    freeCounter: async (by, counterId) => {
      const ticket = reads.inHand(counterId);
      if (ticket === undefined)
        return refuse({
          code: 'wrong-state',
          message: `Nobody stands at ${counterId} any more.`,
          params: { number: '' },
        });
      const step =
        ticket.state === 'called' ? ({ step: 'noShow' } as const) : ({ step: 'hold', reason: 'other' } as const);
      const freed = await queue.step(step, { counterId, staffId: by }, ticket.ticketId);
      return freed.ok ? ok({}) : freed;
    },
    late: (nowMs) => {
      const day = queue.seen.openDay();
      if (day === null) return [];
      const lists = [queue.seen.waiting(day), queue.seen.allInHand(), queue.seen.aside(day)] as const;
      // A hundred screens ask about the same lists in the same second.
      const second = Math.floor(nowMs / 1000);
      const isKnown = lastLate?.second === second && lists.every((list, at) => list === lastLate?.lists[at]);
      if (lastLate === null || !isKnown)
        lastLate = {
          second,
          lists,
          late: lateAmong(lists.flat(), nowMs, { limits, isSeen: (id, kind) => seen.get(id, kind) !== undefined }),
        };
      return lastLate.late;
    },
    see: (by, ticketId, kind) =>
      ledger.submit((tx) => {
        const day = workingDay(tx);
        if (reads.byId(ticketId) === undefined)
          return refuse({ code: 'unknown-ticket', message: `There is no ticket ${ticketId}.` });
        if (seen.get(ticketId, kind) === undefined)
          tx.append(day, { type: 'lateness-seen', ticketId, kind, staffId: by });
        return ok({});
      }),
    cancelTicket: (by, number, reason) =>
      ledger.submit((tx): Result<CounterTicket, Refusal> => {
        const day = workingDay(tx);
        const ticket = reads.byNumber(day, number);
        if (ticket === undefined)
          return refuse({ code: 'unknown-ticket', message: `Nobody has the number "${number}" today.` });
        if (keptAsOf(ticket) === null && ticket.state !== 'kept')
          return refuse({
            code: 'wrong-state',
            message: `Ticket ${number} is "${ticket.state}"; a manager may cancel who waits, is on hold, brings papers or is kept. Free the counter first.`,
            params: { number },
          });
        tx.append(day, { type: 'ticket-cancelled', ticketId: ticket.ticketId, reason, staffId: by });
        return ok({ ticketId: ticket.ticketId, number });
      }),
    endDay: (by, how) => ledger.submit((tx) => ok(endDayNow(tx, by, how))),
  };
};
