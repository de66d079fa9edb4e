// The journal's events of attendance. People stand in them by an id that says nothing of them; names, notes and faces never do.
import { z } from 'zod';
import { CalendarDate } from './appointment.ts';
import {
  AbsenceReason,
  Attendee,
  CorrectedStatus,
  CorrectionReason,
  SeenBy,
  SheetDetails,
  SheetPlan,
} from './attendance.ts';
import { GuardianNoticeKind, GuardianNoticeOutcome } from './guardian-notice.ts';
import { DeviceId, PersonId, SheetId, StaffId } from './ids.ts';

const onSheet = { sheetId: SheetId, personId: PersonId };
const seen = { ...onSheet, seenAtMs: z.int().nonnegative(), ...SeenBy.shape };

export const attendanceEvents = [
  z.object({ type: z.literal('sheet-opened'), ...SheetPlan.shape, by: StaffId.nullable() }),
  /** Adds people, or gives those who are on it another role or seat. `by`: null for the calendar. */
  z.object({
    type: z.literal('sheet-expects'),
    sheetId: SheetId,
    attendees: z.array(Attendee),
    by: StaffId.nullable().optional(),
  }),
  z.object({
    type: z.literal('sheet-releases'),
    sheetId: SheetId,
    personIds: z.array(PersonId),
    by: StaffId.nullable().optional(),
  }),
  /** Another title, place or time; who has come stays marked. */
  z.object({ type: z.literal('sheet-changed'), sheetId: SheetId, ...SheetDetails.shape, by: StaffId }),
  /** The meeting does not take place; what was marked stays in the journal. */
  z.object({ type: z.literal('sheet-cancelled'), sheetId: SheetId, by: StaffId }),
  /** The first of a person; again when an earlier sighting is handed in late, and after they had left. */
  z.object({ type: z.literal('person-arrived'), ...seen }),
  z.object({ type: z.literal('person-left'), ...seen }),
  /** Somebody said "that is not me" where it was marked a moment ago. */
  z.object({ type: z.literal('arrival-withdrawn'), ...onSheet, deviceId: DeviceId.nullable() }),
  z.object({ type: z.literal('absence-announced'), ...onSheet, reason: AbsenceReason, by: StaffId }),
  z.object({ type: z.literal('absence-recalled'), ...onSheet, by: StaffId }),
  /** `status` null: what was seen counts again. */
  z.object({
    type: z.literal('attendance-corrected'),
    ...onSheet,
    status: CorrectedStatus.nullable(),
    reason: CorrectionReason,
    by: StaffId,
  }),
  /** Who was absent was told to those who wanted to know; once for each sheet. `by`: null for the clock. */
  z.object({
    type: z.literal('absence-reported'),
    sheetId: SheetId,
    personIds: z.array(PersonId),
    by: StaffId.nullable().optional(),
  }),
  /** Announced for days ahead, both included: on the sheets of these days they are excused as soon as those open. */
  z.object({
    type: z.literal('leave-announced'),
    personId: PersonId,
    from: CalendarDate,
    to: CalendarDate,
    reason: AbsenceReason,
    by: StaffId,
  }),
  /** The leave that covers this day ends before it. */
  z.object({ type: z.literal('leave-recalled'), personId: PersonId, day: CalendarDate, by: StaffId }),
  /** To be told to guardians; each once for a sheet, a person and a kind. Words and contacts never stand here. */
  z.object({
    type: z.literal('guardian-notices-queued'),
    sheetId: SheetId,
    kind: GuardianNoticeKind,
    personIds: z.array(PersonId),
  }),
  z.object({
    type: z.literal('guardian-notice-settled'),
    ...onSheet,
    kind: GuardianNoticeKind,
    outcome: GuardianNoticeOutcome,
    /** What the receiver answered, in short. */
    why: z.string(),
  }),
  /** By telephone, by a member of the staff. */
  z.object({ type: z.literal('guardian-notice-told'), ...onSheet, kind: GuardianNoticeKind, by: StaffId }),
  z.object({ type: z.literal('guardian-notice-requeued'), ...onSheet, kind: GuardianNoticeKind, by: StaffId }),
] as const;
