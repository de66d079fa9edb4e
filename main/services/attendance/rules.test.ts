import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AttendanceStatus, AttendeeRole, QuorumRule } from '../../../contract/attendance.ts';
import type { BusinessDay } from '../../../contract/ids.ts';
import { refusalOf } from '../../../test/support/site.ts';
import { plannedOn } from './calendar.ts';
import {
  isLeaving,
  judgeArrival,
  judgeMoment,
  judgeSeats,
  judgeTimes,
  type Known,
  mayReportAlone,
  quorumOf,
  statusOf,
} from './rules.ts';
import { clockCorrectionMs } from './terminal-clock.ts';

const minute = 60_000;
const bell = Date.parse('2026-11-23T07:00:00+07:00');
const times = {
  opensAtMs: bell - 30 * minute,
  startsAtMs: bell,
  lateAfterMs: bell + 10 * minute,
  endsAtMs: bell + 240 * minute,
};
const unseen: Known = { arrivedAtMs: null, lastInAtMs: null, leftAtMs: null, absence: null, corrected: null };
const came = (atMs: number): Known => ({ ...unseen, arrivedAtMs: atMs, lastInAtMs: atMs });

it.each<[string, Known, number, AttendanceStatus]>([
  ['before the bell nobody is absent', unseen, -minute, 'expected'],
  ['in the last minute of grace', unseen, 10 * minute, 'expected'],
  ['a minute later', unseen, 11 * minute, 'absent'],
  ['ill, and announced', { ...unseen, absence: 'illness' }, 11 * minute, 'excused'],
  ['announced as ill, and yet here', { ...came(bell), absence: 'illness' }, 11 * minute, 'present'],
  ['on the last second', came(bell + 10 * minute), 20 * minute, 'present'],
  ['a second too late', came(bell + 10 * minute + 1), 20 * minute, 'late'],
  ['fetched at ten', { ...came(bell), leftAtMs: bell + 180 * minute }, 200 * minute, 'left-early'],
  ['out of the door with everybody else', { ...came(bell), leftAtMs: bell + 236 * minute }, 240 * minute, 'present'],
  ['late, and fetched at ten', { ...came(bell + 20 * minute), leftAtMs: bell + 180 * minute }, 0, 'left-early'],
  ['the teacher knows better', { ...came(bell), corrected: 'absent' }, 20 * minute, 'absent'],
])('%s', (_name, known, afterBellMs, status) => {
  expect(statusOf(known, times, bell + afterBellMs)).toBe(status);
});

it('the gate sees a pupil before it opens, and after school: neither counts', () => {
  expect(refusalOf(judgeMoment(times, times.opensAtMs - 1))).toBe('attendance-early');
  expect(refusalOf(judgeMoment(times, times.endsAtMs + 1))).toBe('attendance-over');
  expect(judgeMoment(times, times.opensAtMs).ok && judgeMoment(times, times.endsAtMs).ok).toBe(true);
});

it('a pupil runs past four cameras forty times: one mark, with the time of the earliest sighting', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 40 }), (minutes) => {
      let known: Known = unseen;
      let first = 0;
      for (const after of minutes) {
        const atMs = bell + after * minute;
        const arrival = judgeArrival(known, atMs);
        if (arrival === 'first') first += 1;
        if (arrival !== 'known') known = came(Math.min(known.arrivedAtMs ?? atMs, atMs));
      }
      expect(first).toBe(1);
      expect(known.arrivedAtMs).toBe(bell + Math.min(...minutes) * minute);
    }),
  );
});

it('out and in again: the second arrival gives the place back, a late one from before the exit does not', () => {
  const out: Known = { ...came(bell), leftAtMs: bell + 60 * minute };
  expect(judgeArrival(out, bell + 90 * minute)).toBe('returned');
  expect(judgeArrival(out, bell + 30 * minute)).toBe('known');
  expect(isLeaving(came(bell), bell + 60 * minute)).toBe(true);
  expect(isLeaving(out, bell + 61 * minute)).toBe(false);
  expect(isLeaving(unseen, bell)).toBe(false);
  const back: Known = { ...came(bell), lastInAtMs: bell + 90 * minute };
  expect(isLeaving(back, bell + 60 * minute)).toBe(false);
});

