// Whether a file is shown on a board on a day. Pure.
import type { NamedPlan } from '../../../contract/downlink.ts';
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

/** Characters of a list of names in a refusal that goes up to headquarters. */
const NAMES_MAX = 200;
const listed = (names: Iterable<string>): string => {
  const text = [...names].join(', ');
  return text.length > NAMES_MAX ? `${text.slice(0, NAMES_MAX - 1)}…` : text;
};

/** Whether the site has all that they name. Refusals: no-such-file, no-such-board. */
export const judgePlans = (
  plans: readonly NamedPlan[],
  has: { readonly files: ReadonlySet<string>; readonly boards: ReadonlySet<string> },
): Result<null, Refusal> => {
  const missing = plans.flatMap(({ name }) => (has.files.has(name) ? [] : [name]));
  if (missing.length > 0)
    return refuse({
      code: 'no-such-file',
      message: `The folder of the boards has no file of these names: ${missing.join(', ')}. Copy them into it first.`,
      params: { names: listed(missing) },
    });
  const strangers = new Set(plans.flatMap(({ boards }) => boards ?? []).filter((id) => !has.boards.has(id)));
  if (strangers.size > 0)
    return refuse({
      code: 'no-such-board',
      message: `The configuration has no board of these ids: ${[...strangers].join(', ')}. Known: ${[...has.boards].join(', ')}.`,
      params: { names: listed(strangers), known: listed(has.boards) },
    });
  return ok(null);
};
