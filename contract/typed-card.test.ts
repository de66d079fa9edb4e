import { expect, it } from 'vitest';
import { readTypedCard } from './typed-card.ts';

it.each([
  ['0003887558', { kind: 'card', technology: 'keyboard', number: '0003887558' }],
  ['%QCARD 0017?;0017?', { kind: 'card', technology: 'magstripe', number: '0017' }],
  [';9704000000000017?', { kind: 'card', technology: 'magstripe', number: '9704000000000017' }],
  ['%E?;0017?+E?', { kind: 'refused', reason: 'unreadable' }],
  ['%B4111111111111111^DOE/JOHN^2512101123400001?;4111111111111111=25121011000012300000?', { reason: 'bank-card' }],
  [';5555555555554444=2512?', { reason: 'bank-card' }],
  ['4111111111111111=2512', { reason: 'bank-card' }],
  ['%B4111111111111111^DOE', { reason: 'bank-card' }],
  ['???', { reason: 'unreadable' }],
])('typed %s', (typed, reading) => {
  expect(readTypedCard(typed)).toMatchObject(reading);
});
