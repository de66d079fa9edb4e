// Commands and questions about attendance sheets, a part of the table in rpc.ts.
import { z } from 'zod';
import { CalendarDate } from './appointment.ts';
import { AbsenceReason, Attendee, CorrectedStatus, CorrectionReason, QuorumRule, SheetTimes } from './attendance.ts';
import { GuardianNoticeKind } from './guardian-notice.ts';
import { PersonId, SheetId } from './ids.ts';
import { Guardian } from './people.ts';
import { guarded, mutation, nothing } from './rpc-shapes.ts';
import type { Invitable, SheetPage, SheetsDay } from './sheet.ts';

/** One line of free words, without characters that nobody sees. */
const writtenLine = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*$/u, 'no control characters')
    .normalize('NFC');

const onSheet = { sheetId: SheetId, personId: PersonId };
const Details = z.strictObject({
  title: writtenLine(120).min(1),
  place: writtenLine(120),
  agenda: z.array(writtenLine(300).min(1)).max(30),
  times: SheetTimes,
  quorum: QuorumRule,
});
const Invited = {
  attendees: z.array(Attendee.extend({ seat: writtenLine(20) })).max(400),
  groups: z.array(z.string().max(60)).max(200),
};

/**
 * The roles manager and admin see every sheet; a teacher sees the school's sessions and on them the people of the groups that
 * are theirs. Refusals everywhere: not-logged-in, not-allowed.
 */
export const sheetsApi = {
  /** Absent: the calendar day of the open business day. */
  day: guarded(z.strictObject({ day: CalendarDate.optional() }), z.custom<SheetsDay>()),
  /** Refusal: unknown-sheet. */
  read: guarded(z.strictObject({ sheetId: SheetId }), z.custom<SheetPage>()),
  /** Managers and administrators only, as all that plans meetings. */
  invitable: guarded(nothing, z.custom<Invitable>()),
  /** Refusals: attendance-times, attendance-seat, attendance-nobody, sheet-passed. */
  plan: mutation(Details.extend(Invited), z.object({ sheetId: SheetId })),
  /** `was`: what the one who changes it saw. Refusals: unknown-sheet, sheet-cancelled, attendance-times, sheet-moved. */
  change: mutation(z.strictObject({ sheetId: SheetId, was: Details, to: Details }), nothing),
  /** Refusals: unknown-sheet, sheet-cancelled, attendance-seat. */
  expect: mutation(z.strictObject({ sheetId: SheetId, ...Invited }), nothing),
  /** Refusals: unknown-sheet, sheet-cancelled. */
  release: mutation(z.strictObject({ sheetId: SheetId, personIds: z.array(PersonId).min(1).max(400) }), nothing),
  /** Refusal: unknown-sheet. */
  cancel: mutation(z.strictObject({ sheetId: SheetId }), nothing),
  /** Seen by staff at this moment. Refusals: unknown-sheet, sheet-cancelled, not-on-sheet, attendance-early, attendance-over. */
  seen: mutation(z.strictObject({ ...onSheet, way: z.enum(['in', 'out']) }), nothing),
  /** Null: what was seen counts again. Refusals: unknown-sheet, sheet-cancelled, not-on-sheet. */
  correct: mutation(
    z.strictObject({ ...onSheet, status: CorrectedStatus.nullable(), reason: CorrectionReason }),
    nothing,
  ),
  /** Null takes it back, and the leave that covers the day. Refusals: unknown-sheet, sheet-cancelled, not-on-sheet. */
  announce: mutation(z.strictObject({ ...onSheet, reason: AbsenceReason.nullable() }), nothing),
  /**
   * Excused on the sessions of these days, of sheets that open later too. At most a year, the first day first.
   * Refusals: unknown-sheet, bad-input.
   */
  leave: mutation(z.strictObject({ ...onSheet, from: CalendarDate, to: CalendarDate, reason: AbsenceReason }), nothing),
  /** Whom to telephone. Refusal: unknown-sheet. */
  guardians: guarded(z.strictObject(onSheet), z.array(Guardian)),
  /** "I told them by telephone." Refusals: unknown-sheet, notice-moved. */
  told: mutation(z.strictObject({ ...onSheet, kind: GuardianNoticeKind }), nothing),
  /** Sends one again that was given up. Refusals: unknown-sheet, notice-moved. */
  again: mutation(z.strictObject({ ...onSheet, kind: GuardianNoticeKind }), nothing),
  /** Tells the absences now, also where the clock would not. Managers and administrators. Refusal: unknown-sheet. */
  report: mutation(z.strictObject({ sheetId: SheetId }), z.object({ absent: z.int().nonnegative() })),
} as const;
