// What a new list does to the one that counted, and what was ever asked. Pure.
import type { CriterionId, RatingReasonId } from '../../../contract/ids.ts';
import type { LocalisedText } from '../../../contract/ticket.ts';

export interface Change {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** By id; the order of a list is not looked at. */
export const changeOf = (
  before: readonly { readonly id: string }[],
  after: readonly { readonly id: string }[],
): Change => {
  const known = new Map(before.map((one) => [one.id, JSON.stringify(one)]));
  const kept = after.filter(({ id }) => known.has(id));
  return {
    added: after.length - kept.length,
    changed: kept.filter((one) => known.get(one.id) !== JSON.stringify(one)).length,
    removed: before.length - kept.length,
  };
};

interface Question<Id extends string> {
  readonly id: Id;
  readonly name: LocalisedText;
}

export interface Asked {
  readonly criteria: readonly Question<CriterionId>[];
  readonly reasons: readonly Question<RatingReasonId>[];
}

const firstOfEach = <Id extends string>(all: readonly Question<Id>[]): Question<Id>[] => [
  ...new Map(all.toReversed().map(({ id, name }) => [id, { id, name }])).values(),
];

/** What any of them asks, by the name that the first of them gives it. */
export const allAsked = (...forms: readonly Asked[]): Asked => ({
  criteria: firstOfEach(forms.flatMap(({ criteria }) => criteria)),
  reasons: firstOfEach(forms.flatMap(({ reasons }) => reasons)),
});
