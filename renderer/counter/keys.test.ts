import { expect, test } from 'vitest';
import type { CounterView } from '../../contract/counter-view.ts';
import { commandAt, commandsFor, isOurKey, keyOf } from './keys.ts';

const at = (state: 'called' | 'serving' | null, pause: CounterView['pause'] = null): CounterView =>
  ({ current: state === null ? null : { state }, pause }) as CounterView;
const lunch = { reason: 'lunch', sinceMs: 0 } as const;

test('at no moment does one key mean two things', () => {
  for (const view of [at(null), at('called'), at('serving'), at(null, lunch), at('serving', lunch)]) {
    const keys = commandsFor(view, true).map((name) => keyOf[name]);
    expect(new Set(keys).size).toBe(keys.length);
  }
});

test('the same key does what fits the moment', () => {
  const meaning = (key: string, view: CounterView) => commandAt(key, commandsFor(view, false));
  expect(meaning('F9', at('called'))).toBe('noShow');
  expect(meaning('F9', at('serving'))).toBe('papersMissing');
  expect(meaning('F9', at(null))).toBe(null);
  expect(meaning('F2', at(null, lunch))).toBe('unpause');
  expect(meaning('F1', at('called'))).toBe(null);
});

test('a barcode scanner in keyboard mode presses none of our keys', () => {
  for (const key of [...'0123456789ABCxyz|/-+*.,', 'Enter', 'Tab']) {
    expect(isOurKey(key)).toBe(false);
    expect(commandAt(key, commandsFor(at('serving'), true))).toBe(null);
  }
});
