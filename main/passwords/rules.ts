// How fast somebody may guess passwords. Per account and address, growing, never a hard lock: a lock would be a weapon
// against a clerk.

export interface Attempts {
  readonly failures: number;
  readonly lastFailureMs: number;
}

const freeFailures = 4;
const firstDelayMs = 1_000;
const longestDelayMs = 60_000;

/** Milliseconds until the next attempt is looked at; 0 = now. After 5 wrong ones 1 s, doubling up to 60 s. */
export const delayBeforeAttempt = (attempts: Attempts | undefined, nowMs: number): number => {
  if (attempts === undefined || attempts.failures <= freeFailures) return 0;
  const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempts.failures - freeFailures - 1));
  return Math.max(0, attempts.lastFailureMs + delayMs - nowMs);
};

/** Half an hour without a wrong attempt forgets the earlier ones. */
export const afterFailure = (attempts: Attempts | undefined, nowMs: number): Attempts => ({
  failures: attempts === undefined || nowMs - attempts.lastFailureMs > 30 * 60_000 ? 1 : attempts.failures + 1,
  lastFailureMs: nowMs,
});

/** A log-in ends 12 h after it began, or after 4 h in which no page of it was open: a clerk's day, not a week. */
export const isSessionOver = (
  session: { readonly startedAtMs: number; readonly seenAtMs: number },
  nowMs: number,
): boolean => nowMs - session.startedAtMs > 12 * 3_600_000 || nowMs - session.seenAtMs > 4 * 3_600_000;
