// Consents to the use of a face, and what people may ask about their data.
import { z } from 'zod';
import { CalendarDate } from './appointment.ts';
import {
  AbsenceReason,
  AttendanceStatus,
  AttendeeRole,
  CheckInMethod,
  CorrectionReason,
  SheetKind,
} from './attendance.ts';
import { GuardianNoticeKind, GuardianNoticeState } from './guardian-notice.ts';
import { PersonId, StaffId } from './ids.ts';
import { Person } from './people.ts';

/** Each is asked for by itself. */
export const ConsentPurpose = z.enum(['school-attendance', 'meeting-attendance']);
export type ConsentPurpose = z.infer<typeof ConsentPurpose>;

/** `self`: the person, a child from seven on too; `guardian`: who stands for a child by law. */
export const ConsentSide = z.enum(['self', 'guardian']);
export type ConsentSide = z.infer<typeof ConsentSide>;

/** How it can be shown later that it was given. */
export const ConsentEvidence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paper'), reference: z.string().min(1).max(100) }),
  z.object({ kind: z.literal('scan'), reference: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('on-screen'), reference: z.string().min(1).max(100) }),
]);
export type ConsentEvidence = z.infer<typeof ConsentEvidence>;

export const GivenConsent = z.object({
  purpose: ConsentPurpose,
  side: ConsentSide,
  /** Name of the guardian as it is known here; of the person itself where `side` is self. */
  givenBy: z.string().min(1).max(100),
  textVersion: z.string().min(1).max(40),
  evidence: ConsentEvidence,
  /** Last day on which it counts; null: until it is withdrawn. */
  untilDay: CalendarDate.nullable(),
});
export type GivenConsent = z.infer<typeof GivenConsent>;

/** One line of a person's history for one purpose; the newest counts. */
export const ConsentEntry = z.discriminatedUnion('kind', [
  GivenConsent.extend({ kind: z.literal('given'), atMs: z.int(), staffId: StaffId.nullable() }),
  z.object({
    kind: z.literal('withdrawn'),
    purpose: ConsentPurpose,
    atMs: z.int(),
    staffId: StaffId.nullable(),
    receipt: z.string(),
  }),
]);
export type ConsentEntry = z.infer<typeof ConsentEntry>;

/** What people read before they consent. Never changed, only followed by another version. */
export const ConsentText = z.object({
  version: z.string(),
  purpose: ConsentPurpose,
  text: z.string(),
  /** SHA-256 of the text, hexadecimal. */
  sha256: z.string(),
  publishedAtMs: z.int(),
});
export type ConsentText = z.infer<typeof ConsentText>;

/** What is missing before a face may be used. */
export const ConsentLack = z.enum(['birth-date', 'guardian', 'self', 'has-left']);
export type ConsentLack = z.infer<typeof ConsentLack>;

export const ErasureReason = z.enum(['withdrawn', 'left', 'consent-ended', 'too-old', 'request']);
export type ErasureReason = z.infer<typeof ErasureReason>;

/** Handed to whoever withdrew. */
export const ErasureReceipt = z.object({
  /** Eight letters and digits, to be read aloud. */
  id: z.string(),
  personId: PersonId,
  purpose: ConsentPurpose,
  atMs: z.int(),
  /** How many templates were erased with it; null until the store of templates has answered. */
  erased: z.int().nonnegative().nullable(),
});
export type ErasureReceipt = z.infer<typeof ErasureReceipt>;

/** Working days to do it in, after two working days to answer (Decree 356/2025). */
export const RequestKind = z.enum(['access', 'rectify', 'restrict', 'delete']);
export type RequestKind = z.infer<typeof RequestKind>;

export const SubjectRequest = z.object({
  id: z.string(),
  personId: PersonId,
  kind: RequestKind,
  note: z.string().max(300),
  askedAtMs: z.int(),
  answerBy: CalendarDate,
  doneBy: CalendarDate,
  answeredAtMs: z.int().nullable(),
  doneAtMs: z.int().nullable(),
});
export type SubjectRequest = z.infer<typeof SubjectRequest>;

/** Everything that is kept of one person. The sealed face itself is not readable, so it is named and not given. */
export const PersonExport = z.object({
  person: Person,
  consents: z.array(ConsentEntry),
  templates: z.array(z.object({ purpose: ConsentPurpose, version: z.int(), pack: z.string(), enrolledAtMs: z.int() })),
  requests: z.array(SubjectRequest),
  receipts: z.array(ErasureReceipt),
  /** Every sheet that they stand on, with what it says at this moment. */
  attendance: z.array(
    z.object({
      kind: SheetKind,
      title: z.string(),
      startsAtMs: z.int(),
      role: AttendeeRole,
      seat: z.string(),
      status: AttendanceStatus,
      arrivedAtMs: z.int().nullable(),
      arrivedBy: CheckInMethod.nullable(),
      leftAtMs: z.int().nullable(),
      absence: AbsenceReason.nullable(),
      correctedBecause: CorrectionReason.nullable(),
    }),
  ),
  /** Absences that were announced for days ahead. */
  leaves: z.array(z.object({ from: CalendarDate, to: CalendarDate, reason: AbsenceReason })),
  /** What their guardians were told of them. */
  notices: z.array(
    z.object({ title: z.string(), kind: GuardianNoticeKind, state: GuardianNoticeState, atMs: z.int() }),
  ),
});
export type PersonExport = z.infer<typeof PersonExport>;

export const DueRequest = SubjectRequest.extend({ dueBy: CalendarDate, isLate: z.boolean(), personName: z.string() });
export type DueRequest = z.infer<typeof DueRequest>;

/** A child's face that should be taken anew. */
const FaceRenewal = z.object({
  personId: PersonId,
  purpose: ConsentPurpose,
  dueBy: CalendarDate,
  isLate: z.boolean(),
  code: z.string(),
  personName: z.string(),
});

/** Faces are known less well than they were: mean distances then and in the last days. */
export const FaceDrift = z.object({ before: z.number(), now: z.number(), faces: z.int(), since: CalendarDate });
export type FaceDrift = z.infer<typeof FaceDrift>;

/** What somebody should do about faces. */
export const FaceCare = z.object({ renewals: z.array(FaceRenewal), drift: FaceDrift.nullable() });
export type FaceCare = z.infer<typeof FaceCare>;

/** One person's page. */
export const PersonPage = z.object({
  person: Person,
  purposes: z.array(
    z.object({
      purpose: ConsentPurpose,
      isLive: z.boolean(),
      lacks: z.array(ConsentLack),
      hasFace: z.boolean(),
      textVersions: z.array(z.string()),
    }),
  ),
  receipts: z.array(ErasureReceipt),
  /** Whose face this one may be taken for; null: somebody who is not on the list. */
  lookAlikes: z.array(z.object({ code: z.string(), name: z.string() }).nullable()),
});
export type PersonPage = z.infer<typeof PersonPage>;
