import { describe, expect, it } from 'vitest';
import type { ServiceId } from '../../../contract/ids.ts';
import {
  type BookingRules,
  capacityOf,
  datesInReach,
  isInReach,
  judgeCheckIn,
  slotsOn,
  stateOfDay,
  weekdayOf,
} from './rules.ts';

const land = 'dat-dai' as ServiceId;
const usual = { mon: 2, tue: 2, wed: 2, thu: 2, fri: 1, sat: 0, sun: 0 };
const workday = [
  { fromMinutes: 7 * 60 + 30, toMinutes: 11 * 60 + 30 },
  { fromMinutes: 13 * 60 + 30, toMinutes: 17 * 60 },
];
const rules: BookingRules = {
  utcOffsetMinutes: 420,
  hours: {
    mon: workday,
    tue: workday,
    wed: workday,
    thu: workday,
    fri: workday,
    sat: [{ fromMinutes: 450, toMinutes: 690 }],
  },
  holidays: [{ from: '2027-02-05', to: '2027-02-11', name: { vi: 'Tết Nguyên đán', en: 'Lunar New Year' } }],
  services: new Map([[land, { slotMinutes: 30, perSlot: usual, whileYouWait: new Set(['thu']) }]]),
  leadMs: 3_600_000,
  horizonDays: 14,
  perPersonPerDay: 1,
  checkInBeforeMs: 15 * 60_000,
  checkInAfterMs: 15 * 60_000,
};
const at = (text: string) => Date.parse(`${text}+07:00`);
const free = { taken: () => 0 };

describe('slots', () => {
  it('lie in the hours of the day and not in the noon break', () => {
    const slots = slotsOn('2026-11-26', land, rules);
    expect(slots).toHaveLength(8 + 7);
    expect(slots[0]).toBe(at('2026-11-26T07:30:00'));
    expect(slots).not.toContain(at('2026-11-26T11:30:00'));
    expect(slots.at(-1)).toBe(at('2026-11-26T16:30:00'));
  });

  it('are none on a Saturday without capacity, on a Sunday, at Tết, or of another service', () => {
    expect(slotsOn('2026-11-28', land, rules)).toEqual([]);
    expect(slotsOn('2026-11-29', land, rules)).toEqual([]);
    expect(slotsOn('2027-02-08', land, rules)).toEqual([]);
    expect(slotsOn('2026-11-26', 'ho-tich' as ServiceId, rules)).toEqual([]);
  });

  it('hold as many as the weekday says, and nothing at a time that is no slot', () => {
    expect(capacityOf(at('2026-11-26T08:00:00'), land, rules)).toBe(2);
    expect(capacityOf(at('2026-11-27T08:00:00'), land, rules)).toBe(1);
    expect(capacityOf(at('2026-11-26T08:10:00'), land, rules)).toBe(0);
  });

  it('are given until an hour before, and not beyond two weeks', () => {
    const nowMs = at('2026-11-26T08:00:00');
    expect(isInReach(at('2026-11-26T09:00:00'), nowMs, rules)).toBe(true);
    expect(isInReach(at('2026-11-26T08:30:00'), nowMs, rules)).toBe(false);
    expect(isInReach(at('2026-12-10T16:30:00'), nowMs, rules)).toBe(true);
    expect(isInReach(at('2026-12-11T07:30:00'), nowMs, rules)).toBe(false);
  });
});

describe('a day', () => {
  it('is told by why it cannot be had', () => {
    const state = (date: string, nowText: string, taken: () => number = free.taken) =>
      stateOfDay(date, land, { nowMs: at(nowText), taken }, rules);
    expect(state('2026-11-26', '2026-11-26T08:00:00')).toBe('open');
    expect(state('2026-11-26', '2026-11-26T16:00:00')).toBe('too-soon');
    expect(state('2026-11-29', '2026-11-26T08:00:00')).toBe('closed');
    expect(state('2027-02-08', '2027-02-01T08:00:00')).toBe('holiday');
    expect(state('2026-11-26', '2026-11-26T08:00:00', () => 2)).toBe('full');
  });

  it('is the site’s own, also while Greenwich has yesterday', () => {
    expect(datesInReach(at('2026-11-26T00:30:00'), rules)[0]).toBe('2026-11-26');
    expect(weekdayOf('2026-11-26')).toBe('thu');
  });
});

it.each([
  ['2026-11-26T08:44:59', 'too-early'],
  ['2026-11-26T08:45:00', 'on-time'],
  ['2026-11-26T09:15:00', 'on-time'],
  ['2026-11-26T09:15:01', 'late'],
])('who has nine o’clock and comes at %s is %s', (text, verdict) => {
  expect(judgeCheckIn(at('2026-11-26T09:00:00'), at(text), rules)).toBe(verdict);
});
