// What a sheet says of people, and what a sighting changes of it. Without I/O.
import type {
  AbsenceReason,
  AttendanceStatus,
  Attendee,
  AttendeeRole,
  CorrectedStatus,
  QuorumRule,
  SheetTimes,
} from '../../../contract/attendance.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';

/** What is known of one person on one sheet. */
export interface Known {
  readonly arrivedAtMs: number | null;
  /** The newest sighting on the way in. */
  readonly lastInAtMs: number | null;
  readonly leftAtMs: number | null;
  readonly absence: AbsenceReason | null;
  readonly corrected: CorrectedStatus | null;
}

/** Whoever leaves less than this before the end stayed to the end. */
const goodbyeMs = 5 * 60_000;

/** What the sheet says at the moment. A correction by hand is above everything, what was seen above what was announced. */
export const statusOf = (known: Known, times: SheetTimes, nowMs: number): AttendanceStatus => {
  if (known.corrected !== null) return known.corrected;
  if (known.arrivedAtMs === null) {
    if (known.absence !== null) return 'excused';
    return nowMs <= times.lateAfterMs ? 'expected' : 'absent';
  }
  if (known.leftAtMs !== null && known.leftAtMs < times.endsAtMs - goodbyeMs) return 'left-early';
  return known.arrivedAtMs <= times.lateAfterMs ? 'present' : 'late';
};

const isThere = (status: AttendanceStatus): boolean => status === 'present' || status === 'late';

/** Whether a sighting counts for the sheet at all. Refusals: attendance-early, attendance-over. */
export const judgeMoment = (times: SheetTimes, seenAtMs: number): Result<Record<never, never>, Refusal> => {
  if (seenAtMs < times.opensAtMs)
    return refuse({
      code: 'attendance-early',
      message: `Check-in opens at ${new Date(times.opensAtMs).toISOString()}; it was ${new Date(seenAtMs).toISOString()}.`,
      params: { minutes: Math.ceil((times.opensAtMs - seenAtMs) / 60_000) },
    });
  if (seenAtMs > times.endsAtMs)
    return refuse({
      code: 'attendance-over',
      message: `The session ended at ${new Date(times.endsAtMs).toISOString()}; it was ${new Date(seenAtMs).toISOString()}. Correct the sheet by hand.`,
    });
  return ok({});
};

/**
 * What one more sighting on the way in changes. `first`; `earlier`: a source handed in late what it had seen before the
 * others; `returned`: after they had left; `known`: nothing, however often somebody walks past.
 */
export type Arrival = 'first' | 'earlier' | 'returned' | 'known';

export const judgeArrival = ({ arrivedAtMs, leftAtMs }: Known, seenAtMs: number): Arrival => {
  if (arrivedAtMs === null) return 'first';
  if (seenAtMs < arrivedAtMs) return 'earlier';
  return leftAtMs !== null && seenAtMs > leftAtMs ? 'returned' : 'known';
};

/** Whether a sighting on the way out says something new: only of somebody who is inside, and only once. */
export const isLeaving = ({ arrivedAtMs, lastInAtMs, leftAtMs }: Known, seenAtMs: number): boolean =>
  arrivedAtMs !== null && leftAtMs === null && seenAtMs > Math.max(arrivedAtMs, lastInAtMs ?? arrivedAtMs);

export interface Quorum {
  /** Who counts: everybody but guests. */
  readonly members: number;
  readonly present: number;
  /** So many must be there. */
  readonly needed: number;
  readonly isReached: boolean;
}

const neededOf: Readonly<Record<Exclude<QuorumRule, 'none'>, (members: number) => number>> = {
  'more-than-half': (members) => Math.floor(members / 2) + 1,
  'two-thirds': (members) => Math.ceil((members * 2) / 3),
  'three-quarters': (members) => Math.ceil((members * 3) / 4),
};

/** Null where the meeting has no quorum. Nobody invited is never enough. */
export const quorumOf = (
  rule: QuorumRule,
  attendees: readonly { readonly role: AttendeeRole; readonly status: AttendanceStatus }[],
): Quorum | null => {
  if (rule === 'none') return null;
  const members = attendees.filter(({ role }) => role !== 'guest');
  const present = members.filter(({ status }) => isThere(status)).length;
  const needed = Math.max(1, neededOf[rule](members.length));
  return { members: members.length, present, needed, isReached: present >= needed };
};

/** Times that make no sense are refused before anything is stored. Refusal: attendance-times. */
export const judgeTimes = (times: SheetTimes): Result<SheetTimes, Refusal> => {
  const { opensAtMs, startsAtMs, lateAfterMs, endsAtMs } = times;
  const inOrder = opensAtMs <= startsAtMs && startsAtMs <= lateAfterMs && lateAfterMs < endsAtMs;
  return inOrder && endsAtMs - opensAtMs <= 24 * 3_600_000
    ? ok(times)
    : refuse({
        code: 'attendance-times',
        message: `Check-in opens at ${opensAtMs}, begin ${startsAtMs}, late after ${lateAfterMs}, end ${endsAtMs}: each must not be before the one before, and a session lasts 24 hours at most.`,
      });
};

/** A chair for two is refused before anything is stored; no seat is no chair. Refusal: attendance-seat. */
export const judgeSeats = (attendees: readonly Pick<Attendee, 'seat'>[]): Result<Record<never, never>, Refusal> => {
  const taken = new Set<string>();
  for (const { seat } of attendees) {
    const name = seat.trim().toLocaleUpperCase('vi');
    if (name !== '' && taken.has(name))
      return refuse({
        code: 'attendance-seat',
        message: `Seat "${seat}" is given to two people: give one of them another seat, or none.`,
        params: { seat },
      });
    taken.add(name);
  }
  return ok({});
};

/**
 * Whether absences may be told without anybody looking: not where nobody was seen, nor where more than `share` of those
 * who could have come are absent. A camera that was down, a power cut or a forgotten holiday must not frighten every family.
 */
export const mayReportAlone = (statuses: readonly AttendanceStatus[], share: number): boolean => {
  const awaited = statuses.filter((status) => status !== 'excused');
  const absent = awaited.filter((status) => status === 'absent').length;
  return absent === 0 || (absent < awaited.length && absent <= share * awaited.length);
};
