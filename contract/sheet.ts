// Attendance sheets as staff see them. No zod here: the screen loads this file.
import type {
  AbsenceReason,
  AttendanceStatus,
  AttendeeRole,
  CheckInMethod,
  CorrectedStatus,
  CorrectionReason,
  QuorumRule,
  SheetKind,
  SheetTimes,
} from './attendance.ts';
import type { GuardianNoticeView } from './guardian-notice.ts';
import type { PersonId, SheetId } from './ids.ts';

export type SheetCounts = Readonly<Record<AttendanceStatus, number>>;

/** Null where the meeting has none. Everybody but guests counts. */
export interface QuorumState {
  readonly members: number;
  readonly present: number;
  readonly needed: number;
  readonly isReached: boolean;
}

/**
 * What became of telling the absences. `none`: nobody is told of a meeting, or nobody is on the sheet; `ahead`: at `atMs`; `held`: too many are absent
 * for the clock to tell it, somebody has to look; `done`: at `atMs`.
 */
export type ReportState =
  | { readonly at: 'none' }
  | { readonly at: 'ahead' | 'done'; readonly atMs: number }
  | { readonly at: 'held' };

/** One line of the list of sheets. */
export interface SheetSummary {
  readonly sheetId: SheetId;
  readonly kind: SheetKind;
  readonly title: string;
  readonly place: string;
  readonly times: SheetTimes;
  readonly isCancelled: boolean;
  readonly counts: SheetCounts;
  readonly quorum: QuorumState | null;
  readonly report: ReportState;
}

export interface SheetRow {
  readonly personId: PersonId;
  /** Null: erased on request; the sheet keeps the mark. */
  readonly name: string | null;
  readonly code: string;
  readonly group: string;
  readonly role: AttendeeRole;
  readonly seat: string;
  readonly status: AttendanceStatus;
  readonly arrivedAtMs: number | null;
  readonly arrivedBy: CheckInMethod | null;
  readonly leftAtMs: number | null;
  readonly absence: AbsenceReason | null;
  readonly corrected: CorrectedStatus | null;
  readonly correctedBecause: CorrectionReason | null;
  /** Name of the member of staff; null: nobody corrected it, or they are gone. */
  readonly correctedBy: string | null;
  /** What their guardians were told, or are about to be. */
  readonly notices: readonly GuardianNoticeView[];
}

export interface SheetPage extends SheetSummary {
  readonly agenda: readonly string[];
  readonly quorumRule: QuorumRule;
  /** By seat, then group and name. */
  readonly rows: readonly SheetRow[];
  /** By the host's clock. */
  readonly nowMs: number;
  /** Null: guardians are told nothing at this site. `toPhone`: nobody was reached, somebody has to telephone. */
  readonly notices: { readonly told: number; readonly waiting: number; readonly toPhone: number } | null;
  /** Whether this person may change the meeting itself. */
  readonly mayPlan: boolean;
}

export interface SheetsDay {
  /** yyyy-mm-dd */
  readonly day: string;
  readonly sheets: readonly SheetSummary[];
  readonly mayPlan: boolean;
  /** Whether nobody gave this person a group yet: nothing can be shown. */
  readonly isWithoutGroups: boolean;
}

/** Whom a meeting may be planned with. */
export interface Invitable {
  readonly people: readonly {
    readonly personId: PersonId;
    readonly name: string;
    readonly code: string;
    readonly group: string;
  }[];
  readonly groups: readonly { readonly name: string; readonly count: number }[];
}

/** What the live topic tells: which sheets look different now, and nothing of what is on them. */
export interface SheetsLive {
  /** Another one at each start of the host. */
  readonly since: string;
  /** Counts sheets that were added, changed or cancelled. */
  readonly list: number;
  /** Something else whenever the sheet looks different; sheets of other days only once they changed. */
  readonly versions: Readonly<Record<SheetId, string>>;
}
