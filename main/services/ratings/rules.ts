// What may be rated, when, and with which words; what becomes of many ratings. Without I/O.
import { fewRatings, isLow, type RatingFigures, type RatingInput } from '../../../contract/rating.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { TicketState } from '../../../contract/ticket.ts';
import { shareOf } from '../reports/index.ts';

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

/** Control characters but the line feed, and those that turn the direction of writing round. */
const strange = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
const markup = /<[a-z!/?]/i;
const letters = new Intl.Segmenter('vi', { granularity: 'grapheme' });
/** A letter with its marks is at most so many code units; longer texts are not taken apart. */
const UNITS_A_LETTER = 8;

/** The text as it is kept: composed, with plain line ends, without space around it. Refusal: rating-text. */
export const judgeText = (written: string, max: number): Result<string, Refusal> => {
  const refused = (what: string) =>
    refuse<Refusal>({
      code: 'rating-text',
      message: `The text ${what}; allowed are ${max} characters without HTML and control characters.`,
      params: { max },
    });
  if (written.length > max * UNITS_A_LETTER) return refused(`has ${written.length} code units`);
  const text = written.replaceAll('\r\n', '\n').normalize('NFC').trim();
  const length = [...letters.segment(text)].length;
  if (length > max) return refused(`has ${length} characters`);
  if (strange.test(text.replaceAll('\n', ''))) return refused('holds a control character');
  return markup.test(text) ? refused('holds HTML') : ok(text);
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
  const kept = judgeText(text, rules.textMax);
  return kept.ok ? ok({ level, criteria, reasons: [...new Set(reasons)], text: kept.value }) : kept;
};

/** Figures of levels. */
export const figuresOf = (levels: readonly number[]): RatingFigures => {
  const n = levels.length;
  if (n < fewRatings) return { n, few: true };
  const sum = levels.reduce((total, level) => total + level, 0);
  return { n, few: false, mean: sum / n, satisfied: shareOf(levels.filter((level) => level >= 4).length, n) };
};

/**
 * What the rated person may see: the oldest whole tens. With every single one in it, the difference of two looks would
 * tell what the last citizen said.
 */
export const ownFiguresOf = (oldestFirst: readonly number[]): RatingFigures =>
  figuresOf(oldestFirst.slice(0, oldestFirst.length - (oldestFirst.length % fewRatings)));
