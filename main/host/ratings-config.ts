// `ratings` of site.yaml: what citizens are asked after they were served.
import { z } from 'zod';
import { CriterionId, RatingReasonId } from '../../contract/ids.ts';
import { LocalisedText } from '../../contract/ticket.ts';
import type { RatingRules } from '../services/ratings/index.ts';

export const ratingsSchema = z
  .strictObject({
    /** How long after Finish a ticket may be rated. */
    openHours: z.int().min(1).max(720).default(48),
    /** What is asked besides the whole. */
    criteria: z
      .array(z.strictObject({ id: CriterionId, name: LocalisedText }))
      .max(12)
      .default([]),
    /** What somebody who is not satisfied may choose from. */
    reasons: z
      .array(z.strictObject({ id: RatingReasonId, name: LocalisedText }))
      .max(20)
      .default([]),
    /** Characters of the free text. */
    textMax: z.int().min(0).max(2000).default(500),
  })
  .prefault({});

export type RatingsConfig = z.infer<typeof ratingsSchema>;

export const ratingRules = ({ openHours, criteria, reasons, textMax }: RatingsConfig): RatingRules => ({
  openMs: openHours * 3_600_000,
  criteria: new Set(criteria.map(({ id }) => id)),
  reasons: new Set(reasons.map(({ id }) => id)),
  textMax,
});
