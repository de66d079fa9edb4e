// The Alpha sign protocol as bytes. No I/O, no clock.
//   five or more 00 (they set the sign's baud rate) · 01 · type · address (2) · blocks · 04
//   a block: 02 · command · data · 03 · checksum in 4 hex digits; 03 and checksum are optional in the last one
// Several blocks in one packet are "nested": the sign needs 100 ms after each 02 then, so a packet is sent in pieces.
// Source: Adaptive Micro Systems, Alpha Sign Communications Protocol 9708-8061, sections 5 and 6.
import { createFrameCutter } from '../core/delimited-frames.ts';

export const SOH = 0x01;
export const STX = 0x02;
export const ETX = 0x03;
export const EOT = 0x04;

export interface AlphaBlock {
  /** Command letter, such as G; then the label and the data, one byte a character. */
  readonly body: string;
}

/** Labels of memory files: TEXT that is always run, STRINGs that it calls, and the priority TEXT that goes before all. */
const TEXT_FILE = 'A';
const PRIORITY_FILE = '0';
/** STRING file of line `index` (0 to 8); 0 and ? are taken as names of others. */
const stringFile = (index: number): string => String(index + 1);

/** Of a STRING file; the longest that a sign takes is 125. */
const STRING_SIZE = 64;

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

const hex4 = (value: number) => value.toString(16).toUpperCase().padStart(4, '0');

const sumOf = (bytes: Uint8Array, from: number, to: number): number => {
  let sum = 0;
  for (let at = from; at < to; at++) sum += bytes[at] ?? 0;
  return sum & 0xffff;
};
/** Sum of all from STX to ETX modulo 65536. */
export const checksumOf = (block: Uint8Array): string => hex4(sumOf(block, 0, block.length));

/** Type Z and address 00: every sign on the line. */
export const packetPieces = (blocks: readonly AlphaBlock[]): Uint8Array[] => {
  const bodies = blocks.map(({ body }) => {
    const rest = latin1(`${body}\x03`);
    return [...rest, ...latin1(checksumOf(Uint8Array.of(STX, ...rest)))];
  });
  const head = [0, 0, 0, 0, 0, SOH, ...latin1('Z00'), STX];
  return [
    Uint8Array.from(head),
    ...bodies.map((body, at) => Uint8Array.of(...body, at === bodies.length - 1 ? EOT : STX)),
  ];
};

/** Room for the TEXT, for one STRING a line. Writing it empties the whole memory of the sign. */
export const memoryMap = (lines: number): string =>
  [
    `${TEXT_FILE}AU0100FF00`,
    ...Array.from({ length: lines }, (_, index) => `${stringFile(index)}BL${hex4(STRING_SIZE)}0000`),
  ].join('');

export const allocate = (lines: number): AlphaBlock => ({ body: `E$${memoryMap(lines)}` });

/** The TEXT holds still and calls one STRING a line (10, label); 0D begins a line. */
export const callStrings = (lines: number): AlphaBlock => ({
  body: `A${TEXT_FILE}\x1b b${Array.from({ length: lines }, (_, index) => `\x10${stringFile(index)}`).join('\r')}`,
});

export const writeLine = (index: number, text: string): AlphaBlock => ({ body: `G${stringFile(index)}${text}` });

/** Flashing, before everything else. */
export const writePriority = (lines: readonly string[]): AlphaBlock => ({
  body: `A${PRIORITY_FILE}\x1b c${lines.join('\r')}`,
});
export const clearPriority: AlphaBlock = { body: `A${PRIORITY_FILE}` };

export const readMemory: AlphaBlock = { body: 'F$' };
export const readStatus: AlphaBlock = { body: 'F*' };

/** What a sign answers to a read: command E, the label that was asked for, and its data. */
export interface AlphaReply {
  readonly label: string;
  readonly data: string;
  readonly isIntact: boolean;
}

const PLACES = [
  [0x20, 'illegal command'],
  [0x10, 'wrong checksum'],
  [0x08, 'too many bytes at once'],
  [0x04, 'bytes came too slowly'],
  [0x02, 'wrong stop bit; look at the baud rate'],
  [0x01, 'wrong parity; look at data bits and parity'],
] as const;

/** Of the serial error status register (9708-8061 section 6.3); empty when the sign took everything. */
export const troublesOf = (register: number): string[] =>
  PLACES.filter(([bit]) => (register & bit) !== 0).map(([, trouble]) => trouble);

const LONGEST_REPLY = 4096;

const READ_ANSWER = 0x45;
/** ASCII of 0, and of A without ten. */
const ZERO = 0x30;
const TEN = 0x37;
const SUM_DIGITS = 4;

/** Whether the four digits of the block's sum, and nothing else, stand between ETX and EOT. */
const isFollowedBySum = (frame: Uint8Array, start: number, end: number): boolean => {
  if (frame.length - 2 - end !== SUM_DIGITS) return false;
  const sum = sumOf(frame, start, end + 1);
  for (let place = 0; place < SUM_DIGITS; place++) {
    const digit = (sum >> (12 - 4 * place)) & 0x0f;
    if (frame[end + 1 + place] !== digit + (digit < 10 ? ZERO : TEN)) return false;
  }
  return true;
};

/** `frame` from SOH to EOT. Null when it is no reply: the echo of what we wrote, for example. */
const decodeReply = (frame: Uint8Array): AlphaReply | null => {
  const start = frame.indexOf(STX);
  const end = frame.indexOf(ETX, start);
  if (start === -1 || end - start < 3 || frame[start + 1] !== READ_ANSWER) return null;
  const text = Buffer.from(frame.buffer, frame.byteOffset, frame.length).toString('latin1');
  const isIntact = end + 1 === text.length - 1 || isFollowedBySum(frame, start, end);
  return { label: text.charAt(start + 2), data: text.slice(start + 3, end), isIntact };
};

export interface ReplyReader {
  push(chunk: Uint8Array): AlphaReply[];
}

export const createReplyReader = (): ReplyReader => {
  const cutter = createFrameCutter({ start: SOH, end: EOT, limitBytes: LONGEST_REPLY });
  return {
    push(chunk) {
      const replies: AlphaReply[] = [];
      cutter.push(chunk, (frame) => {
        const reply = decodeReply(frame);
        if (reply !== null) replies.push(reply);
      });
      return replies;
    },
  };
};
