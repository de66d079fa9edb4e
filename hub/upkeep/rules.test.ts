import { expect, test } from 'vitest';
import { addMonths, monthOf, planMonths } from './rules.ts';

const nowMs = Date.parse('2026-11-30T23:30:00Z');

test('an hour before midnight of London it is the next month in the city already', () => {
  expect(monthOf(nowMs)).toBe('2026-12');
  expect(addMonths('2026-12', 1)).toBe('2027-01');
  expect(addMonths('2026-01', -13)).toBe('2024-12');
});

test('a new hub gets the months of its retention and three to come; a second look changes nothing', () => {
  const plan = planMonths([], { nowMs, keepMonths: 2, from: null });
  expect(plan).toEqual({
    from: '2026-10',
    make: ['2026-10', '2026-11', '2026-12', '2027-01', '2027-02', '2027-03'],
    drop: [],
  });
  expect(planMonths(plan.make, { nowMs, keepMonths: 2, from: plan.from })).toEqual({ ...plan, make: [] });
});

test('a hub that was off for a year makes what is missing and drops what is over', () => {
  const { make, drop, from } = planMonths(['2025-10', '2025-11'], { nowMs, keepMonths: 12, from: '2025-10' });
  expect([from, make[0], make.at(-1), drop]).toEqual(['2025-12', '2025-12', '2027-03', ['2025-10', '2025-11']]);
});

test('a longer retention brings no dropped month back', () => {
  const { make, from } = planMonths(['2026-12'], { nowMs, keepMonths: 24, from: '2026-12' });
  expect([from, make]).toEqual(['2026-12', ['2027-01', '2027-02', '2027-03']]);
});
