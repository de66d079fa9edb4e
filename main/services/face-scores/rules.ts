// Whether faces are known less well than they were: cameras get dirty, lamps are changed, children grow. Pure.
import type { FaceDrift } from '../../../contract/consent.ts';

/** The distances between faces that were named and their templates, over one day. */
export interface ScoresOfDay {
  /** yyyy-mm-dd. */
  readonly day: string;
  readonly n: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** So many named faces from the first day on are what "before" means. */
const baselineFaces = 200;
const recentDays = 7;
const recentFaces = 100;
/** A shift that a gate feels: a tenth of the width between the faces of one person and of strangers with the default pack. */
const shiftMin = 0.02;
/** How many standard errors a shift must have, so that a day of bad luck is none. */
const errorsMin = 3;
const dayMs = 86_400_000;

interface Pooled {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
}

const pool = (days: readonly ScoresOfDay[]): Pooled => {
  const n = days.reduce((total, one) => total + one.n, 0);
  const mean = days.reduce((total, { sum }) => total + sum, 0) / n;
  const squares = days.reduce((total, { sumOfSquares }) => total + sumOfSquares, 0);
  return { n, mean, variance: Math.max(0, squares / n - mean * mean) };
};

/**
 * How the last seven days differ from the first ones; null while too few faces were named to say, or nothing that matters changed.
 * @param days oldest first, of one model pack.
 */
export const driftOf = (days: readonly ScoresOfDay[], today: string): FaceDrift | null => {
  const from = new Date(Date.parse(today) - (recentDays - 1) * dayMs).toISOString().slice(0, 10);
  const recent = days.filter(({ day }) => day >= from);
  let n = 0;
  const first: ScoresOfDay[] = [];
  for (const one of days) {
    if (n >= baselineFaces || one.day >= from) break;
    first.push(one);
    n += one.n;
  }
  if (n < baselineFaces || recent.length === 0) return null;
  const [before, now] = [pool(first), pool(recent)];
  if (now.n < recentFaces) return null;
  const error = Math.sqrt(before.variance / before.n + now.variance / now.n);
  const shift = now.mean - before.mean;
  if (shift < shiftMin || shift < errorsMin * error) return null;
  return { before: before.mean, now: now.mean, faces: now.n, since: from };
};
