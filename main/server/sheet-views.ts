// Attendance sheets as staff see them: with names and states of this moment, and no more than is theirs.
import type { AttendanceStatus } from '../../contract/attendance.ts';
import type { PersonId, SheetId, StaffId } from '../../contract/ids.ts';
import type { Person } from '../../contract/people.ts';
import type { ReportState, SheetCounts, SheetPage, SheetRow, SheetSummary, SheetsDay } from '../../contract/sheet.ts';
import {
  type Attendance,
  type AttendanceRow,
  mayReportAlone,
  quorumOf,
  type Sheet,
  statusOf,
} from '../services/attendance/index.ts';
import type { GuardianNotices, Notice } from '../services/guardian-notices/index.ts';
import type { Member } from '../services/staff/index.ts';

export interface SheetViewsDeps {
  readonly attendance: Pick<Attendance, 'sheet' | 'sheetsOf' | 'rows'>;
  /** Null: guardians are told nothing here. */
  readonly notices: Pick<GuardianNotices, 'of'> | null;
  readonly person: (id: PersonId) => Person | null;
  readonly staffName: (id: StaffId) => string | null;
  /** Groups of a teacher, by login. */
  readonly groupsOf: (login: string) => readonly string[];
  readonly now: () => number;
  readonly reportAfterMs: number;
  /** Above this share of absent people the clock reports nothing by itself, 0 to 1. */
  readonly askAboveShare: number;
}

/** What somebody may see and do. */
export interface SheetScope {
  readonly mayPlan: boolean;
  /** Null: everybody. */
  readonly groups: ReadonlySet<string> | null;
}

const vietnamese = new Intl.Collator('vi', { numeric: true });

const noCounts: SheetCounts = { expected: 0, present: 0, late: 0, 'left-early': 0, excused: 0, absent: 0 };

const countsOf = (statuses: readonly AttendanceStatus[]): SheetCounts => {
  const counts: Record<AttendanceStatus, number> = { ...noCounts };
  for (const status of statuses) counts[status] += 1;
  return counts;
};

/** Vietnamese names are sorted by the last word, the given name. */
const givenName = (name: string): string => name.split(' ').at(-1) ?? name;
const byPlace = (one: SheetRow, other: SheetRow): number =>
  Number(one.seat === '') - Number(other.seat === '') ||
  vietnamese.compare(one.seat, other.seat) ||
  vietnamese.compare(one.group, other.group) ||
  vietnamese.compare(givenName(one.name ?? ''), givenName(other.name ?? '')) ||
  vietnamese.compare(one.name ?? '', other.name ?? '') ||
  vietnamese.compare(one.code, other.code);

const noticeCounts = (rows: readonly SheetRow[]): NonNullable<SheetPage['notices']> => {
  const states = rows.flatMap(({ notices }) => notices.map(({ state }) => state));
  const count = (...of: readonly (typeof states)[number][]): number => states.filter((one) => of.includes(one)).length;
  return { told: count('sent', 'told'), waiting: count('waiting'), toPhone: count('refused', 'gave-up', 'no-contact') };
};

