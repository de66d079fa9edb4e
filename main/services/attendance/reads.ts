// What the tables say of sheets.
import type {
  AbsenceReason,
  AttendeeRole,
  CheckInMethod,
  CorrectedStatus,
  CorrectionReason,
  QuorumRule,
  SheetKind,
  SheetTimes,
} from '../../../contract/attendance.ts';
import type { BusinessDay, DeviceId, PersonId, SheetId, StaffId } from '../../../contract/ids.ts';
import { siteOffsetMs } from '../../../contract/time-zone.ts';
import type { Db } from '../../store/open-db.ts';

export interface Sheet {
  readonly sheetId: SheetId;
  readonly day: BusinessDay;
  readonly kind: SheetKind;
  readonly title: string;
  readonly place: string;
  readonly agenda: readonly string[];
  readonly times: SheetTimes;
  readonly quorum: QuorumRule;
  readonly calendarId: string | null;
  readonly isCancelled: boolean;
  /** When its absences were reported; null until then. */
  readonly reportedAtMs: number | null;
}

export interface AttendanceRow {
  readonly personId: PersonId;
  readonly role: AttendeeRole;
  readonly seat: string;
  readonly arrivedAtMs: number | null;
  readonly arrivedBy: CheckInMethod | null;
  readonly arrivedDevice: DeviceId | null;
  readonly lastInAtMs: number | null;
  readonly leftAtMs: number | null;
  readonly absence: AbsenceReason | null;
  readonly corrected: CorrectedStatus | null;
  readonly correctedBecause: CorrectionReason | null;
  readonly correctedBy: StaffId | null;
}

/** One sheet of somebody, for them to read. */
export interface PersonAttendance {
  readonly sheet: Sheet;
  readonly row: AttendanceRow;
}

/** An absence announced for days ahead, both included. */
export interface Leave {
  readonly personId: PersonId;
  readonly from: string;
  readonly to: string;
  readonly reason: AbsenceReason;
  readonly by: StaffId;
}

export interface AttendanceReads {
  sheet(sheetId: SheetId): Sheet | null;
  /** Those that begin on these calendar days, both included, by time; cancelled ones too. */
  sheetsOf(days: { readonly from: string; readonly to: string }): readonly Sheet[];
  /** Sheets where somebody who was seen at that moment checks in. */
  sheetsAt(atMs: number): readonly Sheet[];
  /** The sheet of an entry of the calendar on that day. */
  ofCalendar(calendarId: string, day: BusinessDay): Sheet | null;
  /** Whose absences are still to be reported: late since `lateBeforeMs`, not over for longer than a day. */
  unreported(lateBeforeMs: number): readonly Sheet[];
  rows(sheetId: SheetId): readonly AttendanceRow[];
  row(sheetId: SheetId, personId: PersonId): AttendanceRow | null;
  /** Leaves that cover the day. */
  leavesOn(day: string): readonly Leave[];
  leavesOf(personId: PersonId): readonly Leave[];
  /** Every sheet that somebody stands on, the oldest first. */
  ofPerson(personId: PersonId): readonly PersonAttendance[];
}

type SheetColumns = Omit<Sheet, 'agenda' | 'times' | 'isCancelled'> &
  SheetTimes & { agenda: string; isCancelled: 0 | 1 };

const sheetColumns = `id AS sheetId, day, kind, title, place, agenda, opens_at_ms AS opensAtMs, starts_at_ms AS startsAtMs,
  late_after_ms AS lateAfterMs, ends_at_ms AS endsAtMs, quorum, calendar_id AS calendarId, is_cancelled AS isCancelled,
  reported_at_ms AS reportedAtMs`;
const rowColumns = `person_id AS personId, role, seat, arrived_at_ms AS arrivedAtMs, arrived_by AS arrivedBy,
  arrived_device AS arrivedDevice, last_in_at_ms AS lastInAtMs, left_at_ms AS leftAtMs, absence, corrected,
  corrected_because AS correctedBecause, corrected_by AS correctedBy`;
const dayMs = 24 * 3_600_000;

