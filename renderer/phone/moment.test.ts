import { expect, test } from 'vitest';
import type { TurnView } from '../../contract/live.ts';
import { phone } from '../../contract/texts/phone.ts';
import { mayBeOnWay, momentOf } from './moment.ts';

const turn = (change: Partial<TurnView>): TurnView => ({
  siteName: { vi: 'Một Cửa', en: 'One stop' },
  number: 'A007',
  service: { vi: 'Đất đai', en: 'Land' },
  state: 'waiting',
  ahead: 0,
  wait: null,
  counterNumber: null,
  calls: 0,
  why: null,
  continuesAtMs: null,
  print: { state: 'printed', canReprint: false },
  silentSinceMs: null,
  ...change,
});

test('a citizen in a café is told to come close when three are before him', () => {
  expect([0, 1, 3, 4, 40].map((ahead) => momentOf(turn({ ahead })).mood)).toEqual([
    'near',
    'near',
    'near',
    'wait',
    'wait',
  ]);
});

test('a hold without a counter does not send the citizen to counter null', () => {
  const { hint, params } = momentOf(turn({ state: 'on-hold' }));
  expect([phone.vi[hint].includes('{counter}'), params?.['counter']]).toEqual([false, '—']);
});

test('being called is the only moment in full colour', () => {
  const states = ['waiting', 'called', 'serving', 'on-hold', 'finished', 'no-show', 'kept', 'expired'] as const;
  expect(states.filter((state) => momentOf(turn({ state })).mood === 'call')).toEqual(['called']);
});

test('who is far off, served or done is not asked whether they are on the way', () => {
  expect([0, 3, 4].map((ahead) => mayBeOnWay(turn({ ahead })))).toEqual([true, true, false]);
  const states = ['called', 'no-show', 'serving', 'on-hold', 'supplement', 'finished', 'kept', 'expired'] as const;
  expect(states.filter((state) => mayBeOnWay(turn({ state })))).toEqual(['called', 'no-show']);
});
