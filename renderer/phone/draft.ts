// What somebody has answered so far, kept on the phone: a lost line, a closed page or a flat battery costs no word of it.
// The key goes with it, so that a rating whose answer was lost is sent again as the same one.
import type { IdempotencyKey } from '../../contract/ids.ts';
import type { RatingInput, RatingQuestions } from '../../contract/rating.ts';
import { createKey } from '../lib/key.ts';

export interface Draft {
  readonly key: IdempotencyKey;
  /** Null before a face was touched. */
  readonly level: number | null;
  readonly criteria: Readonly<Record<string, number>>;
  readonly reasons: readonly string[];
  readonly text: string;
  readonly page: string;
  /** Once it was sent it is sent again until the host answers, and nothing of it changes. */
  readonly isSending: boolean;
}

const emptyDraft = (): Draft => ({
  key: createKey(),
  level: null,
  criteria: {},
  reasons: [],
  text: '',
  page: 'level',
  isSending: false,
});

const placeOf = (token: string): string => `motcua.rating.${token}`;

export const readDraft = (token: string): Draft => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(placeOf(token)) ?? 'null');
    return typeof kept === 'object' && kept !== null ? { ...emptyDraft(), ...kept } : emptyDraft();
  } catch {
    // A browser that forbids storage keeps it as long as the page.
    return emptyDraft();
  }
};

export const keepDraft = (token: string, draft: Draft): void => {
  try {
    localStorage.setItem(placeOf(token), JSON.stringify(draft));
  } catch {
    // As above.
  }
};

export const dropDraft = (token: string): void => {
  try {
    localStorage.removeItem(placeOf(token));
  } catch {
    // As above.
  }
};

/** A level that asks why. */
export const asksWhy = (level: number | null): boolean => level !== null && level <= 2;

/** The pages of the form in their order. */
export const pagesOf = ({ level }: Draft, { criteria, reasons, textMax }: RatingQuestions): readonly string[] => [
  'level',
  ...(asksWhy(level) && reasons.length > 0 ? ['why'] : []),
  ...criteria.map(({ id }) => `criterion-${id}`),
  ...(textMax > 0 ? ['text'] : []),
];

/** As it is sent: what the form no longer asks is left out. */
export const ratingOf = (draft: Draft, { criteria, reasons }: RatingQuestions): RatingInput => ({
  level: draft.level ?? 3,
  criteria: Object.fromEntries(Object.entries(draft.criteria).filter(([id]) => criteria.some((one) => one.id === id))),
  reasons: asksWhy(draft.level) ? reasons.map(({ id }) => id).filter((id) => draft.reasons.includes(id)) : [],
  text: draft.text,
});

/** Characters as a reader counts them; a page of text is not taken apart letter by letter. */
export const lengthOf = (text: string): number => {
  const written = text.normalize('NFC').trim();
  if (written.length > 20_000 || !('Segmenter' in Intl)) return written.length;
  return [...new Intl.Segmenter('vi', { granularity: 'grapheme' }).segment(written)].length;
};
