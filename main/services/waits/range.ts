// What is said of a wait: a range that holds for eight people of ten, no finer than anybody can know (ADR-0021).
import type { WaitRange } from '../../../contract/live.ts';
import type { Waits } from './estimate.ts';

/** One person of ten waits less, one of ten more. */
const shownShares = { low: 0.1, high: 0.9 } as const;

const minuteMs = 60_000;
/** From here on minutes are told in fives. */
const coarseFrom = 20;

const coarse = (minutes: number, round: (value: number) => number): number =>
  minutes < coarseFrom ? round(minutes) : round(minutes / 5) * 5;

/** The value that the share of the waits does not exceed, between two of them in proportion. */
export const quantile = (waits: Waits, share: number): number => {
  const place = share * (waits.length - 1);
  const below = waits[Math.floor(place)] ?? 0;
  const above = waits[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
};

/** Nobody knows a wait to the minute, whatever the runs say. */
const narrowest = (low: number): number => (low < coarseFrom ? 2 : 5);

/** Null for whom no open counter calls: then nobody knows. */
export const rangeOf = (waits: Waits): WaitRange | null => {
  if (waits.length === 0) return null;
  const low = coarse(quantile(waits, shownShares.low) / minuteMs, Math.round);
  const high = coarse(quantile(waits, shownShares.high) / minuteMs, Math.round);
  return { low, high: Math.max(high, low + narrowest(low)) };
};
