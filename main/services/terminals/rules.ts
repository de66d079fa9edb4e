// What a terminal on the wall says, as the sheets take it. Without I/O.
import { clockCorrectionMs } from '../attendance/index.ts';

/** One passage as it is stored. */
export interface Passed {
  readonly key: string;
  readonly personCode: string;
  /** By the terminal's clock. */
  readonly seenAtMs: number;
  readonly receivedAtMs: number;
  readonly direction: 'in' | 'out' | 'unknown';
}

/** The clock is told once for all that came in within a minute. */
const minuteMs = 60_000;
/** What came in so long before or after says how the clock stood: it may be set right at any time. */
const neighbourhoodMs = 15 * 60_000;

/** What is to be added to the terminal's time of a passage that came in at that moment. `passed`: of the same terminal. */
export const correctionsOf = (passed: readonly Passed[]): ((receivedAtMs: number) => number) => {
  const known = new Map<number, number>();
  return (receivedAtMs) => {
    const minute = Math.floor(receivedAtMs / minuteMs);
    const found = known.get(minute);
    if (found !== undefined) return found;
    const from = minute * minuteMs - neighbourhoodMs;
    const to = (minute + 1) * minuteMs + neighbourhoodMs;
    const correction = clockCorrectionMs(passed.filter((one) => one.receivedAtMs >= from && one.receivedAtMs < to));
    known.set(minute, correction);
    return correction;
  };
};

/** The code of the person in the list: the terminal's number behind the site's prefix. */
export const codeOf = (personCode: string, prefix: string): string => `${prefix}${personCode.trim()}`;