export const createSheetViews = (deps: SheetViewsDeps) => {
  const { attendance, notices, person, staffName, groupsOf, now, reportAfterMs, askAboveShare } = deps;

  const isIn = ({ groups }: SheetScope, personId: PersonId): boolean =>
    groups === null || groups.has(person(personId)?.group ?? '');

  /** A teacher has no business with meetings, nor with a session of other classes. */
  const rowsIn = (scope: SheetScope, { sheetId, kind }: Sheet): readonly AttendanceRow[] =>
    scope.groups !== null && kind === 'meeting'
      ? []
      : attendance.rows(sheetId).filter(({ personId }) => isIn(scope, personId));

  const reportOf = ({ kind, reportedAtMs, times, isCancelled, sheetId }: Sheet, nowMs: number): ReportState => {
    if (kind === 'meeting' || isCancelled) return { at: 'none' };
    if (reportedAtMs !== null) return { at: 'done', atMs: reportedAtMs };
    const dueMs = times.lateAfterMs + reportAfterMs;
    // Of the whole sheet, whoever looks.
    const statuses = attendance.rows(sheetId).map((row) => statusOf(row, times, nowMs));
    if (statuses.length === 0) return { at: 'none' };
    return nowMs < dueMs || mayReportAlone(statuses, askAboveShare) ? { at: 'ahead', atMs: dueMs } : { at: 'held' };
  };

  const summaryOf = (sheet: Sheet, rows: readonly AttendanceRow[]): SheetSummary => {
    const { sheetId, kind, title, place, times, isCancelled } = sheet;
    const nowMs = now();
    const marks = rows.map((row) => ({ role: row.role, status: statusOf(row, times, nowMs) }));
    return {
      ...{ sheetId, kind, title, place, times, isCancelled },
      counts: countsOf(marks.map(({ status }) => status)),
      quorum: quorumOf(sheet.quorum, marks),
      report: reportOf(sheet, nowMs),
    };
  };

  const rowOf = ({ times }: Sheet, row: AttendanceRow, told: readonly Notice[]): SheetRow => {
    const { personId, role, seat, arrivedAtMs, arrivedBy, leftAtMs, absence, corrected, correctedBecause } = row;
    const who = person(personId);
    return {
      ...{ personId, role, seat, arrivedAtMs, arrivedBy, leftAtMs, absence, corrected, correctedBecause },
      name: who?.name ?? null,
      code: who?.code ?? '',
      group: who?.group ?? '',
      status: statusOf(row, times, now()),
      correctedBy: row.correctedBy === null ? null : staffName(row.correctedBy),
      notices: told.map(({ kind, state, why, tries, changedAtMs }) => ({ kind, state, why, tries, atMs: changedAtMs })),
    };
  };

  const pageOf = (scope: SheetScope, sheet: Sheet): SheetPage | null => {
    const rows = rowsIn(scope, sheet);
    if (scope.groups !== null && rows.length === 0) return null;
    const told = Map.groupBy(notices?.of(sheet.sheetId) ?? [], ({ personId }) => personId);
    const shown = rows.map((row) => rowOf(sheet, row, told.get(row.personId) ?? []));
    return {
      ...summaryOf(sheet, rows),
      notices: notices === null ? null : noticeCounts(shown),
      agenda: sheet.agenda,
      quorumRule: sheet.quorum,
      rows: shown.toSorted(byPlace),
      nowMs: now(),
      mayPlan: scope.mayPlan,
    };
  };

  return {
    scopeOf: ({ login, roles }: Pick<Member, 'login' | 'roles'>): SheetScope =>
      roles.includes('manager') || roles.includes('admin')
        ? { mayPlan: true, groups: null }
        : { mayPlan: false, groups: new Set(groupsOf(login)) },
    isIn,
    /** Whether anything of the sheet is in the scope. */
    isShown: (scope: SheetScope, sheet: Sheet): boolean => scope.groups === null || rowsIn(scope, sheet).length > 0,
    day: (scope: SheetScope, day: string): SheetsDay => ({
      day,
      mayPlan: scope.mayPlan,
      isWithoutGroups: scope.groups?.size === 0,
      sheets: attendance.sheetsOf({ from: day, to: day }).flatMap((sheet) => {
        const rows = rowsIn(scope, sheet);
        return scope.groups === null || rows.length > 0 ? [summaryOf(sheet, rows)] : [];
      }),
    }),
    page: (scope: SheetScope, sheetId: SheetId): SheetPage | null => {
      const sheet = attendance.sheet(sheetId);
      return sheet === null ? null : pageOf(scope, sheet);
    },
    /** One after the other, those of these days that have begun and were not cancelled. */
    begun: function* (scope: SheetScope, days: { readonly from: string; readonly to: string }): Generator<SheetPage> {
      for (const sheet of attendance.sheetsOf(days)) {
        if (sheet.isCancelled || sheet.times.startsAtMs > now()) continue;
        const page = pageOf(scope, sheet);
        if (page !== null) yield page;
      }
    },
  };
};
export type SheetViews = ReturnType<typeof createSheetViews>;
