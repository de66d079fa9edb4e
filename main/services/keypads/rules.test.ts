import { expect, it } from 'vitest';
import { lightFor, meaningOf } from './rules.ts';

it.each([
  ['call', null, 'next'],
  ['call', 'called', 'recall'],
  ['call', 'serving', 'next'],
  ['start', 'called', 'start'],
  ['start', null, 'nothing'],
  ['start', 'serving', 'nothing'],
  ['finish', 'serving', 'finish'],
  ['finish', 'called', 'noShow'],
  ['finish', null, 'nothing'],
  ['redirect', 'serving', 'nothing'],
] as const)('the key "%s" with a person "%s" means %s', (key, inHand, meaning) => {
  expect(meaningOf(key, inHand)).toBe(meaning);
});

it('the light tells a clerk without a screen how the counter stands', () => {
  expect([lightFor(null), lightFor('called'), lightFor('serving')]).toEqual(['off', 'green-blink', 'green']);
});
