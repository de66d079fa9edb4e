// How far the clock of a terminal on the wall is off, told from what it hands in. Without I/O.

/** One sighting: when the terminal says it was, and when it came in here. */
export interface Delivery {
  readonly seenAtMs: number;
  readonly receivedAtMs: number;
}

/** Below this nobody is marked wrongly, and networks are slower than that now and then. */
const tolerableMs = 5_000;
/** How many deliveries must be equally late, and over how long, before a clock is believed to be behind. */
const agreeing = { count: 5, withinMs: 10_000, overMs: 60_000 } as const;

/**
 * What is to be added to the terminal's times, in milliseconds; 0 where its clock is right or nothing can be told.
 *
 * A sighting comes in after it happened, never before: whatever lies in the future proves a clock that is ahead, by at
 * least so much, and one is enough. A clock that is behind looks like a slow delivery, and a terminal that was cut off hands
 * in a morning at once: it is believed only where several that are minutes apart came in equally late, as behind a slow clock
 * and never out of a backlog.
 */
export const clockCorrectionMs = (deliveries: readonly Delivery[]): number => {
  const lateness = deliveries.map(({ seenAtMs, receivedAtMs }) => receivedAtMs - seenAtMs);
  const least = Math.min(...lateness);
  if (deliveries.length === 0) return 0;
  if (least < -tolerableMs) return least;
  if (least <= tolerableMs) return 0;
  const seenAt = deliveries
    .filter(({ seenAtMs, receivedAtMs }) => receivedAtMs - seenAtMs - least <= agreeing.withinMs)
    .map(({ seenAtMs }) => seenAtMs);
  const spreadMs = Math.max(...seenAt) - Math.min(...seenAt);
  return seenAt.length >= agreeing.count && spreadMs >= agreeing.overMs ? least : 0;
};
