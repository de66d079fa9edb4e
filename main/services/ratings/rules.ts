// What may be rated, when, and with which words; what becomes of many ratings. Without I/O.
import { figuresOfCounts } from '../../../contract/figures.ts';
import { fewRatings, isLow, type RatingFigures, type RatingInput } from '../../../contract/rating.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { TicketState } from '../../../contract/ticket.ts';
import { judgeText } from '../../../contract/written-text.ts';

export interface RatingRules {
  /** How long after Finish a ticket may be rated. */
  readonly openMs: number;
  readonly criteria: ReadonlySet<string>;
  readonly reasons: ReadonlySet<string>;
  /** Characters of the free text, as a reader counts them. */
  readonly textMax: number;
}

interface Rateable {
  readonly state: TicketState;
  /** Of a finished ticket: when it was. */
  readonly changedAtMs: number;
}

/** Until when the ticket may be rated. Refusals: already-rated, rating-not-open, rating-closed. */
export const judgeOpening = (
  ticket: Rateable,
  { isRated, nowMs, openMs }: { readonly isRated: boolean; readonly nowMs: number; readonly openMs: number },
): Result<number, Refusal> => {
  if (isRated) return refuse({ code: 'already-rated', message: 'The ticket was rated before; each is rated once.' });
  if (ticket.state !== 'finished')
    return refuse({
      code: 'rating-not-open',
      message: `A ticket is rated after Finish; this one is "${ticket.state}".`,
    });
  const untilMs = ticket.changedAtMs + openMs;
  const hours = openMs / 3_600_000;
  return nowMs <= untilMs
    ? ok(untilMs)
    : refuse({
        code: 'rating-closed',
        message: `The ticket was finished more than ${hours} hours ago, until then it could be rated.`,
        params: { hours },
      });
};

/** The rating as it is kept. Refusals: rating-text; bad-input for what the form does not ask. */
export const judgeRating = (
  { level, criteria, reasons, text }: RatingInput,
  rules: RatingRules,
): Result<RatingInput, Refusal> => {
  const stranger =
    Object.keys(criteria).find((id) => !rules.criteria.has(id)) ?? reasons.find((id) => !rules.reasons.has(id));
  if (stranger !== undefined)
    return refuse({ code: 'bad-input', message: `The form of this site does not ask for "${stranger}": reload it.` });
  if (reasons.length > 0 && !isLow(level))
    return refuse({ code: 'bad-input', message: `Reasons go with levels 1 and 2; this rating has level ${level}.` });
  const kept = judgeText(text, { max: rules.textMax, code: 'rating-text' });
  return kept.ok ? ok({ level, criteria, reasons: [...new Set(reasons)], text: kept.value }) : kept;
};

/** Figures of levels. */
export const figuresOf = (levels: readonly number[]): RatingFigures => {
  const count = (level: number): number => levels.filter((one) => one === level).length;
  return figuresOfCounts([count(1), count(2), count(3), count(4), count(5)]);
};

/**
 * What the rated person may see: the oldest whole tens. With every single one in it, the difference of two looks would
 * tell what the last citizen said.
 */
export const ownFiguresOf = (oldestFirst: readonly number[]): RatingFigures =>
  figuresOf(oldestFirst.slice(0, oldestFirst.length - (oldestFirst.length % fewRatings)));
