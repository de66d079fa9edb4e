// What a board of text lines shows, by the calls of the day.
import { text } from '../../../contract/texts.ts';
import type { BoardMessage } from '../../../drivers/core/device-classes.ts';

export interface BoardCall {
  readonly number: string;
  readonly counterNumber: number;
  readonly calledAtMs: number;
}

export interface BoardFacts {
  /** Newest first. */
  readonly calls: readonly BoardCall[];
  /** Of the board. */
  readonly lines: number;
  readonly charactersPerLine: number;
  /** Shown while nobody was called; left out where it does not fit. */
  readonly siteName: string;
  /** Instead of everything else; null: none. */
  readonly emergency: string | null;
  readonly nowMs: number;
  readonly flashMs: number;
}

/** A clock that was set back makes no call fresh for ever. */
const isFresh = (call: BoardCall, nowMs: number, flashMs: number): boolean =>
  nowMs >= call.calledAtMs && nowMs - call.calledAtMs < flashMs;

const forms = ['messageBoard.call', 'messageBoard.short', 'messageBoard.shorter', 'messageBoard.shortest'] as const;

const lineOf = ({ number, counterNumber: counter }: BoardCall, width: number): string =>
  forms.map((form) => text('vi', form, { number, counter })).find((line) => line.length <= width) ?? number;

/** `words` over at most `lines` lines, or null. */
const wrap = (words: string, lines: number, width: number): string[] | null => {
  const rows: string[] = [];
  for (const word of words.split(' ')) {
    const row = rows.at(-1);
    if (row !== undefined && row.length + 1 + word.length <= width) rows[rows.length - 1] = `${row} ${word}`;
    else rows.push(word);
  }
  return rows.length <= lines && rows.every((row) => row.length <= width) ? rows : null;
};

/** A call alone has the whole board: the number above, the counter below it. */
const twoLines = ({ number, counterNumber: counter }: BoardCall, width: number): string[] | null => {
  const rows = [text('vi', 'messageBoard.number', { number }), text('vi', 'messageBoard.counter', { counter })];
  return rows.every((row) => row.length <= width) ? rows : null;
};

/** Fresh calls flash, and nothing stands beside them; afterwards the last calls stand still, the newest on top. */
export const messageFor = (facts: BoardFacts): BoardMessage => {
  const { calls, lines, charactersPerLine: width, siteName, emergency, nowMs, flashMs } = facts;
  if (emergency !== null) {
    const warning = text('vi', 'messageBoard.emergency', {});
    return {
      lines: wrap(emergency.normalize('NFC'), lines, width) ?? wrap(warning, lines, width) ?? [],
      emphasis: 'flashing',
    };
  }
  const fresh = calls.filter((call) => isFresh(call, nowMs, flashMs));
  const [newest, another] = fresh;
  if (newest !== undefined) {
    const alone = another === undefined && lines >= 2 ? twoLines(newest, width) : null;
    return {
      lines: alone ?? fresh.slice(0, lines).map((call) => lineOf(call, width)),
      emphasis: 'flashing',
    };
  }
  if (calls.length > 0) return { lines: calls.slice(0, lines).map((call) => lineOf(call, width)), emphasis: 'steady' };
  const idle = wrap(siteName.normalize('NFC'), lines, width) ?? wrap(text('vi', 'messageBoard.idle', {}), lines, width);
  return { lines: idle ?? [], emphasis: 'steady' };
};

/** When the message of these facts changes by itself, or null. */
export const steadyAtMs = ({
  calls,
  nowMs,
  flashMs,
}: Pick<BoardFacts, 'calls' | 'nowMs' | 'flashMs'>): number | null => {
  const ends = calls.filter((call) => isFresh(call, nowMs, flashMs)).map(({ calledAtMs }) => calledAtMs + flashMs);
  return ends.length === 0 ? null : Math.min(...ends);
};
