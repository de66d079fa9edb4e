// How long an errand holds. No clock, no database.

import type { z } from 'zod';
import type { ErrandGiven } from '../../contract/errand.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Of one site: the disk is the hub's, and the site does them one page after the other. */
export const ERRANDS_OPEN_MAX = 20_000;

const holdsMs = {
  /** The hall is over by then. */
  'turn.leave': 12 * HOUR_MS,
  /** Whoever said so longer ago is there, or is not coming. */
  'turn.onWay': 30 * MINUTE_MS,
  /** The site itself says how long after a visit it takes a rating. */
  'ratings.give': 7 * DAY_MS,
  'booking.book': 30 * DAY_MS,
  'booking.move': 30 * DAY_MS,
  'booking.cancel': 30 * DAY_MS,
} as const satisfies Record<z.infer<typeof ErrandGiven>['name'], number>;

/** Not done after that, milliseconds since 1970: an appointment not after it would have begun. */
export const errandUntil = ({ name, input }: z.infer<typeof ErrandGiven>, nowMs: number): number => {
  const untilMs = nowMs + holdsMs[name];
  const { startMs } = input;
  return typeof startMs === 'number' && startMs > nowMs ? Math.min(untilMs, startMs) : untilMs;
};
