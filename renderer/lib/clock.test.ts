import { expect, test } from 'vitest';
import { span, timeOfDay, wholeMinutes } from './clock.ts';

const at = Date.UTC(2026, 10, 22, 17, 5);

test("the screen's own time zone is wrong: the hall's time is shown", () => {
  expect(timeOfDay(at)).toBe('00:05');
});

test('a service of over an hour shows hours', () => {
  expect([span(0), span(65_000), span(3_725_000)]).toEqual(['0:00', '1:05', '1:02:05']);
});

test('a clock set back never shows a negative span', () => {
  expect([span(-5_000), wholeMinutes(-90_000)]).toEqual(['0:00', 0]);
});
