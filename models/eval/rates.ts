// Error rates, with every person weighing as much as the caller says: all alike for the figure itself, drawn by lot for its
// interval. ISO/IEC 19795-1; NIST FRTE.
import type { Probe, Scores } from './scores.ts';

export const fmrs = { '1e-2': 1e-2, '1e-3': 1e-3, '1e-4': 1e-4 } as const;
export const fpirs = { '0.1': 0.1, '0.01': 0.01 } as const;
export type Fmr = keyof typeof fmrs;
export type Fpir = keyof typeof fpirs;

export interface Rates {
  /** Genuine pairs that are not accepted where this share of impostor pairs is. */
  readonly fnmrAtFmr: Readonly<Record<Fmr, number>>;
  /** Mated searches whose nearest enrolled person is the right one. */
  readonly rank1: number;
  /** Mated searches that do not give the right person first and within the distance at which this share of strangers gets a name. */
  readonly fnirAtFpir: Readonly<Record<Fpir, number>>;
}

/** How often each person counts, by their place in the list of people. */
export type Weights = ArrayLike<number>;

const weightOf = (weights: Weights, person: number | undefined): number => weights[person ?? -1] ?? 0;

/** Weight of all impostor pairs: a person drawn twice is no impostor of themself. */
const impostorWeight = ({ personOf, people }: Scores, weights: Weights): number => {
  const pictures = new Float64Array(people.length);
  for (const person of personOf) pictures[person] = (pictures[person] as number) + weightOf(weights, person);
  let sum = 0;
  let squares = 0;
  for (const count of pictures) {
    sum += count;
    squares += count * count;
  }
  return (sum * sum - squares) / 2;
};

/**
 * The distance below which impostor pairs are accepted, so that their share does not exceed `fmr`: the first one that would
 * be one too many. A pair is accepted when its distance is smaller.
 */
export const limitAtFmr = (scores: Scores, fmr: number, weights: Weights): number => {
  const { personOf, nearestImpostors } = scores;
  const allowed = fmr * impostorWeight(scores, weights);
  let accepted = 0;
  for (const { distance, first, second } of nearestImpostors) {
    accepted += weightOf(weights, personOf[first]) * weightOf(weights, personOf[second]);
    if (accepted > allowed) return distance;
  }
  return nearestImpostors.at(-1)?.distance ?? 0;
};

export const fnmrAt = ({ personOf, genuine }: Scores, limit: number, weights: Weights): number => {
  let all = 0;
  let missed = 0;
  for (const { distance, first } of genuine) {
    const weight = weightOf(weights, personOf[first]);
    all += weight;
    if (distance >= limit) missed += weight;
  }
  return missed / all;
};

const limitAtFpir = (probes: readonly Probe[], fpir: number, weights: Weights): number => {
  const strangers = probes.filter(({ isMated }) => !isMated).toSorted((one, other) => one.distance - other.distance);
  const allowed = fpir * strangers.reduce((sum, { person }) => sum + weightOf(weights, person), 0);
  let named = 0;
  for (const { person, distance } of strangers) {
    named += weightOf(weights, person);
    if (named > allowed) return distance;
  }
  return strangers.at(-1)?.distance ?? Number.POSITIVE_INFINITY;
};

const shareOf = (probes: readonly Probe[], weights: Weights, counts: (probe: Probe) => boolean): number => {
  let all = 0;
  let counted = 0;
  for (const probe of probes) {
    if (!probe.isMated) continue;
    const weight = weightOf(weights, probe.person);
    all += weight;
    if (counts(probe)) counted += weight;
  }
  return counted / all;
};

const mapValues = <Key extends string>(
  values: Readonly<Record<Key, number>>,
  read: (value: number) => number,
): Record<Key, number> =>
  Object.fromEntries(Object.entries<number>(values).map(([key, value]) => [key, read(value)])) as Record<Key, number>;

export const ratesOf = (scores: Scores, probes: readonly Probe[], weights: Weights): Rates => ({
  fnmrAtFmr: mapValues(fmrs, (fmr) => fnmrAt(scores, limitAtFmr(scores, fmr, weights), weights)),
  rank1: shareOf(probes, weights, ({ isRight }) => isRight),
  fnirAtFpir: mapValues(fpirs, (fpir) => {
    const limit = limitAtFpir(probes, fpir, weights);
    return shareOf(probes, weights, ({ isRight, distance }) => !isRight || distance >= limit);
  }),
});

export const evenWeights = ({ people }: Scores): Weights => new Float64Array(people.length).fill(1);
