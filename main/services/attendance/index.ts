// Attendance (ADR-0037): one sheet is one meeting, or one session of a school. Whoever sees somebody (a camera, a card reader,
// a terminal, a teacher) says so here, as often as it likes; the sheet changes at most once by it.
import { isDeepStrictEqual } from 'node:util';
import type {
  AbsenceReason,
  AttendanceStatus,
  Attendee,
  CorrectedStatus,
  CorrectionReason,
  SeenBy,
  SheetDetails,
  SheetPlan,
} from '../../../contract/attendance.ts';
import type { BusinessDay, DeviceId, PersonId, SheetId, StaffId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { type CalendarEntry, plannedOn } from './calendar.ts';
import { type AttendanceReads, type AttendanceRow, createAttendanceReads, type Leave, type Sheet } from './reads.ts';
import { type Arrival, isLeaving, judgeArrival, judgeMoment, judgeSeats, judgeTimes, statusOf } from './rules.ts';

export type { CalendarEntry } from './calendar.ts';
export { createAttendanceProjection } from './projection.ts';
export type { AttendanceRow, Sheet } from './reads.ts';
export { mayReportAlone, quorumOf, statusOf } from './rules.ts';
export { clockCorrectionMs } from './terminal-clock.ts';

export interface AttendanceDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly workingDay: (tx: Transaction) => BusinessDay;
  /** 22 characters base64url from 128 random bits. */
  readonly randomToken: () => string;
  /** The sessions of the school; empty for a site that is none. */
  readonly calendar: readonly CalendarEntry[];
  /** Who is in these groups now. */
  readonly membersOf: (groups: readonly string[]) => readonly PersonId[];
}

export interface Seen extends SeenBy {
  readonly sheetId: SheetId;
  readonly personId: PersonId;
  readonly seenAtMs: number;
}

export interface CheckedIn {
  /** What it was for the sheet; `known`: it was marked before, and nothing changed. */
  readonly arrival: Arrival;
  readonly status: AttendanceStatus;
  readonly arrivedAtMs: number;
  readonly seat: string;
}

type Done = Promise<Result<Record<never, never>, Refusal>>;
interface OfPerson {
  readonly sheetId: SheetId;
  readonly personId: PersonId;
}

/** Who is expected: people by name, and everybody who is in a group now, as members without a seat. */
export interface Invited {
  readonly attendees: readonly Attendee[];
  readonly groups: readonly string[];
}

export interface Attendance
  extends Pick<
    AttendanceReads,
    'sheet' | 'sheetsOf' | 'sheetsAt' | 'unreported' | 'row' | 'rows' | 'ofPerson' | 'leavesOf'
  > {
  /** Refusals: attendance-times, attendance-seat, attendance-nobody, sheet-passed for a meeting that is over. */
  plan(by: StaffId, meeting: SheetDetails & Invited): Promise<Result<{ readonly sheetId: SheetId }, Refusal>>;
  /**
   * Other times, another title or place; `was` is what the one who changes it saw. Refusals: unknown-sheet, sheet-cancelled,
   * attendance-times, sheet-moved when somebody else changed it meanwhile.
   */
  change(by: StaffId, sheetId: SheetId, change: { readonly was: SheetDetails; readonly to: SheetDetails }): Done;
  /**
   * Adds people, or gives them another role or seat; who comes by a group and is on it already stays as they are.
   * Refusals: unknown-sheet, sheet-cancelled, attendance-seat.
   */
  expect(by: StaffId, sheetId: SheetId, invited: Invited): Done;
  /** Takes people off who have not been seen; those who came stay. Refusals: unknown-sheet, sheet-cancelled. */
  release(by: StaffId, sheetId: SheetId, personIds: readonly PersonId[]): Done;
  /** A school session too, when school is off that day. Refusal: unknown-sheet. */
  cancel(by: StaffId, sheetId: SheetId): Done;
  /** Opens the sheets of the calendar's sessions of the business day; those that are open stay as they are. */
  openCalendar(): Promise<readonly SheetId[]>;
  /**
   * Somebody came. Any number of sightings of one person mark once; an earlier one that is handed in late puts the time right.
   * Refusals: unknown-sheet, sheet-cancelled, not-on-sheet, attendance-early, attendance-over.
   */
  arrive(seen: Seen): Promise<Result<CheckedIn, Refusal>>;
  /** Somebody left. Nothing changes for who is not inside. Refusals: those of `arrive`. */
  leave(seen: Seen): Promise<Result<{ readonly status: AttendanceStatus }, Refusal>>;
  /**
   * "That is not me", pressed where it was marked: only the device that marked may take it back, and only shortly after.
   * Refusals: unknown-sheet, not-on-sheet, not-marked-here.
   */
  withdraw(by: OfPerson & { readonly deviceId: DeviceId | null }): Done;
  /**
   * The clock of a terminal turned out to be wrong: its own mark gets the right time, or goes where that lies outside of the
   * sheet. Nothing changes where another device marked, or the person left meanwhile. Refusals: as `withdraw`.
   */
  retime(mark: OfPerson & { readonly deviceId: DeviceId; readonly fromMs: number; readonly toMs: number }): Done;
  /** Refusals: unknown-sheet, sheet-cancelled, not-on-sheet. */
  announceAbsence(by: StaffId, absence: OfPerson & { readonly reason: AbsenceReason }): Done;
  recallAbsence(by: StaffId, person: OfPerson): Done;
  /** For days ahead too: on sheets that are open already and on those that open later they are excused, unless they came. */
  announceLeave(by: StaffId, leave: Omit<Leave, 'by'>): Done;
  /** The leave that covers the day ends before it; what is excused on sheets stays. */
  recallLeave(by: StaffId, of: { readonly personId: PersonId; readonly day: string }): Done;
  /** By hand, above everything seen; null gives back what was seen. Refusals: unknown-sheet, not-on-sheet. */
  correct(
    by: StaffId,
    correction: OfPerson & { readonly status: CorrectedStatus | null; readonly reason: CorrectionReason },
  ): Done;
  /**
   * Marks the absences of a sheet as reported; resolves to those absent now, or null when it was done before. `by`: null for
   * the clock. `also` runs in the same transaction.
   */
  report(
    sheetId: SheetId,
    by: StaffId | null,
    also: (tx: Transaction, personIds: readonly PersonId[]) => void,
  ): Promise<readonly PersonId[] | null>;
}

