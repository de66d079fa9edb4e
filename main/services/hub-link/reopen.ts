// After how long a line that was closed is opened again.
import type { LinkTrouble } from '../../../contract/hub-status.ts';

const MIN_MS = 300;
const MAX_MS = 10_000;
/**
 * A key that is refused again and again is asked about seldom: somebody has to act first. At first it may only be that the key was
 * changed this moment, or that the hub has just started and does not know its sites yet.
 */
const REFUSED_MS = 30_000;
const REFUSALS_AT_FIRST = 4;

/** In a row, until a line is open. */
export interface Tries {
  readonly all: number;
  readonly refusals: number;
}

export const noTries: Tries = { all: 0, refusals: 0 };

/** `random`: 0 ≤ x < 1, so that a thousand sites do not come back together. */
export const nextTry = (
  { all, refusals }: Tries,
  trouble: LinkTrouble,
  random: number,
): { readonly tries: Tries; readonly delayMs: number } => {
  const isRefused = trouble === 'key-refused';
  const baseMs =
    isRefused && refusals >= REFUSALS_AT_FIRST
      ? REFUSED_MS
      : Math.min(MAX_MS, MIN_MS * 2 ** Math.min(isRefused ? refusals : all, 8));
  return { tries: { all: all + 1, refusals: isRefused ? refusals + 1 : 0 }, delayMs: baseMs * (0.5 + random) };
};
