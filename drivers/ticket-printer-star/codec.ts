// StarPRNT as bytes: what we send, and the printer's answers taken apart. No I/O, no time-outs.
// Source: Star "StarPRNT Command Specifications"; vectors in frames/star.json. Star's bit 0 of the first byte and the
// length in it make automatic status (ASB) tell itself:
//   0ll0lll1  first byte: bits 1-3 and 5-6 are the length; every other byte has bits 0 and 4 clear
//   1B 1D 03 s n1 n2 counter 00   answer to ESC GS ETX, with the two bytes of the question
//   1B 23 2A … 0A 00              answer to ESC # *
import type { Raster } from '../core/device-classes.ts';
import type { PaperAndErrors } from '../core/printer-condition.ts';

const ACK = 0x06;
const ESC = 0x1b;
const GS = 0x1d;
const RS = 0x1e;

/** ESC @ CAN: modes to their defaults, the line buffer is forgotten. */
export const INITIALISE = Uint8Array.of(ESC, 0x40, 0x18);
/** ESC d: 2 feeds to the cutter and cuts, 3 leaves a bridge. */
export const FEED_AND_CUT = { full: Uint8Array.of(ESC, 0x64, 2), partial: Uint8Array.of(ESC, 0x64, 3) } as const;
/** ESC RS a 1: status at each change. */
export const ENABLE_STATUS_BACK = Uint8Array.of(ESC, RS, 0x61, 1);
/** ESC ACK SOH: status now, answered in real time. */
export const REQUEST_STATUS = Uint8Array.of(ESC, ACK, 0x01);
/** ESC GS ETX 1: answered with the same `id` when the motor has stopped after all that was sent before. */
export const tellWhenPrinted = (id: number): Uint8Array => Uint8Array.of(ESC, GS, 3, 1, id >> 8, id & 0xff);

/** A stray ESC ACK in dots would be a question, or a reset (ESC ACK CAN): one dot is made wider (1B becomes 1F). */
const defuseRealTime = (dots: Uint8Array): Uint8Array =>
  dots.map((byte, at) => (byte === ESC && dots[at + 1] === ACK ? 0x1f : byte));

const BLACK = 0;
const HEAD_BYTES = 9;
/** ESC GS S 1 xL xH yL yH 0 d…: x bytes a row, y rows. The printer takes exactly x × y bytes, whatever they are. */
const encodeBand = (rowBytes: number, rows: number, dots: Uint8Array): Uint8Array => {
  const band = new Uint8Array(HEAD_BYTES + dots.length);
  band.set([ESC, GS, 0x53, 1, rowBytes & 0xff, rowBytes >> 8, rows & 0xff, rows >> 8, BLACK]);
  band.set(defuseRealTime(dots), HEAD_BYTES);
  return band;
};

export interface Band {
  readonly rows: number;
  readonly bytes: Uint8Array;
}

/** The image as consecutive commands of at most `maxRows` rows; white to the right of the last dot is not sent. */
export const encodeRaster = ({ widthPx, heightPx, data }: Raster, maxRows: number): Band[] => {
  const rowBytes = Math.ceil(widthPx / 8);
  if (data.length !== rowBytes * heightPx)
    throw new Error(`A raster of ${widthPx}×${heightPx} has ${data.length} bytes; it needs ${rowBytes * heightPx}`);
  const bands: Band[] = [];
  for (let top = 0; top < heightPx; top += maxRows) {
    const rows = Math.min(maxRows, heightPx - top);
    const rowAt = (row: number) => data.subarray((top + row) * rowBytes, (top + row + 1) * rowBytes);
    const inked = Math.max(
      1,
      ...Array.from({ length: rows }, (_, row) => rowAt(row).findLastIndex((byte) => byte !== 0) + 1),
    );
    const dots = new Uint8Array(inked * rows);
    for (let row = 0; row < rows; row++) dots.set(rowAt(row).subarray(0, inked), row * inked);
    bands.push({ rows, bytes: encodeBand(inked, rows, dots) });
  }
  return bands;
};

export const isStatusFirst = (byte: number): boolean => (byte & 0x91) === 0x01;
/** The length that the first byte of automatic status announces, itself counted. */
export const statusLength = (first: number): number => ((first >> 1) & 0x07) | ((first & 0x60) >> 2);
/** Shorter status has no paper byte; longer was never seen. */
export const STATUS_LENGTHS = { from: 7, to: 16 } as const;
/** Bits 0 and 4 of every byte of status but the first are 0. */
export const STATUS_FIXED_BITS = 0x11;

