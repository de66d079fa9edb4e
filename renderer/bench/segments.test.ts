import { expect, test } from 'vitest';
import { outlines, placesOf, segmentsOf } from './segments.ts';

const draw = (character: string) => [...segmentsOf(character)].sort().join('');

test('every digit looks different from every other', () => {
  expect(new Set([...'0123456789'].map(draw)).size).toBe(10);
});

test('every letter of a ticket series lights something, and a blank lights nothing', () => {
  for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') expect(draw(letter)).not.toBe('');
  expect([draw(' '), draw('?')]).toEqual(['', '']);
});

test('small letters read like capital ones', () => {
  expect(draw('a')).toBe(draw('A'));
});

test('a short number stands to the right, and a long one is not cut', () => {
  expect([placesOf('7', 4), placesOf('A0123', 4)]).toEqual([
    [' ', ' ', ' ', '7'],
    ['A', '0', '1', '2', '3'],
  ]);
});

test('each segment is drawn once', () => {
  expect(new Set(outlines.map(([name]) => name)).size).toBe(14);
});
