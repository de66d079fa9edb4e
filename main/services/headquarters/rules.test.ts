import { expect, it } from 'vitest';
import type { CriterionId } from '../../../contract/ids.ts';
import { allAsked, changeOf } from './rules.ts';

it('counts what came, what is another now, and what went; an order of its own is no change', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, minutes: 30 }));
  if (a === undefined || b === undefined || c === undefined) throw new Error('three');
  expect(changeOf([a, b], [b, a])).toEqual({ added: 0, changed: 0, removed: 0 });
  expect(changeOf([a, b], [{ ...b, minutes: 20 }, c])).toEqual({ added: 1, changed: 1, removed: 1 });
  expect(changeOf([], [a])).toEqual({ added: 1, changed: 0, removed: 0 });
});

it('what was ever asked has each question once, by its newest name', () => {
  const question = (id: string, vi: string) => ({ id: id as CriterionId, name: { vi, en: vi } });
  const now = { criteria: [question('thai-do', 'Thái độ')], reasons: [] };
  const before = { criteria: [question('thai-do', 'Cũ'), question('mot-lan', 'Một lần')], reasons: [] };
  expect(
    allAsked(now, before)
      .criteria.map(({ name }) => name.vi)
      .sort(),
  ).toEqual(['Một lần', 'Thái độ']);
});