const has = (byte: number | undefined, bit: number) => ((byte ?? 0) & (1 << bit)) !== 0;

/** Bytes of automatic status from the first on: 3 state, 4 errors, 5 jam, 6 paper (counted from 1). */
export const decodeStatus = ({ 2: state, 3: errors, 4: jam, 5: paper }: ArrayLike<number>): PaperAndErrors => ({
  isOffline: has(state, 3),
  isCoverOpen: has(state, 5),
  paper: has(paper, 3) ? 'out' : has(paper, 2) || has(paper, 1) ? 'near-end' : 'ok',
  isCutterStuck: has(errors, 3),
  isHeadHot: has(errors, 6),
  isMechanismStuck: has(errors, 2) || has(jam, 2),
  isBroken: has(errors, 5),
});

export type StarAnswer =
  | { readonly kind: 'status'; readonly status: PaperAndErrors }
  | { readonly kind: 'printed'; readonly id: number }
  | { readonly kind: 'version'; readonly text: string }
  | { readonly kind: 'garbage'; readonly bytes: readonly number[] };

export interface StarReader {
  push(chunk: Uint8Array): StarAnswer[];
  /** Call when the line has been quiet for a while: half an answer will not be completed any more. */
  quiet(): void;
}

const ETX_ANSWER = [ESC, GS, 3];
const ETX_ANSWER_BYTES = 8;
const VERSION = [ESC, 0x23, 0x2a];
/** The first bytes of both answers. */
const ANSWER_HEAD_BYTES = 3;
const VERSION_LIMIT = 128;

export const createStarReader = (): StarReader => {
  const partial = new Uint8Array(VERSION_LIMIT + 1);
  let filled = 0;

  const drop = (answers: StarAnswer[]): void => {
    answers.push({ kind: 'garbage', bytes: [...partial.subarray(0, filled)] });
    filled = 0;
  };

  const takeFirst = (byte: number, answers: StarAnswer[]): void => {
    // NULs between answers: the extension that a LAN card puts behind status, with nothing in it.
    if (byte === 0) return;
    const length = statusLength(byte);
    const isStatus = isStatusFirst(byte) && length >= STATUS_LENGTHS.from && length <= STATUS_LENGTHS.to;
    if (byte === ESC || isStatus) partial[filled++] = byte;
    else answers.push({ kind: 'garbage', bytes: [byte] });
  };

  const again = (byte: number, answers: StarAnswer[]): void => {
    drop(answers);
    takeFirst(byte, answers);
  };

  const takeInsideStatus = (byte: number, answers: StarAnswer[]): void => {
    if ((byte & STATUS_FIXED_BITS) !== 0) {
      again(byte, answers);
      return;
    }
    partial[filled++] = byte;
    if (filled < statusLength(partial[0] ?? 0)) return;
    answers.push({ kind: 'status', status: decodeStatus(partial) });
    filled = 0;
  };

  const takeInsideVersion = (byte: number, answers: StarAnswer[]): void => {
    if (byte === 0) {
      answers.push({ kind: 'version', text: String.fromCharCode(...partial.subarray(VERSION.length, filled - 2)) });
      filled = 0;
    } else if (filled > VERSION_LIMIT) drop(answers);
  };

  const takeInsidePrinted = (byte: number, answers: StarAnswer[]): void => {
    if (filled < ETX_ANSWER_BYTES) return;
    if (byte === 0) answers.push({ kind: 'printed', id: (partial[4] ?? 0) * 256 + (partial[5] ?? 0) });
    else drop(answers);
    filled = 0;
  };

  const takeInsideAnswer = (byte: number, answers: StarAnswer[]): void => {
    const isVersion = (filled === 1 ? byte : partial[1]) === VERSION[1];
    if (filled < ANSWER_HEAD_BYTES && byte !== (isVersion ? VERSION : ETX_ANSWER)[filled]) {
      again(byte, answers);
      return;
    }
    partial[filled++] = byte;
    if (filled <= ANSWER_HEAD_BYTES) return;
    if (isVersion) takeInsideVersion(byte, answers);
    else takeInsidePrinted(byte, answers);
  };

  const take = (byte: number, answers: StarAnswer[]): void => {
    if (filled === 0) takeFirst(byte, answers);
    else if (partial[0] === ESC) takeInsideAnswer(byte, answers);
    else takeInsideStatus(byte, answers);
  };

  return {
    push(chunk) {
      const answers: StarAnswer[] = [];
      for (const byte of chunk) take(byte, answers);
      return answers;
    },
    quiet() {
      filled = 0;
    },
  };
};
