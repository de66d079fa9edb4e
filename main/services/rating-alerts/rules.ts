// What becomes of a low rating, when an answer is late, and how long things took. Without I/O.

import type { HalfDay } from '../../../contract/rating.ts';
import type { RatingAlertState, WithinStep } from '../../../contract/rating-alert.ts';

export interface AlertRules {
  /** Ratings of this level and below raise an alert; 0: none. */
  readonly level: number;
  /** From the end of the half day of the rating to the latest answer. */
  readonly answerMs: number;
}

const HOUR_MS = 3_600_000;
const HALF_DAY_MS = 12 * HOUR_MS;

/** Of a moment by local time. */
export const halfOf = (atMs: number, offsetMs: number): HalfDay =>
  Math.floor((atMs + offsetMs) / HALF_DAY_MS) % 2 === 0 ? 'morning' : 'afternoon';

/** Counted from the end of the half day: from the moment itself, the minute in which it becomes late would tell that moment. */
export const dueAt = (givenAtMs: number, offsetMs: number, answerMs: number): number =>
  (Math.floor((givenAtMs + offsetMs) / HALF_DAY_MS) + 1) * HALF_DAY_MS - offsetMs + answerMs;

const steps: readonly (readonly [WithinStep, number])[] = [
  ['hour', HOUR_MS],
  ['four-hours', 4 * HOUR_MS],
  ['day', 24 * HOUR_MS],
  ['three-days', 72 * HOUR_MS],
];

/** The shortest step that holds the time. */
export const withinOf = (tookMs: number): WithinStep => steps.find(([, mostMs]) => tookMs <= mostMs)?.[0] ?? 'longer';

interface Moments {
  readonly takenAtMs: number | null;
  readonly answeredAtMs: number | null;
  readonly closedAtMs: number | null;
}

export const stateOf = ({ takenAtMs, answeredAtMs, closedAtMs }: Moments): RatingAlertState => {
  if (closedAtMs !== null) return 'closed';
  if (answeredAtMs !== null) return 'answered';
  return takenAtMs === null ? 'open' : 'taken';
};

export const isLate = (answeredAtMs: number | null, dueAtMs: number, nowMs: number): boolean =>
  (answeredAtMs ?? nowMs) > dueAtMs;

export type AlertDeed = 'take' | 'answer' | 'close';

/** Whether it may be done now. Who has it in hand answers; anybody takes over, and closes what was answered. */
export const mayDo = (
  deed: AlertDeed,
  state: RatingAlertState,
  { holder, by }: { readonly holder: string | null; readonly by: string },
): boolean => {
  if (deed === 'take') return state === 'open' || (state === 'taken' && holder !== by);
  if (deed === 'answer') return state === 'taken' && holder === by;
  return state === 'answered';
};
