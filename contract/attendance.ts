// Attendance: who is expected where, who came. One sheet is one meeting, or one session of a school: a morning of some classes.
import { z } from 'zod';
import { DeviceId, PersonId, SheetId, StaffId } from './ids.ts';

/** `meeting` has invitees, seats and a quorum; `school` comes from the calendar. */
export const SheetKind = z.enum(['meeting', 'school']);
export type SheetKind = z.infer<typeof SheetKind>;

/** How somebody was known. `code`: QR code; `terminal`: a terminal on the wall, whatever it looks at. */
export const CheckInMethod = z.enum(['face', 'card', 'code', 'terminal', 'staff']);
export type CheckInMethod = z.infer<typeof CheckInMethod>;

/**
 * `expected`: may still come in time. `absent`: has not come; somebody who comes later is late. `excused`: was announced
 * as absent. `left-early`: came, and left before the end.
 */
export const AttendanceStatus = z.enum(['expected', 'present', 'late', 'left-early', 'excused', 'absent']);
export type AttendanceStatus = z.infer<typeof AttendanceStatus>;

/** What staff may set by hand. */
export const CorrectedStatus = z.enum(['present', 'late', 'left-early', 'excused', 'absent']);
export type CorrectedStatus = z.infer<typeof CorrectedStatus>;

/** Why somebody is absent. Kept coarse on purpose: the reason of an illness is nobody's business here. */
export const AbsenceReason = z.enum(['illness', 'family', 'duty', 'other']);
export type AbsenceReason = z.infer<typeof AbsenceReason>;

/** Why a sheet was corrected by hand. */
export const CorrectionReason = z.enum(['seen-by-staff', 'wrong-person', 'device-failed', 'announced-late', 'mistake']);
export type CorrectionReason = z.infer<typeof CorrectionReason>;

/** `guest` is listed but does not count for the quorum. */
export const AttendeeRole = z.enum(['chair', 'secretary', 'member', 'guest']);
export type AttendeeRole = z.infer<typeof AttendeeRole>;

/** Which share of those who count must be there. */
export const QuorumRule = z.enum(['none', 'more-than-half', 'two-thirds', 'three-quarters']);
export type QuorumRule = z.infer<typeof QuorumRule>;

const moment = z.int().nonnegative();

/** When people may check in, and from when on they are late. Milliseconds since 1970. */
export const SheetTimes = z.object({
  opensAtMs: moment,
  startsAtMs: moment,
  /** Whoever comes after this is late. */
  lateAfterMs: moment,
  /** Nobody checks in after this; whoever left before it left early. */
  endsAtMs: moment,
});
export type SheetTimes = z.infer<typeof SheetTimes>;

export const Attendee = z.object({
  personId: PersonId,
  role: AttendeeRole,
  /** As written on the chair; empty for none. */
  seat: z.string().max(20),
});
export type Attendee = z.infer<typeof Attendee>;

/** What may be changed later. */
export const SheetDetails = z.object({
  title: z.string(),
  place: z.string(),
  agenda: z.array(z.string()),
  times: SheetTimes,
  quorum: QuorumRule,
});
export type SheetDetails = z.infer<typeof SheetDetails>;

/** What a sheet is made with. */
export const SheetPlan = z.object({
  sheetId: SheetId,
  kind: SheetKind,
  ...SheetDetails.shape,
  /** The entry of the school calendar that it came from; null for a meeting. */
  calendarId: z.string().nullable(),
});
export type SheetPlan = z.infer<typeof SheetPlan>;

/** Who or what said so: a device, or somebody of the staff. */
export const SeenBy = z.object({ method: CheckInMethod, deviceId: DeviceId.nullable(), staffId: StaffId.nullable() });
export type SeenBy = z.infer<typeof SeenBy>;
