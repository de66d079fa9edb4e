// From measured pairs to the thresholds of a pack.
import { type Calibration, smallestRate } from '../decide/calibration.ts';
import { evenWeights, fnmrAt, limitAtFmr } from './rates.ts';
import type { Probe, Scores } from './scores.ts';

const steps = [5, 2, 1] as const;
/** The highest rate that anybody would work with. */
const fmrMax = 0.05;

/** Rates from 5 % down to the smallest that the pairs support, three in each power of ten, the smallest itself last. */
const fmrsFor = (impostorPairs: number): number[] => {
  const smallest = smallestRate(impostorPairs);
  const rates: number[] = [];
  for (let power = -2; 10 ** power * 5 > smallest; power -= 1)
    for (const step of steps) {
      const rate = Number((step * 10 ** power).toPrecision(1));
      if (rate <= fmrMax && rate > smallest) rates.push(rate);
    }
  return [...rates, smallest];
};

const quantile = (values: readonly number[], share: number): number | null =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? null;

/**
 * How clearly the first must be nearer than the second: more than 19 of 20 strangers and wrongly named people show, but not
 * more than 99 of 100 rightly named people reach.
 */
const marginFrom = (probes: readonly Probe[]): number => {
  const finite = probes.filter(({ margin }) => Number.isFinite(margin));
  const wrong = quantile(
    finite.filter(({ isRight }) => !isRight).map(({ margin }) => margin),
    0.95,
  );
  const right = quantile(
    finite.filter(({ isRight }) => isRight).map(({ margin }) => margin),
    0.01,
  );
  return Math.max(0, Math.min(wrong ?? 0, right ?? 0));
};

/** Rounded down: never more false matches than were measured. */
const down = (distance: number): number => Math.floor(distance * 1e4) / 1e4;

/**
 * Thresholds for rates down to 3 / impostorPairs (rule of three), and the margin.
 * Throws a RangeError when the pairs support no rate below 2.5 %.
 */
export const calibrate = (
  scores: Scores,
  probes: readonly Probe[],
  about: { readonly data: string; readonly day: string },
): Calibration => {
  const weights = evenWeights(scores);
  if (smallestRate(scores.impostorPairs) > fmrMax / 2)
    throw new RangeError(
      `${scores.people.length} people give ${scores.impostorPairs} impostor pairs; ${Math.ceil(6 / fmrMax)} or more are needed to calibrate, and some hundred thousand to name people in a list. Give more people.`,
    );
  return {
    data: about.data,
    day: about.day,
    people: scores.people.length,
    images: scores.samples.length,
    genuinePairs: scores.genuine.length,
    impostorPairs: scores.impostorPairs,
    points: fmrsFor(scores.impostorPairs).map((fmr) => {
      const distance = down(limitAtFmr(scores, fmr, weights));
      return { fmr, distance, fnmr: Number(fnmrAt(scores, distance, weights).toFixed(4)) };
    }),
    marginMin: down(marginFrom(probes)),
  };
};
