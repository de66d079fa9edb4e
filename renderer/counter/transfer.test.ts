import { expect, test } from 'vitest';
import type { CounterView } from '../../contract/counter-view.ts';
import type { CounterId, ServiceId } from '../../contract/ids.ts';
import { counterChoices, targetsOf } from './transfer.ts';

const text = (vi: string) => ({ vi, en: vi });
const [copies, land, civil] = ['chung-thuc', 'dat-dai', 'ho-tich'] as ServiceId[] as [ServiceId, ServiceId, ServiceId];
const counter = (number: number, services: ServiceId[], state: 'open' | 'paused' | 'closed') => ({
  id: `quay-${number}` as CounterId,
  number,
  name: text(`Quầy ${number}`),
  services,
  state,
});
const view = {
  counter: { id: 'quay-1' as CounterId, number: 1, name: text('Quầy 1') },
  services: [copies, land, civil].map((id) => ({ id, name: text(id) })),
  counters: [counter(1, [copies, civil], 'open'), counter(2, [civil], 'paused'), counter(3, [land, copies], 'open')],
} as unknown as CounterView;

test('the present service comes last, and only to another counter by name', () => {
  const targets = targetsOf(view, copies);
  expect(targets.map(({ service }) => service.id)).toEqual([land, civil, copies]);
  const same = targets.at(-1);
  expect(same && counterChoices(same)).toEqual(['quay-3']);
});

test('a counter on a break may be named, but is not counted as open', () => {
  const target = targetsOf(view, copies).find(({ service }) => service.id === civil);
  expect(target?.openCount).toBe(0);
  expect(target && counterChoices(target)).toEqual([null, 'quay-2']);
});

test('a service that nobody else serves is not offered to be done elsewhere again', () => {
  const alone = { ...view, counters: view.counters.slice(0, 1) };
  expect(targetsOf(alone, copies).map(({ service }) => service.id)).toEqual([land, civil]);
});
