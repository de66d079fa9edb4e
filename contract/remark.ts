// Remarks and reports of citizens: left without an account, answered by a unit, read back by a token.
import { z } from 'zod';
import { CalendarDate } from './appointment.ts';
import { type RemarkId, RemarkPlaceId, RemarkToken, type UnitId } from './ids.ts';
import { QrPath } from './qr.ts';
import type { Share } from './report.ts';
import { LocalisedText } from './ticket.ts';

export const RemarkKind = z.enum(['compliment', 'suggestion', 'report']);
export type RemarkKind = z.infer<typeof RemarkKind>;

/** `rating`: after the visit was rated, from its page; `kiosk`: written on the glass. */
export const RemarkSource = z.enum(['phone', 'rating', 'kiosk']);
export type RemarkSource = z.infer<typeof RemarkSource>;

/** `received`: no unit has it yet. `closed`: not to be answered, with a reason that the citizen reads. */
export const RemarkState = z.enum(['received', 'routed', 'answered', 'closed']);
export type RemarkState = z.infer<typeof RemarkState>;

/** `added`: the citizen wrote something more. `objected`: the citizen is not satisfied with the answer. */
export const RemarkStepKind = z.enum(['left', 'routed', 'answered', 'closed', 'added', 'objected']);
export type RemarkStepKind = z.infer<typeof RemarkStepKind>;

/** As a citizen sends it. The host judges length and characters of what was written. */
export const RemarkInput = z.strictObject({
  kind: RemarkKind,
  text: z.string(),
  /** One of the site's list, or none. */
  placeId: RemarkPlaceId.nullable(),
  /** Where else, in the citizen's own words; empty for none. */
  placeText: z.string(),
});
export type RemarkInput = z.infer<typeof RemarkInput>;

/** What the page to write a remark works with. */
export const RemarkForm = z.object({
  siteName: LocalisedText,
  places: z.array(z.object({ id: RemarkPlaceId, name: LocalisedText })),
  textMax: z.int(),
  placeMax: z.int(),
  photoMaxBytes: z.int(),
  answerDays: z.int(),
  keepDays: z.int(),
});
export type RemarkForm = z.infer<typeof RemarkForm>;

/** What the citizen takes away. */
export const RemarkReceipt = z.object({
  token: RemarkToken,
  number: z.int(),
  /** Answered on this day at the latest. */
  answerBy: CalendarDate,
  url: z.string(),
  qr: QrPath,
});
export type RemarkReceipt = z.infer<typeof RemarkReceipt>;

/** A step as the citizen sees it. Nobody's name is in it. */
const RemarkStepView = z.object({
  kind: RemarkStepKind,
  atMs: z.int(),
  /** Empty where nothing was written, where it is not for the citizen, or where it was erased. */
  text: z.string(),
});

/** A remark as the holder of its token sees it. */
export const RemarkView = z.object({
  siteName: LocalisedText,
  number: z.int(),
  kind: RemarkKind,
  state: RemarkState,
  place: LocalisedText.nullable(),
  unit: LocalisedText.nullable(),
  hasPhoto: z.boolean(),
  answerBy: CalendarDate,
  /** Words and photo were erased, as the site promises. */
  isErased: z.boolean(),
  steps: z.array(RemarkStepView),
  mayAdd: z.boolean(),
  mayObject: z.boolean(),
  /** A photo may still be sent. */
  mayShow: z.boolean(),
});
export type RemarkView = z.infer<typeof RemarkView>;

/** How near the promised day is; null: nothing is due any more. */
export type RemarkDue = 'later' | 'near' | 'over' | null;

export interface RemarkDeskStep {
  readonly kind: RemarkStepKind;
  readonly atMs: number;
  readonly text: string;
  /** Who did it; null: the citizen. */
  readonly who: string | null;
  readonly unitId: UnitId | null;
}

/** A remark as those see it who answer it. */
export interface RemarkRow {
  readonly id: RemarkId;
  readonly number: number;
  readonly kind: RemarkKind;
  readonly state: RemarkState;
  readonly source: RemarkSource;
  readonly leftAtMs: number;
  readonly answerBy: string;
  readonly due: RemarkDue;
  readonly unitId: UnitId | null;
  readonly place: LocalisedText | null;
  readonly hasPhoto: boolean;
  readonly isObjected: boolean;
  readonly isErased: boolean;
  readonly steps: readonly RemarkDeskStep[];
  /** An answer that was begun. */
  readonly draft: { readonly text: string; readonly who: string; readonly atMs: number } | null;
}

export interface RemarkCounts {
  readonly toRoute: number;
  readonly open: number;
  readonly near: number;
  readonly over: number;
  /** Of those whose promised day has come in the last thirty days: answered or closed in time. */
  readonly onTime: Share;
}

export interface RemarkDesk {
  readonly rows: readonly RemarkRow[];
  /** How many more there are than `rows`. */
  readonly left: number;
  readonly counts: RemarkCounts;
  readonly units: readonly { readonly id: UnitId; readonly name: LocalisedText }[];
  /** Whether this person hands remarks to units and closes them. */
  readonly mayRoute: boolean;
  readonly answerMax: number;
}

/** What somebody has to do something about, for the mark on the tab. */
export const RemarkUrge = z.object({ toRoute: z.int(), near: z.int(), over: z.int() });
export type RemarkUrge = z.infer<typeof RemarkUrge>;
