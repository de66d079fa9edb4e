import { expect, test } from 'vitest';
import type { AsideView } from '../../contract/counter-view.ts';
import { asideOrder, isDue } from './aside.ts';

const person = (number: string, more: Partial<AsideView>): AsideView => ({
  ticketId: number as AsideView['ticketId'],
  number,
  service: { vi: 'Hộ tịch', en: 'Civil status' },
  isKept: false,
  issuedAtMs: 0,
  priority: null,
  onWayAtMs: null,
  notes: [],
  state: 'on-hold',
  sinceMs: 0,
  holdReason: null,
  dueAtMs: null,
  ...more,
});

test('who said to be back by now stands above all others, whoever was put aside first', () => {
  const aside = [
    person('C1', { sinceMs: 1 }),
    person('C2', { state: 'no-show', sinceMs: 2 }),
    person('C3', { sinceMs: 3, dueAtMs: 900 }),
    person('C4', { state: 'supplement', sinceMs: 4 }),
    person('C5', { sinceMs: 5, dueAtMs: 500 }),
  ];
  const orderAt = (nowMs: number) => asideOrder(aside, nowMs).map(({ number }) => number);
  expect(orderAt(0)).toEqual(['C5', 'C3', 'C1', 'C4', 'C2']);
  expect(orderAt(600)[0]).toBe('C5');
  expect(orderAt(1000).slice(0, 2)).toEqual(['C5', 'C3']);
});

test('a hold without a time never falls due', () => {
  expect(isDue({ dueAtMs: null }, Number.MAX_SAFE_INTEGER)).toBe(false);
  expect(isDue({ dueAtMs: 5 }, 5)).toBe(true);
});
