import { expect, test } from 'vitest';
import type { TurnView } from '../../contract/live.ts';
import { applyChanges, applyKept, applyView, type Entry, forget, newHall, notHeard, owesViews, shown } from './hall.ts';

const view = (ahead: number): TurnView => ({ ahead, silentSinceMs: null }) as TurnView;

const hallOf = (...phones: readonly number[]) => {
  const hall = newHall(1000);
  const entries = phones.map((count, index): Entry => {
    const entry = { no: index + 1, view: view(9), phones: count, isFollowed: true, leftAtMs: 0 };
    hall.turns.set(`token-${index}`, entry);
    hall.byNo.set(entry.no, entry);
    return entry;
  });
  return { hall, entries };
};
const kept = (seq: number, isKnown = true) => ({ isKnown, seq });

test('changes in their order are shown, and nothing is asked again', () => {
  const { hall, entries } = hallOf(1);
  applyChanges(hall, { seq: 1, changes: [[1, { ahead: 2 }]] });
  applyChanges(hall, { seq: 2, changes: [[1, { ahead: 1 }]] });
  expect(entries[0]?.view.ahead).toBe(1);
  expect(applyKept(hall, kept(2))).toBe(false);
});

test('the call was told while the line was down: the next word of the hall shows it', () => {
  const { hall } = hallOf(1);
  applyChanges(hall, { seq: 1, changes: [[1, { ahead: 2 }]] });
  expect(applyKept(hall, kept(2))).toBe(true);
  expect(applyKept(hall, kept(2))).toBe(false);
});

test('a message between two others was lost: all are asked for again, once', () => {
  const { hall } = hallOf(1);
  applyChanges(hall, { seq: 1, changes: [] });
  applyChanges(hall, { seq: 3, changes: [] });
  expect(applyKept(hall, kept(3))).toBe(true);
  expect(applyKept(hall, kept(3))).toBe(false);
});

test('a change overtakes the answer with the whole view, or is of a turn whose answer is still on its way', () => {
  const { hall, entries } = hallOf(1);
  applyChanges(hall, { seq: 1, changes: [[1, { ahead: 1 }]] });
  applyView(hall, entries[0] as Entry, { view: view(2), seq: 0 });
  expect(applyKept(hall, kept(1))).toBe(true);
  applyChanges(hall, { seq: 2, changes: [[77, { ahead: 0 }]] });
  expect(applyKept(hall, kept(2))).toBe(true);
});

test('the host of the hall starts anew and counts from the beginning: asked for again, and then in step', () => {
  const { hall } = hallOf(1);
  applyChanges(hall, { seq: 1, changes: [] });
  expect(applyKept(hall, kept(0, false))).toBe(true);
  applyChanges(hall, { seq: 1, changes: [] });
  expect(applyKept(hall, kept(1))).toBe(false);
});

test('a turn that was let go is opened again while one answer is lost: it is owed until the site tells of it', () => {
  const { hall, entries } = hallOf(0);
  forget(hall, 1000);
  expect(hall.ended).toEqual([1]);
  const [entry] = entries as [Entry];
  entry.phones = 1;
  expect([notHeard(hall), owesViews(hall)]).toEqual([false, true]);
  expect(shown(hall, entry).silentSinceMs).toBeNull();
  expect(notHeard(hall)).toBe(true);
  expect(shown(hall, entry).silentSinceMs).toBe(1000);
  expect(applyKept(hall, kept(0))).toBe(true);
});

test('what nobody opened for half a day is gone', () => {
  const { hall } = hallOf(0, 1);
  forget(hall, 13 * 3_600_000);
  expect([[...hall.turns.keys()], [...hall.byNo.keys()]]).toEqual([['token-1'], [2]]);
});
