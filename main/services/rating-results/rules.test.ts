import fc from 'fast-check';
import { expect, it } from 'vitest';
import { figuresOfCounts, indexPointsOf } from '../../../contract/figures.ts';
import type { BusinessDay } from '../../../contract/ids.ts';
import { figuresOf } from '../ratings/index.ts';
import { bandOf, heatCell, mondayOf, trendUnit } from './rules.ts';

const levels = (satisfied: number, n: number): number[] => [
  ...Array<number>(satisfied).fill(5),
  ...Array<number>(n - satisfied).fill(2),
];

it.each([
  // Newcombe 1998, table I: 81 of 263, 15 of 148, 1 of 29.
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [1, 29, 0.0061, 0.1718],
])('Wilson interval of %d among %d as it is published', (count, n, low, high) => {
  const figures = figuresOf(levels(count, n));
  if (figures.few) throw new Error('enough');
  expect(figures.satisfied.low).toBeCloseTo(low, 4);
  expect(figures.satisfied.high).toBeCloseTo(high, 4);
});

it('counts and single levels give the same figures', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 60 }), (all) => {
      const count = (level: number) => all.filter((one) => one === level).length;
      expect(figuresOfCounts([count(1), count(2), count(3), count(4), count(5)])).toEqual(figuresOf(all));
    }),
  );
});

it('nine ratings in an hour of the week are not told apart; ten are a band and a ten', () => {
  expect(heatCell(1, 9, figuresOf(levels(9, 9))).told).toBeNull();
  expect(heatCell(1, 9, figuresOf(levels(0, 1))).told).toBeNull();
  expect(heatCell(1, 9, figuresOf(levels(9, 10))).told).toEqual({ band: 4, atLeast: 10 });
  expect([0, 0.59, 0.6, 0.79, 0.8, 0.89, 0.9, 1].map(bandOf)).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
});

it('one visit more changes a cell of the heat map only where a ten or a band is passed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 200 }), fc.integer({ min: 0, max: 200 }), fc.boolean(), (n, of, isWell) => {
      const satisfied = Math.min(of, n);
      const [before, after] = [levels(satisfied, n), levels(satisfied + Number(isWell), n + 1)];
      const [one, other] = [before, after].map((all) => heatCell(1, 9, figuresOf(all)).told);
      const isPassed = (n + 1) % 10 === 0 || bandOf(satisfied / n) !== bandOf((satisfied + Number(isWell)) / (n + 1));
      if (!isPassed) expect(other).toEqual(one);
    }),
  );
});

it('six points for all satisfied, none for few', () => {
  expect(indexPointsOf(figuresOf(levels(9, 9)))).toBeNull();
  expect(indexPointsOf(figuresOf(levels(20, 20)))).toBe(6);
  expect(indexPointsOf(figuresOf(levels(15, 20)))).toBeCloseTo(4.5);
});

it('a month is drawn by day, a quarter by week; weeks begin on Monday', () => {
  const day = (text: string) => text as BusinessDay;
  expect(trendUnit(day('2026-11-01'), day('2026-11-30'))).toBe('day');
  expect(trendUnit(day('2026-09-01'), day('2026-11-30'))).toBe('week');
  expect([mondayOf('2026-11-23'), mondayOf('2026-11-29'), mondayOf('2026-11-30')]).toEqual([
    '2026-11-23',
    '2026-11-23',
    '2026-11-30',
  ]);
});
