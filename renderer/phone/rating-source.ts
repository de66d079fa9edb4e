// What is rated: a visit, by the code of its ticket, or a counter, by that of its sign.
import type { RatingInput, RatingQuestions } from '../../contract/rating.ts';
import type { Result } from '../../contract/result.ts';
import { type SmallTrouble, tell } from '../lib/small-rpc.ts';
import type { Draft } from './draft.ts';

export interface RatingSource {
  readonly kind: 'ticket' | 'sign';
  readonly token: string;
}

export interface OpenForm extends RatingQuestions {
  /** Null for a sign. */
  readonly number: string | null;
  readonly counterNumber: number | null;
}

export const openForm = async ({ kind, token }: RatingSource): Promise<Result<OpenForm, SmallTrouble>> => {
  if (kind === 'ticket') return tell('ratings', 'form', { token });
  const form = await tell('signs', 'form', { token });
  return form.ok ? { ok: true, value: { ...form.value, number: null } } : form;
};

export const sendRating = (
  { kind, token }: RatingSource,
  { key }: Draft,
  rating: RatingInput,
): Promise<Result<unknown, SmallTrouble>> =>
  kind === 'ticket'
    ? tell('ratings', 'give', { ...rating, token, key })
    : tell('signs', 'give', { ...rating, token, key });
