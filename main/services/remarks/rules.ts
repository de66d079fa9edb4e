// What may be done with a remark, by its state and by the days; without I/O.
import type { RemarkPlaceId, UnitId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import type { RemarkDue, RemarkInput, RemarkState } from '../../../contract/remark.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { LocalisedText } from '../../../contract/ticket.ts';
import { judgeText } from '../../../contract/written-text.ts';

export interface RemarkUnit {
  readonly id: UnitId;
  readonly name: LocalisedText;
  /** Logins of those who answer for it. */
  readonly staff: readonly string[];
}

export interface RemarkRules {
  readonly units: readonly RemarkUnit[];
  readonly places: readonly { readonly id: RemarkPlaceId; readonly name: LocalisedText }[];
  /** Characters, as a reader counts them. */
  readonly textMax: number;
  readonly placeMax: number;
  readonly answerMax: number;
  /** Workdays from the day on which it was left to the day by which it is answered. */
  readonly answerDays: number;
  /** So many workdays before that day the unit is urged. */
  readonly remindDays: number;
  /** Words and photo are kept for so long after the last thing that happened. */
  readonly keepMs: number;
  /** So long after leaving it a photo may be sent. */
  readonly photoMs: number;
}

/** What is known of a remark when somebody wants to do something with it. */
export interface RemarkFacts {
  readonly state: RemarkState;
  readonly hasPhoto: boolean;
  readonly isAdded: boolean;
  readonly isObjected: boolean;
  readonly isErased: boolean;
  readonly leftAtMs: number;
}

const isOpen = ({ state }: Pick<RemarkFacts, 'state'>): boolean => state === 'received' || state === 'routed';

export type Deed = 'route' | 'answer' | 'close' | 'draft' | 'add' | 'object';

/** Whether a deed is in time. One addition while nobody has answered, one objection after the end. */
export const mayDo = (deed: Deed, remark: RemarkFacts): boolean => {
  if (remark.isErased) return false;
  switch (deed) {
    case 'add':
      return isOpen(remark) && !remark.isAdded;
    case 'object':
      return !isOpen(remark) && !remark.isObjected;
    default:
      return isOpen(remark);
  }
};

/** Refusal: remark-state. */
export const judgeDeed = (deed: Deed, remark: RemarkFacts): Result<Record<never, never>, Refusal> =>
  mayDo(deed, remark)
    ? ok({})
    : refuse({
        code: 'remark-state',
        message: `"${deed}" is not possible: the remark is ${remark.state}, added ${remark.isAdded}, objected ${remark.isObjected}, erased ${remark.isErased}.`,
      });

/** A photo goes with what was just left, once, and before it is answered. */
export const mayShow = (remark: RemarkFacts, nowMs: number, { photoMs }: Pick<RemarkRules, 'photoMs'>): boolean =>
  !remark.hasPhoto && !remark.isErased && isOpen(remark) && nowMs - remark.leftAtMs <= photoMs;

/** Words that must be there. Refusals: remark-text, remark-empty. */
export const judgeWords = (written: string, max: number): Result<string, Refusal> => {
  const text = judgeText(written, { max, code: 'remark-text' });
  if (!text.ok || text.value !== '') return text;
  return refuse({ code: 'remark-empty', message: 'Nothing but space was written; at least one character is needed.' });
};

/** The remark as it is kept. Refusals: remark-text, remark-empty, bad-input for a place that the site does not have. */
export const judgeRemark = (given: RemarkInput, rules: RemarkRules): Result<RemarkInput, Refusal> => {
  if (given.placeId !== null && !rules.places.some(({ id }) => id === given.placeId))
    return refuse({ code: 'bad-input', message: `This site has no place "${given.placeId}": reload the page.` });
  const text = judgeWords(given.text, rules.textMax);
  if (!text.ok) return text;
  const place = judgeText(given.placeText, { max: rules.placeMax, code: 'remark-text' });
  return place.ok ? ok({ ...given, text: text.value, placeText: place.value }) : place;
};

/** `today` and `nearFrom`, the first day on which the unit is urged, as yyyy-mm-dd. */
export const dueOf = (
  remark: { readonly state: RemarkState; readonly answerBy: string },
  { today, nearFrom }: { readonly today: string; readonly nearFrom: string },
): RemarkDue => {
  if (!isOpen(remark)) return null;
  if (today > remark.answerBy) return 'over';
  return today >= nearFrom ? 'near' : 'later';
};

/** Whether the promise was kept; null while its day has not come. */
export const isOnTime = (
  { firstAnswerBy, endedOn }: { readonly firstAnswerBy: string; readonly endedOn: string | null },
  today: string,
): boolean | null => {
  if (endedOn !== null) return endedOn <= firstAnswerBy;
  return today > firstAnswerBy ? false : null;
};
