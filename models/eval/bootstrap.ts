// How sure a figure is: people are drawn anew by lot, with all their pictures, since pictures of one person are not
// independent (bootstrap by subject, ISO/IEC 19795-1 annex B; percentile method).
import type { Weights } from './rates.ts';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export type Interval = readonly [low: number, high: number];

/**
 * 95 % intervals of everything that `measure` gives, by name.
 * @param people how many there are; each draw takes as many, some twice and some not at all.
 */
export const bootstrap = <Name extends string>(
  people: number,
  { draws, seed }: { readonly draws: number; readonly seed: number },
  measure: (weights: Weights) => Readonly<Record<Name, number>>,
): Record<Name, Interval> => {
  const random = seededRandom(seed);
  const measured = Array.from({ length: draws }, () => {
    const weights = new Float64Array(people);
    for (let drawn = 0; drawn < people; drawn += 1) {
      const person = Math.floor(random() * people);
      weights[person] = (weights[person] as number) + 1;
    }
    return measure(weights);
  });
  const names = Object.keys(measured[0] ?? {}) as Name[];
  const interval = (name: Name): Interval => {
    // A draw without any mated search, say, measures nothing.
    const values = measured
      .map((rates) => rates[name])
      .filter(Number.isFinite)
      .toSorted((a, b) => a - b);
    const at = (share: number): number => values[Math.floor(share * (values.length - 1))] ?? Number.NaN;
    return [at(0.025), at(0.975)];
  };
  return Object.fromEntries(names.map((name) => [name, interval(name)])) as Record<Name, Interval>;
};
