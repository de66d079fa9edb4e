import { expect, test } from 'vitest';
import { ageOf } from './age.ts';

const minute = 60_000;

test('the wait turns long at 15 minutes and too long at 30', () => {
  expect([0, 14, 15, 29, 30, 300].map((minutes) => ageOf(0, minutes * minute).band)).toEqual([
    'fresh',
    'fresh',
    'long',
    'long',
    'tooLong',
    'tooLong',
  ]);
});

test("the clerk's clock is behind the host's: a wait is never negative", () => {
  expect(ageOf(10 * minute, 0)).toEqual({ minutes: 0, band: 'fresh' });
});
