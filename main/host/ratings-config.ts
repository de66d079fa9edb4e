// `ratings` of site.yaml: what citizens are asked after they were served.
import { z } from 'zod';
import { CriterionId, RatingReasonId } from '../../contract/ids.ts';
import { FORM_MAX, type RatingQuestions } from '../../contract/rating.ts';
import { fill, type KeyOf, type TextParams } from '../../contract/texts/catalogue.ts';
import { ratingConfig as words } from '../../contract/texts/rating-config.ts';
import { ratingTemplateIds, ratingTemplates } from '../../contract/texts/rating-templates.ts';
import { LocalisedText } from '../../contract/ticket.ts';
import type { Asked } from '../services/headquarters/index.ts';
import type { PadAsking } from '../services/pads/index.ts';
import type { AlertRules } from '../services/rating-alerts/index.ts';
import type { SignLimits } from '../services/rating-signs/index.ts';
import type { RatingRules } from '../services/ratings/index.ts';

const say = (key: KeyOf<typeof words>, params?: TextParams): string =>
  `${fill(words.vi[key], params)} · ${fill(words.en[key], params)}`;

const name = z.strictObject(
  {
    vi: LocalisedText.shape.vi.regex(/./, { error: () => say('ratingConfig.name') }),
    en: LocalisedText.shape.en.regex(/./, { error: () => say('ratingConfig.name') }),
  },
  { error: () => say('ratingConfig.name') },
);
const listOf = <I extends z.ZodType>(id: I, most: number) =>
  z.array(z.strictObject({ id, name })).max(most, { error: () => say('ratingConfig.many', { max: most }) });

/** The signs at the counters (ADR-0031). */
const signsSchema = z
  .strictObject({
    /** One browser rates one counter once within so many hours. */
    deviceHours: z.int().min(1).max(168).default(12),
    /** So many an hour for one counter from one network address. */
    addressPerHour: z.int().min(1).max(1000).default(12),
  })
  .prefault({});

/** What the pads at the counters do after Finish (ADR-0032). */
const padSchema = z
  .strictObject({
    /** Five faces, the ticket's code for rating by phone, or nothing. */
    asks: z.enum(['faces', 'code', 'nothing']).default('faces'),
    askSeconds: z.int().min(5).max(600).default(60),
    thanksSeconds: z.int().min(1).max(60).default(5),
    /** The criterion that is asked as the only further question. */
    criterion: CriterionId.optional(),
  })
  .prefault({});

/** What low ratings ask of managers (ADR-0033). */
const alertsSchema = z
  .strictObject({
    /** A rating of this level or below raises an alert; 0: none does. */
    level: z.int().min(0).max(4).default(2),
    /** Counted from the end of the half day in which the rating came. */
    answerHours: z.int().min(1).max(720).default(24),
  })
  .prefault({});

export const ratingsSchema = z
  .strictObject({
    /** How long after Finish a ticket may be rated. */
    openHours: z.int().min(1).max(720).default(48),
    template: z
      .enum(ratingTemplateIds, { error: () => say('ratingConfig.template', { known: ratingTemplateIds.join(', ') }) })
      .default('mot-cua'),
    /** What is asked besides the whole; absent: as the template says. */
    criteria: listOf(CriterionId, FORM_MAX.criteria).optional(),
    /** What somebody who is not satisfied may choose from; absent: as the template says. */
    reasons: listOf(RatingReasonId, FORM_MAX.reasons).optional(),
    /** Characters of the free text. */
    textMax: z.int().min(0).max(2000).default(500),
    signs: signsSchema,
    pad: padSchema,
    alerts: alertsSchema,
  })
  .prefault({});

export type RatingsConfig = z.infer<typeof ratingsSchema>;

/** What the site asks: its own words where it has some, those of the template elsewhere. */
export const ratingQuestions = ({ template, criteria, reasons, textMax }: RatingsConfig): RatingQuestions => {
  const chosen = ratingTemplates[template];
  return {
    levels: [...chosen.levels],
    criteria: criteria ?? chosen.criteria.map((one) => ({ ...one, id: CriterionId.parse(one.id) })),
    reasons: reasons ?? chosen.reasons.map((one) => ({ ...one, id: RatingReasonId.parse(one.id) })),
    textMax,
  };
};

export const ratingRules = (
  config: Pick<RatingsConfig, 'openHours' | 'textMax'>,
  { criteria, reasons }: Asked,
): RatingRules => {
  return {
    openMs: config.openHours * 3_600_000,
    criteria: new Set(criteria.map(({ id }) => id)),
    reasons: new Set(reasons.map(({ id }) => id)),
    textMax: config.textMax,
  };
};

/** A criterion that the form does not have is not asked. */
export const padAsking = (config: RatingsConfig, { criteria }: Pick<RatingQuestions, 'criteria'>): PadAsking => ({
  asks: config.pad.asks,
  askMs: config.pad.askSeconds * 1000,
  thanksMs: config.pad.thanksSeconds * 1000,
  criterion: criteria.find(({ id }) => id === config.pad.criterion) ?? null,
});

export const signLimits = ({ signs }: RatingsConfig): SignLimits => ({
  deviceMs: signs.deviceHours * 3_600_000,
  addressPerHour: signs.addressPerHour,
});

export const alertRules = ({ alerts }: RatingsConfig): AlertRules => ({
  level: alerts.level,
  answerMs: alerts.answerHours * 3_600_000,
});

/** What the shape alone cannot tell, a line each; empty when all is well. */
export const ratingProblems = ({ criteria = [], reasons = [] }: RatingsConfig): string[] =>
  Object.entries({ 'ratings.criteria': criteria, 'ratings.reasons': reasons }).flatMap(([key, list]) => {
    const ids = list.map(({ id }) => String(id));
    const twice = new Set(ids.filter((id, at) => ids.indexOf(id) !== at));
    return [...twice].map((id) => say('ratingConfig.twice', { key, id }));
  });
