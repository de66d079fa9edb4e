// Onbon BX frames as bytes. No I/O.
//   A5 ×8 · escaped(header 14 · data · CRC-16/ARC low, high) · 5A
//   header: destination u16 · source u16 · 6 reserved · device type · version · length of data u16; little endian
//   escapes: A5 as A6 02, A6 as A6 01, 5A as 5B 02, 5B as 5B 01; length and CRC count the bytes before escaping
// Source: Onbon BX-K font card protocol manual; layouts of BX4K driver sources; vectors in frames/onbon_bx.json.
import { crcArc } from '../core/crc16.ts';
import { createFrameCutter } from '../core/delimited-frames.ts';

export const START = 0xa5;
export const END = 0x5a;
export const STARTS = 8;
export const HEADER = 14;
const LENGTH_AT = 12;

/** From the byte that must not be sent to the two that stand for it. */
const ESCAPES: ReadonlyMap<number, readonly [number, number]> = new Map([
  [0xa5, [0xa6, 0x02]],
  [0xa6, [0xa6, 0x01]],
  [0x5a, [0x5b, 0x02]],
  [0x5b, [0x5b, 0x01]],
]);

const UNESCAPED: ReadonlyMap<number, number> = new Map(
  [...ESCAPES].map(([byte, [first, second]]) => [(first << 8) | second, byte]),
);
const isSpecial = Uint8Array.from({ length: 256 }, (_, byte) => (ESCAPES.has(byte) ? 1 : 0));

const escapeBytes = (bytes: Iterable<number>): number[] => [...bytes].flatMap((byte) => ESCAPES.get(byte) ?? [byte]);

/** The error names the byte that cannot stand there. */
export const unescapeBytes = (bytes: Uint8Array): { readonly bytes: number[] } | { readonly error: string } => {
  const plain: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const escaped = isSpecial[byte] === 0 ? undefined : UNESCAPED.get((byte << 8) | (bytes[at + 1] ?? 0));
    if (escaped !== undefined) {
      plain.push(escaped);
      at++;
    } else if (isSpecial[byte] === 1) {
      const seen = Buffer.from(bytes.subarray(at, at + 2)).toString('hex');
      return { error: `${seen} at byte ${at} of the body is no escape; allowed: a602, a601, 5b02, 5b01` };
    } else plain.push(byte);
  }
  return { bytes: plain };
};

const u16 = (value: number) => [value & 0xff, (value >>> 8) & 0xff] as const;
const u32 = (value: number) => [...u16(value), ...u16(value >>> 16)] as const;

/** `body`: header and data. */
export const frame = (body: Iterable<number>): Uint8Array => {
  const plain = [...body];
  return Uint8Array.from([
    ...new Array<number>(STARTS).fill(START),
    ...escapeBytes([...plain, ...u16(crcArc(plain))]),
    END,
  ]);
};

/** The address that every controller has from the factory; FFFE would set all of them. */
const TO_CONTROLLER = 0x0001;
const FROM_US = 0x8000;
const ANY_DEVICE = 0xfe;
const VERSION = 2;

const request = (data: readonly number[]): Uint8Array =>
  frame([
    ...[...u16(TO_CONTROLLER), ...u16(FROM_US), 0, 0, 0, 0, 0, 0, ANY_DEVICE, VERSION],
    ...u16(data.length),
    ...data,
  ]);

const MUST_REPLY = 1;

export const ping = (): Uint8Array => request([0xa2, 0x00, MUST_REPLY, 0, 0]);

export interface Area {
  readonly index: number;
  /** Controllers count the width in steps of 8 px. */
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Printable ASCII. */
  readonly text: string;
  readonly emphasis: 'steady' | 'flashing';
}

/** Lasting font and size of the card: Song, 16 px, GB2312 and ASCII. */
const FONT = '\\FO000';
const ASCII_CENTRE = 0x02 | 0x08;
const SINGLE_LINE = 1;
const NO_WRAP = 1;
/** 1 shows at once, 2 types quickly, which draws the eye at each run. */
const EFFECT = { steady: 0x01, flashing: 0x02 } as const;
const STAY_HALF_SECONDS = 4;

const areaBytes = ({ index, topPx, widthPx, heightPx, text, emphasis }: Area): number[] => {
  // A backslash begins a command to the card.
  const shown = Buffer.from(`${FONT}${text.replaceAll('\\', '/')}`, 'latin1');
  const bytes = [
    ...[0, ...u16(0), ...u16(topPx), ...u16(Math.ceil(widthPx / 8)), ...u16(heightPx)],
    // Number, line spacing, runs in a circle, no time limit, no sound, no extra fields.
    ...[index, 0, 0, ...u16(0), 0, 0],
    ...[ASCII_CENTRE, SINGLE_LINE, NO_WRAP, EFFECT[emphasis], 0, 0, STAY_HALF_SECONDS],
    ...[...u32(shown.length), ...shown],
  ];
  return [...u16(bytes.length), ...bytes];
};

/** Sends all areas as the new dynamic areas; they live in RAM and do not wear the flash out. */
export const showAreas = (areas: readonly Area[]): Uint8Array =>
  request([0xa3, 0x06, MUST_REPLY, 0, 0, 0, areas.length, ...areas.flatMap(areaBytes)]);

export type BxReply =
  /** `code` 0: done. */
  | { readonly kind: 'reply'; readonly code: number }
  /** Answers that carry data, such as a status. */
  | { readonly kind: 'data'; readonly group: number; readonly command: number }
  | { readonly kind: 'spoiled' };

export interface ReplyReader {
  push(chunk: Uint8Array): BxReply[];
}

const LONGEST_FRAME = 4096;
const REPLY_GROUP = 0xa0;

const decodeReply = (body: Uint8Array): BxReply => {
  const plain = unescapeBytes(body);
  if ('error' in plain || plain.bytes.length < HEADER + 5 + 2) return { kind: 'spoiled' };
  const { bytes } = plain;
  // The CRC does not tell a 00 too many behind itself; the length does.
  const length = (bytes[LENGTH_AT] ?? 0) | ((bytes[LENGTH_AT + 1] ?? 0) << 8);
  if (length !== bytes.length - HEADER - 2 || crcArc(bytes) !== 0) return { kind: 'spoiled' };
  const { [HEADER]: group = 0, [HEADER + 1]: command = 0, [HEADER + 2]: code = 0 } = bytes;
  return group === REPLY_GROUP ? { kind: 'reply', code } : { kind: 'data', group, command };
};

export const createReplyReader = (): ReplyReader => {
  const cutter = createFrameCutter({ start: START, end: END, limitBytes: LONGEST_FRAME });
  return {
    push(chunk) {
      const replies: BxReply[] = [];
      cutter.push(chunk, (frame) => replies.push(decodeReply(frame.subarray(1, -1))));
      return replies;
    },
  };
};

/** CmdError of the manual. */
export const ERRORS: Readonly<Record<number, string>> = {
  0: 'none',
  1: 'unknown command group',
  2: 'unknown command',
  3: 'busy',
  4: 'out of memory',
  5: 'wrong checksum',
  6: 'file missing',
  7: 'flash error',
  8: 'download error',
  9: 'wrong file name',
  10: 'wrong file type',
  11: 'wrong checksum of a file',
  12: 'font missing',
  13: 'firmware for another controller',
  14: 'wrong date or time',
  15: 'file exists',
  16: 'wrong block number',
};
