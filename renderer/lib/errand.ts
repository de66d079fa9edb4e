// Errands over the wire, and their receipts on the phone. Only through the city's hub (ADR-0053).
import type { ErrandName, ErrandState, KeptErrand } from '../../contract/errand.ts';
import type { Result } from '../../contract/result.ts';
import { refuse } from '../../contract/result.ts';
import { siteBase } from './site-base.ts';
import type { SmallTrouble } from './small-rpc.ts';
import { withTimeLimit } from './time-limit.ts';

const kinds = {
  leave: 'turn.leave',
  onWay: 'turn.onWay',
  rate: 'ratings.give',
  book: 'booking.book',
  move: 'booking.move',
  cancel: 'booking.cancel',
} as const satisfies Record<string, ErrandName>;
export type ErrandKind = keyof typeof kinds;

/** An errand of this phone that is not settled. */
export interface OwnErrand extends KeptErrand {
  readonly kind: ErrandKind;
}

const send = async (rest: string, body: unknown): Promise<Response> =>
  withTimeLimit(8000, (signal) =>
    fetch(`${siteBase}/errand${rest}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    }),
  );

/** Errors: hall-silent (it takes none), too-many-requests, no-connection. */
export const leaveErrand = async (
  kind: ErrandKind,
  input: Readonly<Record<string, unknown>>,
): Promise<Result<OwnErrand, SmallTrouble>> => {
  try {
    const answer = await send('', { name: kinds[kind], input });
    if (answer.status === 202) return { ok: true, value: { ...((await answer.json()) as KeptErrand), kind } };
    return refuse((await answer.json()) as SmallTrouble);
  } catch {
    return refuse({ code: 'no-connection' });
  }
};

const stateAt = async (rest: '/state' | '/withdraw', receipt: string): Promise<ErrandState | null> => {
  try {
    const answer = await send(rest, { receipt });
    if (answer.status === 404) return { state: 'over' };
    return answer.ok ? ((await answer.json()) as ErrandState) : null;
  } catch {
    return null;
  }
};

/** Null: nobody answers now. */
export const askErrand = (receipt: string): Promise<ErrandState | null> => stateAt('/state', receipt);
/** The state after it; null: nobody answers, so it may be done. */
export const withdrawErrand = (receipt: string): Promise<ErrandState | null> => stateAt('/withdraw', receipt);

const keyOf = (place: string): string => `motcua.errands.${siteBase}.${place}`;

/** Those that this phone left at `place`, the newest first. */
export const readErrands = (place: string): readonly OwnErrand[] => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(place)) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    // A browser that forbids storage keeps them as long as the page.
    return [];
  }
};

export const writeErrands = (place: string, errands: readonly OwnErrand[]): void => {
  try {
    if (errands.length === 0) localStorage.removeItem(keyOf(place));
    else localStorage.setItem(keyOf(place), JSON.stringify(errands));
  } catch {
    // As above.
  }
};
