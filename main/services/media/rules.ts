// Whether a file is shown on a board on a day. Pure.
import type { MediaPlan } from '../../../contract/media.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';

export const everywhere: MediaPlan = { boards: null, from: null, until: null };

/** `day`: yyyy-mm-dd, in the hall. Both ends of a plan belong to it. */
export const isShownOn = ({ boards, from, until }: MediaPlan, boardId: string, day: string): boolean =>
  (boards?.includes(boardId) ?? true) && (from === null || from <= day) && (until === null || day <= until);

/** Refusal: bad-input for a board that is none, none at all, or an end before its beginning. */
export const judgePlan = (plan: MediaPlan, known: ReadonlySet<string>): Result<MediaPlan, Refusal> => {
  const { boards, from, until } = plan;
  const stranger = boards?.find((id) => !known.has(id));
  if (stranger !== undefined || boards?.length === 0)
    return refuse({
      code: 'bad-input',
      message: `A file is shown on at least one board of the configuration, found "${stranger ?? ''}". Known: ${[...known].join(', ')}.`,
    });
  if (from !== null && until !== null && until < from)
    return refuse({
      code: 'bad-input',
      message: `The last day ${until} lies before the first ${from}: exchange them.`,
    });
  return ok(plan);
};
