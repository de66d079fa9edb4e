// What guardians are told, when it is still true, and how long it is tried. Without I/O.
import type { AttendanceStatus } from '../../../contract/attendance.ts';
import type { GuardianNoticeKind } from '../../../contract/guardian-notice.ts';

/**
 * What is to be told of one person after the absences of the sheet were reported. An absence itself is told with the report
 * and never here. `told`: what was queued for them before.
 */
export const furtherNotices = (
  status: AttendanceStatus,
  told: ReadonlySet<GuardianNoticeKind>,
  wanted: ReadonlySet<GuardianNoticeKind>,
): readonly GuardianNoticeKind[] => {
  const isThere = status === 'present' || status === 'late' || status === 'left-early';
  const kinds: readonly (readonly [GuardianNoticeKind, boolean])[] = [
    ['arrived', isThere && told.has('absent')],
    // Whoever was told to be absent came: that says it.
    ['late', status === 'late' && !told.has('absent')],
    ['left-early', status === 'left-early'],
  ];
  return kinds.flatMap(([kind, isDue]) => (isDue && wanted.has(kind) && !told.has(kind) ? [kind] : []));
};

/** A notice that waited for its receiver may have become false meanwhile. */
export const isStillTrue = (kind: GuardianNoticeKind, status: AttendanceStatus): boolean => {
  switch (kind) {
    case 'absent':
      return status === 'absent';
    case 'late':
      return status === 'late';
    case 'left-early':
      return status === 'left-early';
    case 'arrived':
      return status === 'present' || status === 'late' || status === 'left-early';
  }
};

const firstPauseMs = 30_000;
const longestPauseMs = 3_600_000;
/** The next morning nobody wants to hear of it. */
export const triedForMs = 24 * 3_600_000;

/** Milliseconds until the next try after so many: 30 s, 2 min, 8 min, 32 min, then an hour. */
export const pauseAfter = (tries: number): number =>
  Math.min(longestPauseMs, firstPauseMs * 4 ** Math.min(10, tries - 1));
