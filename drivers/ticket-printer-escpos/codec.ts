// ESC/POS as bytes: what we send, and the printer's answers taken apart. No I/O, no time-outs.
// Source: Epson ESC/POS command reference; vectors in frames/escpos.json.
//
// Answers carry no length and no id; only fixed bits tell them apart (b7…b0):
//   0xx1xx10  reply to DLE EOT n                    mask 93 = 12
//   0xx1xx00  first of four bytes of ASB            mask 93 = 10; the other three have b7 = b4 = 0
//   0xx0xxxx  reply to GS r n
//   5F … 00   reply to GS I n (text), 37 … 00       other blocks, such as "buffers cleared" (37 25 00)
//   11, 13    XON, XOFF
import type { Raster } from '../core/device-classes.ts';
import type { PaperAndErrors } from '../core/printer-condition.ts';

const DLE = 0x10;
const ESC = 0x1b;
const GS = 0x1d;

/** ESC @: resets modes; data already received is kept. */
export const INITIALISE = Uint8Array.of(ESC, 0x40);
/** GS V 65 0 and 66 0 (leaves a bridge): feed to the cutter, then cut; without the feed the cut goes through the last lines. */
export const FEED_AND_CUT = { full: Uint8Array.of(GS, 0x56, 65, 0), partial: Uint8Array.of(GS, 0x56, 66, 0) } as const;
/** ESC d 4: the tear bar of printers without a cutter is about four lines above the head. */
export const FEED_TO_TEAR_BAR = Uint8Array.of(ESC, 0x64, 4);
/** GS a 0F: pushes four bytes of status at each change of drawer, online, error or paper; one set at once. */
export const ENABLE_STATUS_BACK = Uint8Array.of(GS, 0x61, 0x0f);
/** GS r 1: paper sensor, answered in its turn behind all data before it. Not answered while offline. */
export const END_OF_JOB_MARKER = Uint8Array.of(GS, 0x72, 1);
/** DLE DC4 8 01 03 14 01 06 02 08: clears receive and print buffer in real time, answered by 37 25 00. */
export const CLEAR_BUFFERS = Uint8Array.of(DLE, 0x14, 8, 1, 3, 0x14, 1, 6, 2, 8);

/** 1 printer, 2 cause of offline, 3 cause of error, 4 paper sensors. */
export type StatusRequest = 1 | 2 | 3 | 4;
/** DLE EOT n: answered in real time, also when offline, busy or full. */
export const requestStatus = (n: StatusRequest): Uint8Array => Uint8Array.of(DLE, 0x04, n);

/** Second bytes after DLE that a printer obeys at once, even inside an image: EOT, ENQ, DC4. */
const REAL_TIME = new Set([0x04, 0x05, 0x14]);

/**
 * Takes every real-time command out of dots by widening one dot to its right neighbour (10 becomes 18): a stray
 * 10 04, 10 05 or 10 14 in an image would be answered, or would clear the buffer. 2 % of random tickets hold one.
 */
export const defuseRealTime = (dots: Uint8Array): Uint8Array => {
  const defused = Uint8Array.from(dots);
  for (const [at, byte] of defused.entries()) {
    const next = defused[at + 1];
    if (byte === DLE && next !== undefined && REAL_TIME.has(next)) defused[at] = 0x18;
  }
  return defused;
};

/** GS v 0 m=0 xL xH yL yH d…: x bytes a row, y rows. The printer takes exactly x × y bytes, whatever they are. */
const encodeBand = (rowBytes: number, rows: number, dots: Uint8Array): Uint8Array => {
  const band = new Uint8Array(8 + dots.length);
  band.set([GS, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, rows & 0xff, rows >> 8]);
  band.set(defuseRealTime(dots), 8);
  return band;
};

const inkedBytesOfRow = (row: Uint8Array): number => row.findLastIndex((byte) => byte !== 0) + 1;

export interface Band {
  readonly rows: number;
  readonly bytes: Uint8Array;
}

/**
 * The image as consecutive GS v 0 commands of at most `maxRows` rows, no line feed between them. White to the right of
 * the last dot is not sent, and runs of white rows make bands of their own, one byte wide: paper looks the same, and a
 * ticket takes about half the bytes.
 */
export const encodeRaster = ({ widthPx, heightPx, data }: Raster, maxRows: number): Band[] => {
  const rowBytes = Math.ceil(widthPx / 8);
  if (data.length !== rowBytes * heightPx) {
    throw new Error(`A raster of ${widthPx}×${heightPx} has ${data.length} bytes; it needs ${rowBytes * heightPx}`);
  }
  const rowAt = (y: number) => data.subarray(y * rowBytes, (y + 1) * rowBytes);
  const bands: Band[] = [];
  for (let top = 0; top < heightPx; ) {
    const isWhite = inkedBytesOfRow(rowAt(top)) === 0;
    let inked = 1;
    let bottom = top;
    for (; bottom < heightPx && bottom - top < maxRows; bottom++) {
      const bytesOfRow = inkedBytesOfRow(rowAt(bottom));
      if ((bytesOfRow === 0) !== isWhite && bottom - top >= MIN_RUN_ROWS) break;
      if (isWhite && bytesOfRow > 0) break;
      inked = Math.max(inked, bytesOfRow);
    }
    const rows = bottom - top;
    const dots = new Uint8Array(inked * rows);
    for (let y = 0; y < rows; y++) dots.set(rowAt(top + y).subarray(0, inked), y * inked);
    bands.push({ rows, bytes: encodeBand(inked, rows, dots) });
    top = bottom;
  }
  return bands;
};

