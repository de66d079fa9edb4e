// What a counter did with its day: a sweep over the moments at which something changed. Pure.
import type { CounterId, ServiceId } from '../../../contract/ids.ts';

/** From then on. `waits` counts the line of a service up or down. */
export type Change = { readonly atMs: number } & (
  | { readonly kind: 'open' | 'paused' | 'busy'; readonly counterId: CounterId; readonly isOn: boolean }
  | { readonly kind: 'waits'; readonly serviceId: ServiceId; readonly by: 1 | -1 }
);

export interface CounterSums {
  readonly openMs: number;
  readonly busyMs: number;
  readonly pausedMs: number;
  readonly idleWithQueueMs: number;
}

interface Desk {
  isOpen: boolean;
  isPaused: boolean;
  /** People called or being served; the one before may end in the millisecond in which the next begins. */
  inHand: number;
  readonly sums: { openMs: number; busyMs: number; pausedMs: number; idleWithQueueMs: number };
}

const apply = (desk: Desk | undefined, { kind, isOn }: Exclude<Change, { kind: 'waits' }>): void => {
  if (desk === undefined) return;
  if (kind === 'busy') desk.inHand += isOn ? 1 : -1;
  else if (kind === 'paused') desk.isPaused = isOn;
  else {
    desk.isOpen = isOn;
    desk.isPaused &&= isOn;
  }
};

/** `changes` in any order; everything is over at `endsAtMs`. */
export const counterTimes = (
  changes: readonly Change[],
  counters: ReadonlyMap<CounterId, { readonly services: ReadonlySet<ServiceId> }>,
  endsAtMs: number,
): Map<CounterId, CounterSums> => {
  const desks = new Map<CounterId, Desk>(
    [...counters.keys()].map((id) => [
      id,
      {
        isOpen: false,
        isPaused: false,
        inHand: 0,
        sums: { openMs: 0, busyMs: 0, pausedMs: 0, idleWithQueueMs: 0 },
      },
    ]),
  );
  const waiting = new Map<ServiceId, number>();
  const hasQueue = (id: CounterId): boolean =>
    [...(counters.get(id)?.services ?? [])].some((serviceId) => (waiting.get(serviceId) ?? 0) > 0);

  const pass = (ms: number): void => {
    if (ms <= 0) return;
    for (const [id, { isOpen, isPaused, inHand, sums }] of desks) {
      if (inHand > 0) sums.busyMs += ms;
      if (!isOpen) continue;
      sums.openMs += ms;
      if (isPaused) sums.pausedMs += ms;
      else if (inHand === 0 && hasQueue(id)) sums.idleWithQueueMs += ms;
    }
  };

  let lastMs = Number.NEGATIVE_INFINITY;
  for (const change of changes.toSorted((a, b) => a.atMs - b.atMs)) {
    const atMs = Math.min(change.atMs, endsAtMs);
    if (lastMs !== Number.NEGATIVE_INFINITY) pass(atMs - lastMs);
    lastMs = atMs;
    if (change.kind === 'waits') waiting.set(change.serviceId, (waiting.get(change.serviceId) ?? 0) + change.by);
    else apply(desks.get(change.counterId), change);
  }
  if (lastMs !== Number.NEGATIVE_INFINITY) pass(endsAtMs - lastMs);
  return new Map([...desks].map(([id, { sums }]) => [id, sums]));
};

/** Adds what a day brought to `all`. */
export const addSums = (all: Map<CounterId, CounterSums>, day: ReadonlyMap<CounterId, CounterSums>): void => {
  for (const [id, sums] of day) {
    const known = all.get(id) ?? { openMs: 0, busyMs: 0, pausedMs: 0, idleWithQueueMs: 0 };
    all.set(id, {
      openMs: known.openMs + sums.openMs,
      busyMs: known.busyMs + sums.busyMs,
      pausedMs: known.pausedMs + sums.pausedMs,
      idleWithQueueMs: known.idleWithQueueMs + sums.idleWithQueueMs,
    });
  }
};
