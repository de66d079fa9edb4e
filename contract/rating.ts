// Ratings of a visit: what is asked, what may be answered, and what staff and managers are shown of it.
import { z } from 'zod';
import { type BusinessDay, type CounterId, CriterionId, RatingReasonId, type ServiceId, type StaffId } from './ids.ts';
import type { Share } from './report.ts';
import { LocalisedText } from './ticket.ts';

/** 1 very dissatisfied, 2 dissatisfied, 3 neither, 4 satisfied, 5 very satisfied. */
export const RatingLevel = z.int().min(1).max(5);
export type RatingLevel = z.infer<typeof RatingLevel>;

export const HalfDay = z.enum(['morning', 'afternoon']);
export type HalfDay = z.infer<typeof HalfDay>;

/** A level that asks why. */
export const isLow = (level: RatingLevel): boolean => level <= 2;

/** What may be said besides the level of the whole. */
export const RatingAnswers = z.object({
  criteria: z.partialRecord(CriterionId, RatingLevel),
  /** Of a low level only. */
  reasons: z.array(RatingReasonId).max(20),
});
export type RatingAnswers = z.infer<typeof RatingAnswers>;

/** As a citizen sends it. Its token says what is rated; nothing of that is sent. */
export const RatingInput = z.strictObject({
  level: RatingLevel,
  ...RatingAnswers.shape,
  /** Empty where nothing was written. The host judges length and characters. */
  text: z.string(),
});
export type RatingInput = z.infer<typeof RatingInput>;

const choice = <I extends z.ZodType>(id: I) => z.object({ id, name: LocalisedText });

/** What a site asks. */
export const RatingQuestions = z.object({
  /** Worst first; not every form has all five. */
  levels: z.array(z.object({ level: RatingLevel, name: LocalisedText })),
  criteria: z.array(choice(CriterionId)),
  reasons: z.array(choice(RatingReasonId)),
  /** Characters of the free text; 0: none is asked for. */
  textMax: z.int(),
});
export type RatingQuestions = z.infer<typeof RatingQuestions>;

/** What a site may ask of one visit at most. */
export const FORM_MAX = { criteria: 12, reasons: 20 } as const;

const asked = <I extends z.ZodType>(id: I) => z.strictObject({ id, name: LocalisedText });

/** A form as headquarters set it: all that is asked but the free text, whose length is the site's. */
export const AskedForm = z.strictObject({
  levels: z
    .array(z.strictObject({ level: RatingLevel, name: LocalisedText }))
    .min(2)
    .max(5),
  criteria: z.array(asked(CriterionId)).max(FORM_MAX.criteria),
  reasons: z.array(asked(RatingReasonId)).max(FORM_MAX.reasons),
});
export type AskedForm = z.infer<typeof AskedForm>;

/** What the page of a rating works with. Nobody's name is in it. */
export const RatingForm = RatingQuestions.extend({
  number: z.string(),
  service: LocalisedText,
  counterNumber: z.int().nullable(),
  untilMs: z.int(),
});
export type RatingForm = z.infer<typeof RatingForm>;

/** What the page behind the sign of a counter works with. */
export const SignForm = RatingQuestions.extend({ siteName: LocalisedText, counterNumber: z.int() });
export type SignForm = z.infer<typeof SignForm>;

/** Fewer are not turned into figures. */
export const fewRatings = 10;

/** `few`: not enough for figures. Of own ratings `n` is what the figures are made of, always whole tens. */
export type RatingFigures =
  | { readonly n: number; readonly few: true }
  | { readonly n: number; readonly few: false; readonly mean: number; readonly satisfied: Share };

/** A rating as a manager reads it: no number, no name, and no time but the half of the day. */
export interface RatingRow {
  readonly day: BusinessDay;
  readonly half: HalfDay;
  readonly counterId: CounterId;
  readonly serviceId: ServiceId;
  readonly level: RatingLevel;
  readonly criteria: Readonly<Partial<Record<CriterionId, RatingLevel>>>;
  readonly reasons: readonly RatingReasonId[];
  readonly text: string;
}

/** Of the signs at the counters: nobody knows whether who gave them was served there. Rows in the order of `RatingsOfDays`. */
export interface SignRatingsOfDays {
  readonly total: RatingFigures;
  readonly counters: readonly { readonly counterId: CounterId; readonly figures: RatingFigures }[];
  readonly rows: readonly Omit<RatingRow, 'serviceId'>[];
  readonly left: number;
}

export interface RatingsOfDays {
  readonly counters: readonly { readonly counterId: CounterId; readonly figures: RatingFigures }[];
  /** Of visits that one person alone served. */
  readonly staff: readonly { readonly staffId: StaffId; readonly name: string; readonly figures: RatingFigures }[];
  /** Newest half day first; in it by level and words, never by time. */
  readonly rows: readonly RatingRow[];
  /** How many more there are than `rows`. */
  readonly left: number;
}