/** Shorter bands would spend more on headers than they save. */
const MIN_RUN_ROWS = 16;

const has = (byte: number, bit: number) => (byte & (1 << bit)) !== 0;

/**
 * The replies to DLE EOT 1 to 4, together. Paper end is any of bits 5 and 6 of the fourth: a real printer with the
 * roll taken out answered 72, not 7E (python-escpos #143). Bit 2 of the first is the level of a drawer pin: ignored.
 */
export const decodeRealTimeStatus = (replies: Readonly<Record<StatusRequest, number>>): PaperAndErrors => ({
  isOffline: has(replies[1], 3),
  isCoverOpen: has(replies[2], 2),
  paper: (replies[4] & 0x60) !== 0 || has(replies[2], 5) ? 'out' : (replies[4] & 0x0c) !== 0 ? 'near-end' : 'ok',
  isCutterStuck: has(replies[3], 3),
  isHeadHot: has(replies[3], 6),
  isMechanismStuck: has(replies[3], 2),
  isBroken: has(replies[3], 5),
});

/** Four bytes of ASB: 1 state, 2 errors, 3 paper (bits 0-1 near end, 2-3 end), 4 differs by model and is ignored. */
export const decodeStatusBack = ({ 0: state = 0, 1: errors = 0, 2: paper = 0 }: ArrayLike<number>): PaperAndErrors => ({
  isOffline: has(state, 3),
  isCoverOpen: has(state, 5),
  paper: (paper & 0x0c) !== 0 ? 'out' : (paper & 0x03) !== 0 ? 'near-end' : 'ok',
  isCutterStuck: has(errors, 3),
  isHeadHot: has(errors, 6),
  isMechanismStuck: has(errors, 2),
  isBroken: has(errors, 5),
});

/** Reply to DLE EOT n: 0xx1xx10. */
export const isRealTimeStatus = (byte: number): boolean => (byte & 0x93) === 0x12;
/** First byte of automatic status: 0xx1xx00. No other byte of it has bit 4. */
export const isStatusBackFirst = (byte: number): boolean => (byte & 0x93) === 0x10;

export type PrinterAnswer =
  | { readonly kind: 'real-time-status'; readonly byte: number }
  | { readonly kind: 'status-back'; readonly status: PaperAndErrors }
  | { readonly kind: 'job-marker'; readonly byte: number }
  | { readonly kind: 'block'; readonly header: number; readonly content: Uint8Array }
  | { readonly kind: 'flow'; readonly mayWeSend: 'yes' | 'no' }
  /** Fits nothing; or the rest of an answer whose end never came. */
  | { readonly kind: 'garbage'; readonly bytes: readonly number[] };

const isBlockHeader = (byte: number): boolean => byte === 0x5f || byte === 0x37;
const BLOCK_LIMIT = 128;
const STATUS_BACK_LENGTH = 4;

const isFlow = (byte: number): boolean => byte === 0x11 || byte === 0x13;
const flow = (byte: number): PrinterAnswer => ({ kind: 'flow', mayWeSend: byte === 0x11 ? 'yes' : 'no' });

export interface AnswerParser {
  push(chunk: Uint8Array): PrinterAnswer[];
  /** Call when the line has been quiet for a while: half an answer will not be completed any more. */
  quiet(): PrinterAnswer[];
}

export const createAnswerParser = (): AnswerParser => {
  const partial = new Uint8Array(BLOCK_LIMIT + 1);
  let filled = 0;

  const drop = (answers: PrinterAnswer[]): void => {
    if (filled > 0) answers.push({ kind: 'garbage', bytes: [...partial.subarray(0, filled)] });
    filled = 0;
  };

  const takeFirst = (byte: number, answers: PrinterAnswer[]): void => {
    if (isFlow(byte)) answers.push(flow(byte));
    else if (isRealTimeStatus(byte)) answers.push({ kind: 'real-time-status', byte });
    else if (isStatusBackFirst(byte) || isBlockHeader(byte)) partial[filled++] = byte;
    else if ((byte & 0x90) === 0) answers.push({ kind: 'job-marker', byte });
    else answers.push({ kind: 'garbage', bytes: [byte] });
  };

  const takeInsideBlock = (byte: number, answers: PrinterAnswer[]): void => {
    if (byte === 0) {
      answers.push({ kind: 'block', header: partial[0] ?? 0, content: partial.slice(1, filled) });
      filled = 0;
      return;
    }
    partial[filled++] = byte;
    if (filled > BLOCK_LIMIT) drop(answers);
  };

  const takeInsideStatusBack = (byte: number, answers: PrinterAnswer[]): void => {
    if ((byte & 0x90) !== 0) {
      drop(answers);
      takeFirst(byte, answers);
      return;
    }
    partial[filled++] = byte;
    if (filled < STATUS_BACK_LENGTH) return;
    answers.push({ kind: 'status-back', status: decodeStatusBack(partial) });
    filled = 0;
  };

  const take = (byte: number, answers: PrinterAnswer[]): void => {
    if (filled === 0) takeFirst(byte, answers);
    // Flow control may interrupt any answer (Epson, DLE DC4 fn=8, notes).
    else if (isFlow(byte)) answers.push(flow(byte));
    else if (isBlockHeader(partial[0] ?? 0)) takeInsideBlock(byte, answers);
    else takeInsideStatusBack(byte, answers);
  };

  return {
    push(chunk) {
      const answers: PrinterAnswer[] = [];
      for (const byte of chunk) take(byte, answers);
      return answers;
    },
    quiet() {
      const answers: PrinterAnswer[] = [];
      drop(answers);
      return answers;
    },
  };
};
