import { expect, it } from 'vitest';
import type { Attendee } from '../../../contract/attendance.ts';
import type { DeviceId, PersonId, SheetId, StaffId } from '../../../contract/ids.ts';
import {
  accepted,
  createProjections,
  morningMs,
  openTestSite,
  refusalOf,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { verifyDatabase } from '../../store/verify.ts';

const minute = 60_000;
const head = 'staff-head' as StaffId;
const gate = 'cam-cong' as DeviceId;
const person = (n: number): PersonId => String(n).padStart(22, 'p') as PersonId;
const attendee = (n: number): Attendee => ({ personId: person(n), role: n === 1 ? 'chair' : 'member', seat: `A${n}` });
const times = {
  opensAtMs: morningMs - 30 * minute,
  startsAtMs: morningMs,
  lateAfterMs: morningMs + 5 * minute,
  endsAtMs: morningMs + 120 * minute,
};
const meeting = {
  title: 'Họp giao ban tuần',
  place: 'Hội trường tầng 2',
  agenda: ['Kết quả tuần qua', 'Việc tuần này'],
  times,
  quorum: 'more-than-half' as const,
};

const inMeeting = async (story: (site: TestSite, sheetId: SheetId) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const attendees = [1, 2, 3].map(attendee);
  const { sheetId } = accepted(await site.attendance.plan(head, { ...meeting, attendees, groups: [] }));
  await story(site, sheetId);
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
};

const byFace = (sheetId: SheetId, n: number, seenAtMs: number) => ({
  sheetId,
  personId: person(n),
  seenAtMs,
  method: 'face' as const,
  deviceId: gate,
  staffId: null,
});
const eventsOf = (site: TestSite, type: string): number =>
  site.db.prepare<[string], number>('SELECT count(*) FROM journal WHERE type = ?').pluck().get(type) ?? 0;

it('four cameras see the same person at once: one mark, and everybody is told the same time', () =>
  inMeeting(async (site, sheetId) => {
    const answers = await Promise.all(
      [3000, 1000, 2000, 4000].map((ms) => site.attendance.arrive(byFace(sheetId, 1, morningMs - 10 * minute + ms))),
    );
    expect(answers.map((answer) => accepted(answer).status)).toEqual(['present', 'present', 'present', 'present']);
    expect(answers.map((answer) => accepted(answer).arrival)).toEqual(['first', 'earlier', 'known', 'known']);
    const row = site.attendance.rows(sheetId).find(({ personId }) => personId === person(1));
    expect(row).toMatchObject({ arrivedAtMs: morningMs - 10 * minute + 1000, arrivedBy: 'face', seat: 'A1' });
  }));

it('somebody who was not invited is not marked, nor anybody before check-in opens or after the end', () =>
  inMeeting(async (site, sheetId) => {
    expect(refusalOf(await site.attendance.arrive(byFace(sheetId, 9, morningMs)))).toBe('not-on-sheet');
    expect(refusalOf(await site.attendance.arrive(byFace(sheetId, 1, times.opensAtMs - 1)))).toBe('attendance-early');
    expect(refusalOf(await site.attendance.arrive(byFace(sheetId, 1, times.endsAtMs + 1)))).toBe('attendance-over');
    expect(refusalOf(await site.attendance.arrive(byFace('x'.repeat(22) as SheetId, 1, morningMs)))).toBe(
      'unknown-sheet',
    );
    expect(eventsOf(site, 'person-arrived')).toBe(0);
  }));

it('"that is not me": the screen that marked takes it back; another screen, or an hour later, cannot', () =>
  inMeeting(async (site, sheetId) => {
    const of = { sheetId, personId: person(2) };
    accepted(await site.attendance.arrive(byFace(sheetId, 2, site.clock.nowMs)));
    expect(refusalOf(await site.attendance.withdraw({ ...of, deviceId: 'cam-sau' as DeviceId }))).toBe(
      'not-marked-here',
    );
    accepted(await site.attendance.withdraw({ ...of, deviceId: gate }));
    expect(site.attendance.rows(sheetId)[1]?.arrivedAtMs).toBeNull();
    accepted(await site.attendance.arrive(byFace(sheetId, 2, site.clock.nowMs)));
    site.clock.nowMs += 61_000;
    expect(refusalOf(await site.attendance.withdraw({ ...of, deviceId: gate }))).toBe('not-marked-here');
  }));

it('the head corrects by hand, with a reason, and takes the correction back: what was seen counts again', () =>
  inMeeting(async (site, sheetId) => {
    const of = { sheetId, personId: person(3) };
    accepted(await site.attendance.arrive(byFace(sheetId, 3, morningMs - minute)));
    accepted(await site.attendance.correct(head, { ...of, status: 'absent', reason: 'wrong-person' }));
    expect(site.attendance.rows(sheetId)[2]).toMatchObject({ corrected: 'absent', correctedBy: head });
    accepted(await site.attendance.correct(head, { ...of, status: null, reason: 'mistake' }));
    expect(site.attendance.rows(sheetId)[2]).toMatchObject({ corrected: null, arrivedAtMs: morningMs - minute });
  }));

it('an invitation is taken back from who has come already: they stay on the sheet', () =>
  inMeeting(async (site, sheetId) => {
    accepted(await site.attendance.arrive(byFace(sheetId, 1, morningMs)));
    accepted(await site.attendance.release(head, sheetId, [person(1), person(2)]));
    expect(site.attendance.rows(sheetId).map(({ personId }) => personId)).toEqual([person(1), person(3)]);
  }));

it('a cancelled meeting marks nobody', () =>
  inMeeting(async (site, sheetId) => {
    accepted(await site.attendance.cancel(head, sheetId));
    expect(refusalOf(await site.attendance.arrive(byFace(sheetId, 1, morningMs)))).toBe('sheet-cancelled');
    expect(site.attendance.sheetsAt(morningMs)).toEqual([]);
  }));

it('the power fails in the middle of a meeting: the sheet is as it was', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const { sheetId } = accepted(
    await site.attendance.plan(head, { ...meeting, attendees: [1, 2, 3].map(attendee), groups: [] }),
  );
  accepted(await site.attendance.arrive(byFace(sheetId, 1, morningMs)));
  accepted(await site.attendance.leave(byFace(sheetId, 1, morningMs + 30 * minute)));
  accepted(await site.attendance.announceAbsence(head, { sheetId, personId: person(2), reason: 'duty' }));
  await using again = await site.reopen();
  expect(again.attendance.rows(sheetId).map(({ leftAtMs, absence }) => [leftAtMs, absence])).toEqual([
    [morningMs + 30 * minute, null],
    [null, 'duty'],
    [null, null],
  ]);
  expect(verifyDatabase(again.db, createProjections).problems).toEqual([]);
});
