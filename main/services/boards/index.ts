// The boards of text lines over the hall show the last calls, the newest flashing.
import type { CounterId } from '../../../contract/ids.ts';
import type { MessageBoard } from '../../../drivers/core/device-classes.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Queue } from '../queue/index.ts';
import { type BoardCall, messageFor, steadyAtMs } from './rules.ts';

export interface BoardsDeps {
  readonly ledger: Ledger;
  readonly queue: Queue;
  readonly siteName: string;
  readonly boards: readonly {
    readonly board: MessageBoard;
    /** Whose calls it shows: the counters below it, with the numbers on their signs. */
    readonly counterNumbers: ReadonlyMap<CounterId, number>;
    readonly flashMs: number;
  }[];
  /** Said instead of everything else, or null. */
  readonly emergency: () => string | null;
  readonly now: () => number;
  /** Runs `run` once after so many milliseconds, or never when it is disposed of before. */
  readonly later: (delayMs: number, run: () => void) => Disposable;
}

/** Calls of a day that are looked through for those of one board's counters. */
const RECENT = 50;

/** Shows what the tables say now, then follows the events. The driver shows it again after a loss. */
export const startBoards = ({ ledger, queue, siteName, boards, emergency, now, later }: BoardsDeps): Disposable => {
  const shown = new Map<MessageBoard, string>();
  let waking: Disposable | null = null;

  const callsOf = (counterNumbers: ReadonlyMap<CounterId, number>): BoardCall[] => {
    const day = queue.reads.openDay();
    const tickets = day === null ? [] : queue.reads.lastCalled(day, RECENT);
    return tickets.flatMap(({ number, counterId, calledAtMs }) => {
      const counterNumber = counterId === null ? undefined : counterNumbers.get(counterId);
      return counterNumber === undefined || calledAtMs === null ? [] : [{ number, counterNumber, calledAtMs }];
    });
  };

  const refresh = (): void => {
    const nowMs = now();
    const changes: number[] = [];
    for (const { board, counterNumbers, flashMs } of boards) {
      const { lines, charactersPerLine } = board.capabilities;
      const facts = {
        calls: callsOf(counterNumbers),
        lines,
        charactersPerLine,
        siteName,
        emergency: emergency(),
        nowMs,
        flashMs,
      };
      const changesAtMs = steadyAtMs(facts);
      if (changesAtMs !== null) changes.push(changesAtMs);
      const message = messageFor(facts);
      const look = JSON.stringify(message);
      if (shown.get(board) === look) continue;
      shown.set(board, look);
      // Whether it succeeds is the board's health, which the driver reports and keeps mending.
      void board.show(message);
    }
    waking?.[Symbol.dispose]();
    waking = changes.length === 0 ? null : later(Math.min(...changes) - nowMs, refresh);
  };
  if (boards.length === 0) return { [Symbol.dispose]: () => undefined };
  refresh();
  const following = ledger.subscribe(refresh);
  return {
    [Symbol.dispose]: () => {
      following[Symbol.dispose]();
      waking?.[Symbol.dispose]();
    },
  };
};
