// Who is next, and how far everybody is (ADR-0016). Pure.
import type { CounterId, ServiceId, TicketId } from '../../../contract/ids.ts';

/** Somebody who waits. Times: see LinePlace of contract/events.ts. */
export interface Waiting {
  readonly ticketId: TicketId;
  readonly serviceId: ServiceId;
  readonly sequence: number;
  readonly lineAtMs: number;
  readonly joinedAtMs: number;
  readonly notBeforeMs: number | null;
  readonly forCounter: CounterId | null;
  /** How many who joined later were called before. */
  readonly passed: number;
}

/** A counter as the line sees it. */
export interface CallingCounter {
  readonly counterId: CounterId;
  readonly services: ReadonlySet<ServiceId>;
}

/** Earlier stand first; within the same millisecond the smaller number. */
export const byCallOrder = (a: Waiting, b: Waiting): number =>
  a.lineAtMs - b.lineAtMs || a.sequence - b.sequence || (a.ticketId < b.ticketId ? -1 : 1);

const mayCall = ({ counterId, services }: CallingCounter, { serviceId, forCounter }: Waiting): boolean =>
  services.has(serviceId) && (forCounter === null || forCounter === counterId);

/** Those whom calling `chosen` passes: the counter could have called them, and they joined before. */
export const passedBy = <W extends Waiting>(
  waiting: readonly W[],
  chosen: W,
  counter: CallingCounter,
  nowMs: number,
): W[] =>
  waiting.filter(
    (other) =>
      other.joinedAtMs < chosen.joinedAtMs &&
      mayCall(counter, other) &&
      (other.notBeforeMs === null || other.notBeforeMs <= nowMs),
  );

const first = <W>(list: readonly W[], order: (a: W, b: W) => number): W | undefined =>
  list.reduce<W | undefined>((best, one) => (best === undefined || order(one, best) < 0 ? one : best), undefined);

/**
 * Whom the counter calls next: the first in call order, except that nobody is passed more than `passedMax` times: who was
 * passed so often goes before everybody who joined later. Somebody with an appointment is called before its time only
 * where the counter would have nobody else.
 */
export const chooseNext = <W extends Waiting>(
  waiting: readonly W[],
  counter: CallingCounter,
  rule: { readonly nowMs: number; readonly passedMax: number },
): W | undefined => {
  const mine = waiting.filter((one) => mayCall(counter, one));
  const due = mine.filter(({ notBeforeMs }) => notBeforeMs === null || notBeforeMs <= rule.nowMs);
  const chosen = first(due, byCallOrder);
  if (chosen === undefined) return first(mine, byCallOrder);
  const full = passedBy(due, chosen, counter, rule.nowMs).filter(({ passed }) => passed >= rule.passedMax);
  return first(full, (a, b) => a.joinedAtMs - b.joinedAtMs || byCallOrder(a, b)) ?? chosen;
};

/**
 * Counters that may call somebody of this service: those with a clerk, or all of them while none has one. Each calls in
 * call order over all its services, so the shortest of their lines bounds how many come before.
 */
export const countersFor = <C extends CallingCounter & { readonly isOpen: boolean }>(
  serviceId: ServiceId,
  counters: readonly C[],
): C[] => {
  const serving = counters.filter(({ services }) => services.has(serviceId));
  const open = serving.filter(({ isOpen }) => isOpen);
  return open.length > 0 ? open : serving;
};

/**
 * Everybody's number of people ahead, in one walk along the line. `waiting` is in call order; `countersOf` gives the
 * counters that may call a service.
 */
export const placesInLine = (
  waiting: readonly Waiting[],
  countersOf: (serviceId: ServiceId) => readonly CallingCounter[],
): ReadonlyMap<TicketId, number> => {
  const free = new Map<ServiceId, number>();
  const reserved = new Map<CounterId, number>();
  const places = new Map<TicketId, number>();
  const before = ({ counterId, services }: CallingCounter): number =>
    [...services].reduce((sum, service) => sum + (free.get(service) ?? 0), reserved.get(counterId) ?? 0);
  for (const { ticketId, serviceId, forCounter } of waiting) {
    const lines = countersOf(serviceId).filter(({ counterId }) => forCounter === null || forCounter === counterId);
    places.set(ticketId, shortest(lines.map(before)));
    if (forCounter === null) free.set(serviceId, (free.get(serviceId) ?? 0) + 1);
    else reserved.set(forCounter, (reserved.get(forCounter) ?? 0) + 1);
  }
  return places;
};

/** 0 for a service that no counter has. */
export const shortest = (lines: readonly number[]): number => (lines.length === 0 ? 0 : Math.min(...lines));

/** Where somebody lines up who is absent and comes again: behind so many of those who wait, or at the end. */
export const placeBehind = (waiting: readonly Waiting[], people: number, nowMs: number): number => {
  const line = waiting.toSorted(byCallOrder);
  const last = line[Math.min(people, line.length) - 1];
  return last === undefined || people > line.length ? nowMs : last.lineAtMs + 1;
};
