// Commands and questions about ratings, a part of the table in rpc.ts.
import { z } from 'zod';
import { CalendarDate } from './appointment.ts';
import { IdempotencyKey, RatingAlertId } from './ids.ts';
import { type RatingFigures, RatingForm, RatingInput, SignForm } from './rating.ts';
import type { RatingResults, WeeklyReport } from './rating-results.ts';
import { CodeInput, guarded, mutation, nothing } from './rpc-shapes.ts';

/**
 * Ratings. `form` and `give` are for the holder of a ticket, by its code as it came with the address. Refusals of both:
 * staff-device, unknown-ticket, too-many-attempts, rating-not-open, rating-closed, already-rated.
 */
export const ratingsApi = {
  form: mutation(z.strictObject({ token: CodeInput }), RatingForm),
  /** Counts once. Refusals besides: bad-input, rating-text, key-reused. */
  give: mutation(RatingInput.extend({ token: CodeInput, key: IdempotencyKey }), nothing),
  /** Sums for the clerk who is logged in at a counter. Refusal: not-logged-in. */
  own: guarded(nothing, z.custom<RatingFigures>()),
};

/** Ratings for managers. All of it needs the role manager. Refusals everywhere: not-logged-in, not-allowed. */
export const ratingDeskApi = {
  /** At most 400 days. Refusal: bad-input for a range that is none. */
  read: guarded(z.strictObject({ from: CalendarDate, to: CalendarDate }), z.custom<RatingResults>()),
  /** What the host wrote on Mondays. */
  weeks: guarded(nothing, z.custom<readonly WeeklyReport[]>()),
  /** Refusals: unknown-alert, alert-moved. */
  take: mutation(z.strictObject({ alertId: RatingAlertId }), nothing),
  /** Refusals: unknown-alert, alert-moved, alert-text. */
  answer: mutation(z.strictObject({ alertId: RatingAlertId, text: z.string() }), nothing),
  /** Refusals: unknown-alert, alert-moved. */
  close: mutation(z.strictObject({ alertId: RatingAlertId }), nothing),
};

/**
 * Ratings by the sign of a counter, whose code came with the address. Refusals of both: staff-device, unknown-sign,
 * too-many-attempts, sign-rated, sign-crowded.
 */
export const signsApi = {
  form: mutation(z.strictObject({ token: CodeInput }), SignForm),
  /** Stored once. Refusals besides: bad-input, rating-text, key-reused. */
  give: mutation(RatingInput.extend({ token: CodeInput, key: IdempotencyKey }), nothing),
};