it.each<[QuorumRule, number, number, boolean]>([
  ['more-than-half', 10, 5, false],
  ['more-than-half', 10, 6, true],
  ['more-than-half', 11, 6, true],
  ['two-thirds', 10, 6, false],
  ['two-thirds', 10, 7, true],
  ['two-thirds', 9, 6, true],
  ['three-quarters', 12, 8, false],
  ['three-quarters', 12, 9, true],
  ['more-than-half', 0, 0, false],
])('%s of %i members, %i are there', (rule, members, present, isReached) => {
  const people = Array.from({ length: members }, (_, at) => ({
    role: (at === 0 ? 'chair' : 'member') as AttendeeRole,
    status: (at < present ? (at % 2 === 0 ? 'present' : 'late') : 'absent') as AttendanceStatus,
  }));
  const guests = [{ role: 'guest' as const, status: 'present' as const }];
  expect(quorumOf(rule, [...people, ...guests])).toMatchObject({ members, present, isReached });
});

it('a meeting that ends before it begins, or lasts a week, is refused', () => {
  expect(refusalOf(judgeTimes({ ...times, endsAtMs: times.startsAtMs - 1 }))).toBe('attendance-times');
  expect(refusalOf(judgeTimes({ ...times, opensAtMs: times.startsAtMs + 1 }))).toBe('attendance-times');
  expect(refusalOf(judgeTimes({ ...times, endsAtMs: times.startsAtMs + 7 * 24 * 60 * minute }))).toBe(
    'attendance-times',
  );
  expect(judgeTimes(times).ok).toBe(true);
});

const seenEvery = (count: number, everyMs: number, late: (at: number) => number) =>
  Array.from({ length: count }, (_, at) => ({
    seenAtMs: bell + at * everyMs,
    receivedAtMs: bell + at * everyMs + late(at),
  }));

it('terminals on the wall: fast, slow, right, and cut off for a morning', () => {
  expect(clockCorrectionMs([])).toBe(0);
  expect(clockCorrectionMs(seenEvery(10, 30_000, () => 800))).toBe(0);
  // Seven minutes ahead: nobody comes from the future, so one sighting is enough.
  expect(clockCorrectionMs(seenEvery(1, 0, () => -7 * minute + 900))).toBe(-7 * minute + 900);
  // Seven minutes behind, told by many that are all equally late.
  expect(clockCorrectionMs(seenEvery(10, 30_000, (at) => 7 * minute + (at % 3) * 400))).toBe(7 * minute);
  // Two in seven minutes are no proof.
  expect(clockCorrectionMs(seenEvery(2, 30_000, () => 7 * minute))).toBe(0);
  // Cut off: all of a rush of 400 pupils come in at nine.
  const backlog = seenEvery(400, 1500, (at) => 120 * minute - at * 1500);
  expect(clockCorrectionMs(backlog)).toBe(0);
});

it('the calendar: mornings of the term, not on Sunday, not in the holidays, not after the term', () => {
  const calendar = [
    {
      id: 'sang',
      title: 'Buổi sáng',
      place: '',
      groups: ['6A'],
      weekdays: new Set([1, 2, 3, 4, 5, 6]),
      terms: [{ from: '2026-09-05', to: '2027-01-15' }],
      holidays: [{ from: '2026-11-20', to: '2026-11-20' }],
      opensMinute: 390,
      startsMinute: 420,
      lateAfterMinute: 430,
      endsMinute: 660,
    },
  ];
  const on = (day: string) => plannedOn(calendar, day as BusinessDay);
  expect(on('2026-11-23')).toEqual([
    { calendarId: 'sang', title: 'Buổi sáng', place: '', groups: ['6A'], times: { ...times } },
  ]);
  expect([on('2026-11-22'), on('2026-11-20'), on('2027-01-16')]).toEqual([[], [], []]);
});

it('one chair for two people is told, in any spelling; people without a chair are never in each other’s way', () => {
  const seats = (...names: string[]) => judgeSeats(names.map((seat) => ({ seat })));
  expect(seats('A1', 'a2', '', ' ', '').ok).toBe(true);
  expect(refusalOf(seats('Ghế đ1', 'A2', ' ghế Đ1'))).toBe('attendance-seat');
});

it('a camera was down, or it is a holiday that nobody entered: no family is frightened by the clock', () => {
  const of = (absent: number, present: number, excused: number): AttendanceStatus[] => [
    ...Array<AttendanceStatus>(absent).fill('absent'),
    ...Array<AttendanceStatus>(present).fill('present'),
    ...Array<AttendanceStatus>(excused).fill('excused'),
  ];
  expect([of(0, 30, 0), of(2, 28, 0), of(15, 15, 0), of(0, 0, 30)].map((all) => mayReportAlone(all, 0.5))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect([of(16, 14, 0), of(30, 0, 0), of(1, 0, 29), of(3, 2, 25)].map((all) => mayReportAlone(all, 0.5))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(mayReportAlone(of(30, 0, 0), 1)).toBe(false);
});
