// Screens of the day that only look: a board for the whole hall, and the phones of those who follow their turn.
import { setTimeout as pause } from 'node:timers/promises';
import type { TicketId, TicketToken } from '../../contract/ids.ts';
import type { BoardView, LiveHello, TurnView } from '../../contract/live.ts';
import { readLive } from '../support/live-stream.ts';

export interface Board {
  /** For each number and counter, the calls that were shown, by their `seq`. */
  readonly shown: ReadonlyMap<string, ReadonlySet<number>>;
  /** The clock of the host when the board was opened. */
  readonly openedAtMs: number;
}

/** A number that is called to a counter, as boards show it. */
export const callKey = (number: string, counterNumber: number): string => `${number} → ${counterNumber}`;

export const watchBoard = (url: string, signal: AbortSignal): Promise<Board> =>
  new Promise((resolve, reject) => {
    const shown = new Map<string, Set<number>>();
    readLive({ url: `${url}/live/board`, headers: {}, signal }, (event, data) => {
      if (event === 'hello') resolve({ shown, openedAtMs: (JSON.parse(data) as LiveHello).nowMs });
      if (event !== 'view') return;
      const { calls }: BoardView = JSON.parse(data);
      for (const { seq, number, counterNumber } of calls) {
        const key = callKey(number, counterNumber);
        const known = shown.get(key) ?? new Set();
        shown.set(key, known.add(seq));
      }
    }).catch(reject);
  });

/** How long people look up, in real time, before they act without having seen themselves called. */
const longestLookMs = 10_000;

/**
 * Waits until a call of a counter stands on the board, and the phone of that person says so too: nobody comes to a counter,
 * or is given up, before. Each call and recall once.
 */
export const createLookout = (
  board: Board,
  counterNumber: number,
  phoneOf: (ticketId: TicketId) => Phone | undefined,
) => {
  const known = new Map<string, number>();
  return async ({ ticketId, number }: { readonly ticketId: TicketId; readonly number: string }): Promise<void> => {
    const key = callKey(number, counterNumber);
    const untilMs = performance.now() + longestLookMs;
    const isSeen = (): boolean =>
      (board.shown.get(key)?.size ?? 0) > (known.get(key) ?? 0) &&
      (phoneOf(ticketId)?.calledTo.has(counterNumber) ?? true);
    while (!isSeen() && performance.now() < untilMs) await pause(5);
    known.set(key, board.shown.get(key)?.size ?? 0);
  };
};

export interface Phone {
  readonly ticketId: TicketId;
  /** The clock of the host when it was opened: a counter may have called before. */
  readonly openedAtMs: () => number;
  readonly calledTo: ReadonlySet<number>;
  /** What stands on it now; null before the first view. */
  readonly last: () => TurnView | null;
  /** Numbers that make no sense: negative people ahead, a range upside down. */
  readonly nonsense: readonly string[];
}

export const watchTurn = async (
  url: string,
  ticket: { readonly ticketId: TicketId; readonly token: TicketToken },
  signal: AbortSignal,
): Promise<Phone> => {
  let view: TurnView | null = null;
  let openedAtMs = Number.POSITIVE_INFINITY;
  const calledTo = new Set<number>();
  const nonsense: string[] = [];
  await readLive({ url: `${url}/live/turn/${ticket.token}`, headers: {}, signal }, (event, data) => {
    if (event === 'hello') openedAtMs = (JSON.parse(data) as LiveHello).nowMs;
    if (event !== 'view' && event !== 'part') return;
    const now: TurnView = { ...view, ...JSON.parse(data) };
    view = now;
    if (now.state === 'called' && now.counterNumber !== null) calledTo.add(now.counterNumber);
    const { ahead, wait } = now;
    if (ahead < 0 || (wait !== null && (wait.low < 0 || wait.high < wait.low)))
      nonsense.push(`${now.number}: ${ahead} ahead, ${JSON.stringify(wait)}`);
  });
  return { ticketId: ticket.ticketId, calledTo, nonsense, openedAtMs: () => openedAtMs, last: () => view };
};

/** Whether the phone shows what holds after the end of a day: nobody waits for anything any more. */
export const isSettled = ({ last }: Phone): boolean => {
  const state = last()?.state;
  return state !== undefined && !['waiting', 'on-hold', 'supplement'].includes(state);
};
