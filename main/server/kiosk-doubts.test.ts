import { expect, it } from 'vitest';
import { doubtOf } from './kiosk-doubts.ts';

const minute = 60_000;
it.each([
  ['a short line in the morning', 3, { low: 5, high: 20 }, 240, null],
  ['thirty wait', 30, null, 240, 'long'],
  ['the range ends after closing time', 12, { low: 40, high: 75 }, 60, 'closing'],
  ['nobody waits, a quarter of an hour before closing', 0, null, 14, 'closing'],
  ['the hours do not count', 0, null, null, null],
] as const)('%s', (_, waiting, wait, closesInMinutes, doubt) => {
  const closesAtMs = closesInMinutes === null ? null : closesInMinutes * minute;
  expect(doubtOf({ waiting, wait }, { nowMs: 0, closesAtMs, askAhead: 30 })).toBe(doubt);
});
