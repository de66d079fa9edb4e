// Free words of people, judged before they are kept: length as a reader counts it, and no characters that mislead. Pure.
import type { Refusal, RefusalCode } from './refusal.ts';
import { ok, type Result, refuse } from './result.ts';

/** Control characters but the line feed, and those that turn the direction of writing round. */
const strange = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
const markup = /<[a-z!/?]/i;
const letters = new Intl.Segmenter('vi', { granularity: 'grapheme' });
/** A letter with its marks is at most so many code units; longer texts are not taken apart. */
const UNITS_A_LETTER = 8;

export interface WrittenRule {
  /** Characters, as a reader counts them. */
  readonly max: number;
  /** What a text that breaks the rule is refused with. */
  readonly code: Extract<RefusalCode, 'rating-text' | 'remark-text'>;
}

/** The text as it is kept: composed, with plain line ends, without space around it. Refusal: the rule's code. */
export const judgeText = (written: string, { max, code }: WrittenRule): Result<string, Refusal> => {
  const refused = (what: string) =>
    refuse<Refusal>({
      code,
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