/** So long after the press a mark is taken back by the screen that made it. */
const withdrawnWithinMs = 60_000;
/** People of one event at most: a row of the journal stays small. */
const portion = 500;

const unknownSheet = (sheetId: SheetId): Refusal => ({
  code: 'unknown-sheet',
  message: `There is no attendance sheet ${sheetId}.`,
});
const notOnSheet = ({ sheetId, personId }: OfPerson): Refusal => ({
  code: 'not-on-sheet',
  message: `Person ${personId} is not expected on sheet ${sheetId}: add them to it first.`,
});

export const createAttendance = (deps: AttendanceDeps): Attendance => {
  const { ledger, workingDay } = deps;
  const reads = createAttendanceReads(deps.db);

  const openSheet = (sheetId: SheetId): Result<Sheet, Refusal> => {
    const sheet = reads.sheet(sheetId);
    if (sheet === null) return refuse(unknownSheet(sheetId));
    return sheet.isCancelled
      ? refuse({ code: 'sheet-cancelled', message: `"${sheet.title}" on ${sheet.day} was cancelled.` })
      : ok(sheet);
  };

  /** Runs with the person's row inside the transaction. */
  const onRow = <T>(
    of: OfPerson,
    act: (tx: Transaction, sheet: Sheet, row: AttendanceRow) => Result<T, Refusal>,
  ): Promise<Result<T, Refusal>> =>
    ledger.submit((tx) => {
      const sheet = openSheet(of.sheetId);
      if (!sheet.ok) return sheet;
      const row = reads.row(of.sheetId, of.personId);
      return row === null ? refuse(notOnSheet(of)) : act(tx, sheet.value, row);
    });

  const statusNow = (tx: Transaction, sheet: Sheet, personId: PersonId): AttendanceStatus => {
    const row = reads.row(sheet.sheetId, personId);
    if (row === null) throw new Error(`Person ${personId} vanished from sheet ${sheet.sheetId} inside a transaction`);
    return statusOf(row, sheet.times, tx.nowMs);
  };

  const expectNow = (
    tx: Transaction,
    sheetId: SheetId,
    { attendees, by }: { readonly attendees: readonly Attendee[]; readonly by: StaffId | null },
  ): void => {
    const day = workingDay(tx);
    for (let from = 0; from < attendees.length; from += portion)
      tx.append(day, { type: 'sheet-expects', sheetId, attendees: attendees.slice(from, from + portion), by });
  };

  /** The people by name, then those of the groups who are not on the sheet by then. */
  const allOf = ({ attendees, groups }: Invited, onSheet: readonly AttendanceRow[]): readonly Attendee[] => {
    const named = new Map(attendees.map((attendee) => [attendee.personId, attendee]));
    const known = new Set(onSheet.map(({ personId }) => personId));
    const members = groups.length === 0 ? [] : deps.membersOf(groups);
    for (const personId of members)
      if (!named.has(personId) && !known.has(personId)) named.set(personId, { personId, role: 'member', seat: '' });
    return [...named.values()];
  };

  const openNow = (tx: Transaction, plan: SheetPlan, by: StaffId | null): void =>
    void tx.append(workingDay(tx), { type: 'sheet-opened', ...plan, by });

  return {
    ...reads,
    plan: (by, { attendees, groups, ...plan }) =>
      ledger.submit((tx) => {
        const invited = allOf({ attendees, groups }, []);
        const judged = [judgeTimes(plan.times), judgeSeats(invited)].find(({ ok: isGood }) => !isGood);
        if (judged?.ok === false) return judged;
        if (invited.length === 0)
          return refuse({ code: 'attendance-nobody', message: 'Nobody is invited: choose a group or people.' });
        if (plan.times.endsAtMs <= tx.nowMs)
          return refuse({
            code: 'sheet-passed',
            message: `The meeting would have ended at ${new Date(plan.times.endsAtMs).toISOString()}; it is ${new Date(tx.nowMs).toISOString()}. Give it a time to come.`,
          });
        const sheetId = deps.randomToken() as SheetId;
        openNow(tx, { ...plan, sheetId, kind: 'meeting', calendarId: null }, by);
        expectNow(tx, sheetId, { attendees: invited, by });
        return ok({ sheetId });
      }),
    change: (by, sheetId, { was, to }) =>
      ledger.submit((tx) => {
        const sheet = openSheet(sheetId);
        if (!sheet.ok) return sheet;
        const times = judgeTimes(to.times);
        if (!times.ok) return times;
        const { title, place, agenda, times: stored, quorum } = sheet.value;
        if (!isDeepStrictEqual({ title, place, agenda, times: stored, quorum }, was))
          return refuse({
            code: 'sheet-moved',
            message: `"${title}" was changed by somebody else meanwhile: look at it again.`,
          });
        if (!isDeepStrictEqual(was, to)) tx.append(workingDay(tx), { type: 'sheet-changed', sheetId, ...to, by });
        return ok({});
      }),
    expect: (by, sheetId, invited) =>
      ledger.submit((tx) => {
        const sheet = openSheet(sheetId);
        if (!sheet.ok) return sheet;
        const onSheet = reads.rows(sheetId);
        const attendees = allOf(invited, onSheet);
        const changed = new Set(attendees.map(({ personId }) => personId));
        const seats = judgeSeats([...attendees, ...onSheet.filter(({ personId }) => !changed.has(personId))]);
        if (!seats.ok) return seats;
        expectNow(tx, sheetId, { attendees, by });
        return ok({});
      }),
    release: (by, sheetId, personIds) =>
      ledger.submit((tx) => {
        const sheet = openSheet(sheetId);
        if (!sheet.ok) return sheet;
        const unseen = personIds.filter((personId) => {
          const row = reads.row(sheetId, personId);
          return row !== null && row.arrivedAtMs === null && row.corrected === null;
        });
        if (unseen.length > 0) tx.append(workingDay(tx), { type: 'sheet-releases', sheetId, personIds: unseen, by });
        return ok({});
      }),
    cancel: (by, sheetId) =>
      ledger.submit((tx) => {
        const sheet = reads.sheet(sheetId);
        if (sheet === null) return refuse(unknownSheet(sheetId));
        if (!sheet.isCancelled) tx.append(workingDay(tx), { type: 'sheet-cancelled', sheetId, by });
        return ok({});
      }),
    openCalendar: () =>
      ledger.submit((tx) => {
        const day = workingDay(tx);
        return plannedOn(deps.calendar, day)
          .filter(({ calendarId }) => reads.ofCalendar(calendarId, day) === null)
          .map(({ groups, ...plan }) => {
            const sheetId = deps.randomToken() as SheetId;
            openNow(tx, { ...plan, sheetId, kind: 'school', agenda: [], quorum: 'none' }, null);
            const members = [...new Set(deps.membersOf(groups))];
            const attendees = members.map((personId) => ({ personId, role: 'member' as const, seat: '' }));
            expectNow(tx, sheetId, { attendees, by: null });
            const onLeave = reads.leavesOn(day).filter(({ personId }) => members.includes(personId));
            for (const { personId, reason, by } of onLeave)
              tx.append(day, { type: 'absence-announced', sheetId, personId, reason, by });
            return sheetId;
          });
      }),
    arrive: ({ sheetId, personId, ...seen }) =>
      onRow({ sheetId, personId }, (tx, sheet, row) => {
        const moment = judgeMoment(sheet.times, seen.seenAtMs);
        if (!moment.ok) return moment;
        const arrival = judgeArrival(row, seen.seenAtMs);
        if (arrival !== 'known') tx.append(workingDay(tx), { type: 'person-arrived', sheetId, personId, ...seen });
        const arrivedAtMs = Math.min(row.arrivedAtMs ?? seen.seenAtMs, seen.seenAtMs);
        return ok({ arrival, status: statusNow(tx, sheet, personId), arrivedAtMs, seat: row.seat });
      }),
    leave: ({ sheetId, personId, ...seen }) =>
      onRow({ sheetId, personId }, (tx, sheet, row) => {
        const moment = judgeMoment(sheet.times, seen.seenAtMs);
        if (!moment.ok) return moment;
        if (isLeaving(row, seen.seenAtMs))
          tx.append(workingDay(tx), { type: 'person-left', sheetId, personId, ...seen });
        return ok({ status: statusNow(tx, sheet, personId) });
      }),
    withdraw: ({ deviceId, ...of }) =>
      onRow(of, (tx, _sheet, row) => {
        const agoMs = tx.nowMs - (row.lastInAtMs ?? 0);
        if (row.arrivedAtMs === null || row.arrivedDevice !== deviceId || agoMs > withdrawnWithinMs)
          return refuse({
            code: 'not-marked-here',
            message: `Only the device that marked somebody takes it back, within ${withdrawnWithinMs / 1000} s; it was ${row.arrivedDevice} ${Math.round(agoMs / 1000)} s ago. Correct the sheet by hand.`,
          });
        tx.append(workingDay(tx), { type: 'arrival-withdrawn', ...of, deviceId });
        return ok({});
      }),
    retime: ({ deviceId, fromMs, toMs, ...of }) =>
      onRow(of, (tx, sheet, row) => {
        if (row.arrivedDevice !== deviceId || row.arrivedAtMs !== fromMs || row.leftAtMs !== null) return ok({});
        const day = workingDay(tx);
        tx.append(day, { type: 'arrival-withdrawn', ...of, deviceId });
        if (!judgeMoment(sheet.times, toMs).ok) return ok({});
        const seen = { seenAtMs: toMs, method: 'terminal', deviceId, staffId: null } as const;
        tx.append(day, { type: 'person-arrived', ...of, ...seen });
        return ok({});
      }),
    announceAbsence: (by, { reason, ...of }) =>
      onRow(of, (tx) => {
        tx.append(workingDay(tx), { type: 'absence-announced', ...of, reason, by });
        return ok({});
      }),
    recallAbsence: (by, of) =>
      onRow(of, (tx, _sheet, row) => {
        if (row.absence !== null) tx.append(workingDay(tx), { type: 'absence-recalled', ...of, by });
        return ok({});
      }),
    announceLeave: (by, { personId, from, to, reason }) =>
      ledger.submit((tx) => {
        const day = workingDay(tx);
        tx.append(day, { type: 'leave-announced', personId, from, to, reason, by });
        for (const { sheetId, kind, isCancelled } of reads.sheetsOf({ from, to })) {
          const row = kind === 'school' && !isCancelled ? reads.row(sheetId, personId) : null;
          if (row !== null && row.arrivedAtMs === null && row.absence === null)
            tx.append(day, { type: 'absence-announced', sheetId, personId, reason, by });
        }
        return ok({});
      }),
    recallLeave: (by, { personId, day }) =>
      ledger.submit((tx) => {
        if (reads.leavesOn(day).some((leave) => leave.personId === personId))
          tx.append(workingDay(tx), { type: 'leave-recalled', personId, day, by });
        return ok({});
      }),
    correct: (by, { status, reason, ...of }) =>
      onRow(of, (tx, _sheet, row) => {
        if (row.corrected !== status)
          tx.append(workingDay(tx), { type: 'attendance-corrected', ...of, status, reason, by });
        return ok({});
      }),
    report: (sheetId, by, also) =>
      ledger.submit((tx) => {
        const sheet = reads.sheet(sheetId);
        if (sheet === null || sheet.isCancelled || sheet.reportedAtMs !== null) return null;
        const personIds = reads
          .rows(sheetId)
          .filter((row) => statusOf(row, sheet.times, tx.nowMs) === 'absent')
          .map(({ personId }) => personId);
        tx.append(workingDay(tx), { type: 'absence-reported', sheetId, personIds, by });
        also(tx, personIds);
        return personIds;
      }),
  };
};
