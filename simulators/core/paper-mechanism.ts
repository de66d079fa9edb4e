// Paper, head and cutter: rows come out at a real speed, and what comes out is a ticket or a piece of one.
import type { PrintedTicket as Ticket } from '../../contract/bench/ticket-printer-escpos.ts';

export type Paper = 'ok' | 'near-end' | 'out';

export interface Mechanism {
  readonly paper: Paper;
  readonly tickets: readonly Ticket[];
  readonly rowsInProgress: number;
  /** Milliseconds until the paper may be moved again; 0 when it may be now. */
  busyMs(): number;
  printRow(dots: Uint8Array): void;
  feed(rows: number): void;
  cut(): void;
  /** What is in the slot now cannot become a whole ticket any more. */
  spoil(): void;
  setPaper(paper: Paper): void;
  setRowsLeft(rows: number): void;
  tearOff(): void;
  rowsOf(ticketNumber: number): readonly Uint8Array[] | null;
}

/** A cut takes as long as so many rows. */
const CUT_ROWS = 240;
/** A head that rested may start at once, but does not make up for lost time. */
const CATCH_UP_MS = 10;

export const createMechanism = (rowsPerSecond: number, onPaperChanged: () => void): Mechanism => {
  let paper: Paper = 'ok';
  let rowsLeft = Number.POSITIVE_INFINITY;
  let rows: Uint8Array[] = [];
  let isSpoiled = false;
  let printed = 0;
  let tickets: { ticket: Ticket; rows: readonly Uint8Array[] }[] = [];
  let freeAtMs = 0;

  const moveRow = () => {
    freeAtMs = Math.max(freeAtMs, performance.now() - CATCH_UP_MS) + 1000 / rowsPerSecond;
    rowsLeft--;
    if (rowsLeft > 0) return;
    rowsLeft = Number.POSITIVE_INFINITY;
    setPaper('out');
  };

  const setPaper = (level: Paper) => {
    if (level === paper) return;
    paper = level;
    if (level === 'out' && rows.length > 0) isSpoiled = true;
    onPaperChanged();
  };

  return {
    get paper() {
      return paper;
    },
    get tickets() {
      return tickets.map(({ ticket }) => ticket);
    },
    get rowsInProgress() {
      return rows.length;
    },
    busyMs: () => Math.max(0, freeAtMs - performance.now()),
    printRow(dots) {
      rows.push(dots);
      moveRow();
    },
    feed(count) {
      for (let row = 0; row < count && paper !== 'out'; row++) moveRow();
    },
    cut() {
      freeAtMs = Math.max(freeAtMs, performance.now()) + (CUT_ROWS * 1000) / rowsPerSecond;
      if (rows.length > 0) {
        printed++;
        const ticket = { number: printed, heightPx: rows.length, whole: !isSpoiled, atMs: Date.now() };
        tickets.push({ ticket, rows });
      }
      rows = [];
      isSpoiled = false;
    },
    spoil() {
      isSpoiled = isSpoiled || rows.length > 0;
    },
    setPaper(level) {
      rowsLeft = Number.POSITIVE_INFINITY;
      setPaper(level);
    },
    setRowsLeft(count) {
      rowsLeft = count;
      setPaper(count === 0 ? 'out' : 'near-end');
    },
    tearOff() {
      tickets = [];
    },
    rowsOf: (number) => tickets.find(({ ticket }) => ticket.number === number)?.rows ?? null,
  };
};
