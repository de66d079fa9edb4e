// Error rates of groups of people (by age, sex, class …) at one and the same distance: who is refused more often than others,
// and who is taken for somebody else of the own group. ISO/IEC 19795-10.
import { bootstrap, type Interval } from './bootstrap.ts';
import { fnmrAt, type Weights } from './rates.ts';
import type { Scores } from './scores.ts';

export interface GroupRates {
  readonly group: string;
  readonly people: number;
  readonly genuinePairs: number;
  /** Pairs of two people of this group. */
  readonly impostorPairs: number;
  /** NaN without a genuine pair. */
  readonly fnmr: number;
  /** Among pairs within the group; NaN without any. */
  readonly fmr: number;
  readonly intervals95: Readonly<Record<'fnmr' | 'fmr', Interval>>;
}

const weightOf = (weights: Weights, person: number | undefined): number => weights[person ?? -1] ?? 0;

/** Share of impostor pairs nearer than `limit`, and their weight in all. `limit` must be one of those that `scores` reaches. */
const fmrAt = ({ personOf, samples, nearestImpostors }: Scores, limit: number, weights: Weights) => {
  const pictures = new Map<number, number>();
  for (const at of samples.keys()) {
    const person = personOf[at] ?? 0;
    pictures.set(person, (pictures.get(person) ?? 0) + weightOf(weights, person));
  }
  const counts = [...pictures.values()];
  const sum = counts.reduce((total, count) => total + count, 0);
  const pairs = (sum * sum - counts.reduce((total, count) => total + count * count, 0)) / 2;
  let accepted = 0;
  for (const { distance, first, second } of nearestImpostors) {
    if (distance >= limit) break;
    accepted += weightOf(weights, personOf[first]) * weightOf(weights, personOf[second]);
  }
  return { fmr: accepted / pairs, pairs };
};

/**
 * @param groupOf by person; null: in no group.
 * @param limit the distance at which everybody is decided, such as that of FMR 1e-3 over all.
 */
export const groupRates = (
  scores: Scores,
  groupOf: (personId: string) => string | null,
  { limit, draws, seed }: { readonly limit: number; readonly draws: number; readonly seed: number },
): readonly GroupRates[] => {
  const members = new Map<string, number[]>();
  for (const [place, personId] of scores.people.entries()) {
    const group = groupOf(personId);
    if (group !== null) members.set(group, [...(members.get(group) ?? []), place]);
  }
  return [...members]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([group, places]) => {
      const weights = new Float64Array(scores.people.length);
      for (const place of places) weights[place] = 1;
      const measure = (drawn: Weights) => ({
        fnmr: fnmrAt(scores, limit, drawn),
        fmr: fmrAt(scores, limit, drawn).fmr,
      });
      const inGroup = bootstrap(places.length, { draws, seed }, (drawn) => {
        const spread = new Float64Array(scores.people.length);
        for (const [at, place] of places.entries()) spread[place] = weightOf(drawn, at);
        return measure(spread);
      });
      const isMember = new Set(places);
      return {
        group,
        people: places.length,
        genuinePairs: scores.genuine.filter(({ first }) => isMember.has(scores.personOf[first] ?? -1)).length,
        impostorPairs: fmrAt(scores, limit, weights).pairs,
        ...measure(weights),
        intervals95: inGroup,
      };
    });
};

const percent = (rate: number): string => (Number.isFinite(rate) ? `${(rate * 100).toFixed(2)} %` : '-');

/** A table for the terminal. Fewer than thirty people tell nothing of their group, and are said to. */
export const groupLines = (rates: readonly GroupRates[]): string[] => [
  '',
  `${'group'.padEnd(18)}${'people'.padStart(7)}${'FNMR'.padStart(10)}   ${'95 %'.padEnd(20)}${'FMR within'.padStart(10)}   95 %`,
  ...rates.map(({ group, people, fnmr, fmr, intervals95: { fnmr: missed, fmr: taken } }) =>
    [
      `${group.padEnd(18)}${`${people}`.padStart(7)}${percent(fnmr).padStart(10)}   `,
      `${percent(missed[0])} to ${percent(missed[1])}`.padEnd(20),
      `${percent(fmr).padStart(10)}   ${percent(taken[0])} to ${percent(taken[1])}`,
      people < 30 ? '   too few people to say' : '',
    ].join(''),
  ),
];
