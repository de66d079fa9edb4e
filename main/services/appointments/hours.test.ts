import { expect, it } from 'vitest';
import { openingAt, workdayFrom } from './hours.ts';

const rules = {
  hours: {
    thu: [
      { fromMinutes: 450, toMinutes: 690 },
      { fromMinutes: 810, toMinutes: 1020 },
    ],
    mon: [{ fromMinutes: 450, toMinutes: 690 }],
  },
  holidays: [{ from: '2026-11-30', to: '2026-11-30', name: { vi: 'Nghỉ', en: 'Off' } }],
  utcOffsetMinutes: 420,
};
const at = (text: string) => Date.parse(`${text}+07:00`);

it.each([
  ['in the morning', '2026-11-26T08:00', true, '2026-11-26T17:00', null],
  ['at lunch', '2026-11-26T12:00', false, '2026-11-26T17:00', '2026-11-26T13:30'],
  ['before it opens', '2026-11-26T07:29', false, '2026-11-26T17:00', '2026-11-26T07:30'],
  ['in the evening before a holiday', '2026-11-26T17:00', false, null, '2026-12-03T07:30'],
])('%s', (_, now, isOpen, closes, opens) => {
  expect(openingAt(at(now), rules)).toEqual({
    isOpen,
    closesAtMs: closes === null ? null : at(closes),
    opensAtMs: opens === null ? null : at(opens),
  });
});

it('a remark of Friday is to be answered within three workdays: the weekend and the holiday of Monday do not count', () => {
  const rules = {
    utcOffsetMinutes: 420,
    hours: Object.fromEntries(
      ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [{ fromMinutes: 450, toMinutes: 690 }]]),
    ),
    holidays: [{ from: '2026-11-30', to: '2026-11-30', name: { vi: 'Nghỉ', en: 'Holiday' } }],
  };
  expect(workdayFrom('2026-11-27', 3, rules)).toBe('2026-12-03');
  expect(workdayFrom('2026-12-03', -3, rules)).toBe('2026-11-27');
  expect(workdayFrom('2026-12-05', 0, rules)).toBe('2026-12-05');
  expect(workdayFrom('2026-11-27', 10, { ...rules, hours: {} })).toBe('2026-12-07');
});