const sheetOf = ({
  agenda,
  opensAtMs,
  startsAtMs,
  lateAfterMs,
  endsAtMs,
  isCancelled,
  ...sheet
}: SheetColumns): Sheet => ({
  ...sheet,
  agenda: JSON.parse(agenda) as string[],
  times: { opensAtMs, startsAtMs, lateAfterMs, endsAtMs },
  isCancelled: isCancelled === 1,
});

export const createAttendanceReads = (db: Db): AttendanceReads => {
  const one = db.prepare<[string], SheetColumns>(`SELECT ${sheetColumns} FROM sheet WHERE id = ?`);
  const between = db.prepare<[number, number, number], SheetColumns>(
    `SELECT ${sheetColumns} FROM sheet WHERE ends_at_ms >= ? AND starts_at_ms >= ? AND starts_at_ms < ?
     ORDER BY starts_at_ms, title, id`,
  );
  const at = db.prepare<[number, number], SheetColumns>(
    `SELECT ${sheetColumns} FROM sheet WHERE ends_at_ms >= ? AND opens_at_ms <= ? AND is_cancelled = 0
     ORDER BY starts_at_ms, title, id`,
  );
  const ofCalendar = db.prepare<[string, string], SheetColumns>(
    `SELECT ${sheetColumns} FROM sheet WHERE calendar_id = ? AND day = ?`,
  );
  const unreported = db.prepare<[number, number], SheetColumns>(
    `SELECT ${sheetColumns} FROM sheet WHERE ends_at_ms > ? AND late_after_ms < ? AND is_cancelled = 0
       AND reported_at_ms IS NULL AND kind = 'school' ORDER BY starts_at_ms, id`,
  );
  const rows = db.prepare<[string], AttendanceRow>(`SELECT ${rowColumns} FROM attendance WHERE sheet_id = ?`);
  const row = db.prepare<[string, string], AttendanceRow>(
    `SELECT ${rowColumns} FROM attendance WHERE sheet_id = ? AND person_id = ?`,
  );
  const leaveColumns = 'person_id AS personId, from_day AS "from", to_day AS "to", reason, by_staff AS "by"';
  const leavesOn = db.prepare<{ readonly day: string }, Leave>(
    `SELECT ${leaveColumns} FROM person_leave WHERE from_day <= :day AND to_day >= :day ORDER BY person_id, from_day`,
  );
  const leavesOf = db.prepare<[string], Leave>(
    `SELECT ${leaveColumns} FROM person_leave WHERE person_id = ? ORDER BY from_day`,
  );
  const sheetsOfPerson = db.prepare<[string], SheetColumns>(
    `SELECT ${sheetColumns} FROM sheet WHERE id IN (SELECT sheet_id FROM attendance WHERE person_id = ?)
     ORDER BY starts_at_ms, id`,
  );
  const found = (columns: SheetColumns | undefined): Sheet | null => (columns === undefined ? null : sheetOf(columns));
  return {
    sheet: (sheetId) => found(one.get(sheetId)),
    sheetsOf: ({ from, to }) => {
      const fromMs = Date.parse(from) - siteOffsetMs;
      return between.all(fromMs, fromMs, Date.parse(to) - siteOffsetMs + dayMs).map(sheetOf);
    },
    sheetsAt: (atMs) => at.all(atMs, atMs).map(sheetOf),
    ofCalendar: (calendarId, day) => found(ofCalendar.get(calendarId, day)),
    unreported: (lateBeforeMs) => unreported.all(lateBeforeMs - dayMs, lateBeforeMs).map(sheetOf),
    rows: (sheetId) => rows.all(sheetId),
    row: (sheetId, personId) => row.get(sheetId, personId) ?? null,
    leavesOn: (day) => leavesOn.all({ day }),
    leavesOf: (personId) => leavesOf.all(personId),
    ofPerson: (personId) =>
      sheetsOfPerson.all(personId).flatMap((columns) => {
        const known = row.get(columns.sheetId, personId);
        return known === undefined ? [] : [{ sheet: sheetOf(columns), row: known }];
      }),
  };
};
