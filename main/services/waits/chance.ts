// Chance, drawn from a seeded generator so that the same line gives the same range.

/** Gives 0 ≤ x < 1. */
export type Random = () => number;

/** Mulberry32: small, quick, and good enough for a few thousand draws. */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Share of the standard normal distribution below `z`: Abramowitz and Stegun 26.2.17, wrong by at most 7.5e-8. */
const normalBelow = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    0.3989422804014327 *
    Math.exp((-z * z) / 2) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? 1 - tail : tail;
};

const mostZ = 4;

/**
 * Where the standard normal distribution has the share `p` below it, −4 to 4: Abramowitz and Stegun 26.2.23, wrong by at
 * most 4.5e-4, which is far below what a minute shows.
 */
export const normalAt = (p: number): number => {
  const outer = Math.min(p, 1 - p);
  if (!(outer > 3.2e-5)) return p < 0.5 ? -mostZ : mostZ;
  const t = Math.sqrt(-2 * Math.log(outer));
  const z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  return p < 0.5 ? -z : z;
};

/** A log-normal time, as its logarithm: how long services take (Brown and others 2005 found it in a call centre). */
export interface LogNormal {
  readonly mu: number;
  readonly sigma: number;
}

/** With this mean and this ratio of deviation to mean. */
export const logNormalOf = (mean: number, cv: number): LogNormal => {
  const variance = Math.log(1 + cv * cv);
  return { mu: Math.log(mean) - variance / 2, sigma: Math.sqrt(variance) };
};

export const drawTime = ({ mu, sigma }: LogNormal, random: Random): number => Math.exp(mu + sigma * normalAt(random()));

/** How much longer what has lasted `passed` already will last. */
export const drawRest = ({ mu, sigma }: LogNormal, passed: number, random: Random): number => {
  if (passed <= 0) return Math.exp(mu + sigma * normalAt(random()));
  const below = normalBelow((Math.log(passed) - mu) / sigma);
  const whole = Math.exp(mu + sigma * normalAt(below + (1 - below) * random()));
  // Beyond what the distribution resolves: the longer it has lasted, the longer it goes on.
  return whole > passed ? whole - passed : passed * 0.3 * random();
};
