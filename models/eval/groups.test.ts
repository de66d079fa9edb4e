import { describe, expect, it } from 'vitest';
import { groupRates } from './groups.ts';
import { comparePairs, type Sample } from './scores.ts';

/** Pictures on a line: the distance of two is that of their places. */
const at = (personId: string, ...places: number[]): Sample[] =>
  places.map((place, picture) => ({ personId, image: `${personId}/${picture}`, embedding: Float32Array.of(place) }));

const scores = comparePairs([
  ...at('tre-1', 0, 3),
  ...at('tre-2', 2, 2.5),
  ...at('lon-1', 100, 100.5),
  ...at('lon-2', 200, 200.5),
  ...at('khach', 300, 301),
]);
const groups: Readonly<Record<string, string>> = { tre: 'children', lon: 'grown-ups' };
const groupOf = (personId: string) => groups[personId.split('-')[0] ?? ''] ?? null;

describe('error rates by group', () => {
  it('children are missed and taken for each other, grown-ups are not; whoever is in no group is left out', () => {
    const [children, adults, ...more] = groupRates(scores, groupOf, { limit: 1.6, draws: 50, seed: 1 });
    expect(more).toEqual([]);
    // Pairs of the two children: |0-2|, |0-2.5|, |3-2|, |3-2.5|; two are nearer than 1.6.
    expect(children).toMatchObject({
      group: 'children',
      people: 2,
      genuinePairs: 2,
      impostorPairs: 4,
      fnmr: 0.5,
      fmr: 0.5,
    });
    expect(adults).toMatchObject({ group: 'grown-ups', genuinePairs: 2, impostorPairs: 4, fnmr: 0, fmr: 0 });
    expect(children?.intervals95.fnmr).toEqual([0, 1]);
  });

  it('a group of one person has no pair of strangers', () => {
    const [one] = groupRates(scores, (id) => (id === 'khach' ? 'guests' : null), { limit: 2, draws: 10, seed: 1 });
    expect(one).toMatchObject({ people: 1, impostorPairs: 0, fnmr: 0, fmr: Number.NaN });
  });
});
