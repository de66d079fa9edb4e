import { expect, it } from 'vitest';
import { createAllowance } from './allowance.ts';

it('three an hour: the fourth is told the minutes, the same press again is not counted, others are not touched', () => {
  let nowMs = 0;
  const allowance = createAllowance({ max: 3, windowMs: 3_600_000, monotonicMs: () => nowMs });
  const take = (key: string) => allowance.take('a', key);
  expect(['1', '2', '2', '3'].map(take)).toEqual(['taken', 'taken', 'known', 'taken']);
  nowMs = 1_800_000;
  expect(take('4')).toBe(30);
  expect(allowance.take('b', '4')).toBe('taken');
  allowance.giveBack('a', '3');
  expect(take('4')).toBe('taken');
  nowMs = 3_600_000;
  expect(take('5')).toBe('taken');
});
