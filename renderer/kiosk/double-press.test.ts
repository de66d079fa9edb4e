import { expect, test } from 'vitest';
import { isEcho } from './double-press.ts';

const press = (atMs: number, xPx = 500, yPx = 1800) => ({ atMs, xPx, yPx });

test('a trembling hand presses twice: the second press goes nowhere', () => {
  expect([isEcho(null, press(0)), isEcho(press(0), press(220, 506, 1805)), isEcho(press(0), press(650))]).toEqual([
    false,
    true,
    true,
  ]);
});

test('a calm second press, or one elsewhere, counts', () => {
  expect([isEcho(press(0), press(700)), isEcho(press(0), press(220, 900, 300))]).toEqual([false, false]);
});
