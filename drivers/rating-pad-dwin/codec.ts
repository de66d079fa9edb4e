// DWIN DGUS II (T5L) as bytes: 5A A5 length command address …, the length counted from the command. 82 writes words and is
// answered "OK" unless the display's CFG switched that off; 83 reads words, and is also what a touch sends. With CFG 05.7
// set, a CRC-16/MODBUS of command and data follows, low byte first, counted by the length.
// Source: DWIN T5L DGUS II application development guide; vectors in frames/dwin.json.

import { crcModbus } from '../core/crc16.ts';

export const HEAD = [0x5a, 0xa5] as const;
export const WRITE = 0x82;
export const READ = 0x83;
const OK = [0x4f, 0x4b] as const;
export const CRC_LENGTH = 2;
/** Command, address and count: what stands before the words of a reply. */
const REPLY_HEAD = 4;
/** We read at most so many words; a longer "reply" is noise that would swallow the frames behind it. */
const WORDS_LIMIT = 8;

export type Checksum = 'none' | 'crc';

/** System variables. */
export const REGISTER = {
  reset: 0x0004,
  version: 0x000f,
  page: 0x0014,
  guiBusy: 0x0015,
  backlightNow: 0x0031,
  backlight: 0x0082,
  goToPage: 0x0084,
  buzzer: 0x00a0,
  touchSimulation: 0x00d4,
} as const;

export type DwinMessage =
  | { readonly kind: 'written' }
  /** A reply to a read, or a touch: nothing in the frame tells one from the other. */
  | { readonly kind: 'words'; readonly address: number; readonly words: readonly number[] };

export const frame = (body: readonly number[], checksum: Checksum): Uint8Array => {
  const bytes = Uint8Array.from(body);
  const crc = crcModbus(bytes);
  const check = checksum === 'crc' ? [crc & 0xff, crc >> 8] : [];
  return Uint8Array.from([...HEAD, body.length + check.length, ...body, ...check]);
};

const pair = (word: number) => [(word >> 8) & 0xff, word & 0xff];

export const encodeRead = (address: number, words: number, checksum: Checksum): Uint8Array =>
  frame([READ, ...pair(address), words], checksum);

/** `data`: whole words. */
export const encodeWrite = (address: number, data: Iterable<number>, checksum: Checksum): Uint8Array =>
  frame([WRITE, ...pair(address), ...data], checksum);

export const encodeGoToPage = (page: number, checksum: Checksum): Uint8Array =>
  encodeWrite(REGISTER.goToPage, [0x5a, 0x01, ...pair(page)], checksum);

/** Brightness now and in standby, 0 to 100; the two bytes behind are the time until standby, 0 = as it was set. */
export const encodeBacklight = (percent: number, checksum: Checksum): Uint8Array =>
  encodeWrite(REGISTER.backlight, [percent, percent, 0, 0], checksum);

export const encodeReset = (checksum: Checksum): Uint8Array =>
  encodeWrite(REGISTER.reset, [0x55, 0xaa, 0x5a, 0xa5], checksum);

/** A text variable's bytes end with FF FF, else the tail of a longer text before stays visible; FF pads to whole words. */
const ended = (bytes: Uint8Array): Uint8Array =>
  Uint8Array.from([...bytes, 0xff, 0xff, ...(bytes.length % 2 === 0 ? [] : [0xff])]);

/** For the QR variable 0x25 and for texts in ASCII. */
export const asciiData = (text: string): Uint8Array => ended(Buffer.from(text, 'latin1'));

/** For texts whose font is Unicode: UTF-16, high byte first, at most `limitWords` words with the end. */
export const unicodeData = (text: string, limitWords: number): Uint8Array => {
  let cut = '';
  for (const character of text.normalize('NFC')) {
    if (cut.length + character.length > limitWords - 1) break;
    cut += character;
  }
  return ended(Buffer.from(cut, 'utf16le').swap16());
};

/** Whether a frame of `length` may carry `count`: in words, or in bytes as some ready-made rating pads count. */
export const dataLength = (length: number, count: number, checkLength: number): number | null => {
  const data = length - REPLY_HEAD - checkLength;
  return data > 0 && (data === count * 2 || (data === count && data % 2 === 0)) ? data : null;
};

type Found = DwinMessage | 'more' | 'none' | 'bad-checksum';

const wordsAt = (bytes: Uint8Array, at: number, count: number): number[] => {
  const words: number[] = [];
  for (let index = at; index < at + 2 * count; index += 2)
    words.push(((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0));
  return words;
};

/** Whether the head that came so far, of at least four bytes, can begin a frame. */
const mayBegin = (bytes: Uint8Array, at: number, checkLength: number): boolean => {
  const length = bytes[at + 2] ?? 0;
  if (bytes[at + 3] === WRITE) return length === 3 + checkLength;
  const data = length - REPLY_HEAD - checkLength;
  if (bytes[at + 3] !== READ || data < 2 || data > 2 * WORDS_LIMIT) return false;
  return bytes.length - at < 7 || dataLength(length, bytes[at + 6] ?? 0, checkLength) !== null;
};

const isChecked = (bytes: Uint8Array, from: number, end: number): boolean => crcModbus(bytes.subarray(from, end)) === 0;

/** Without a checksum only this tells that the end of a frame was lost: the next one begins inside of it. */
const holdsBeginning = (bytes: Uint8Array, at: number, end: number): boolean => {
  for (let inner = at + 4; inner < end; inner++) {
    if (bytes[inner] !== HEAD[0] || bytes[inner + 1] !== HEAD[1]) continue;
    if (bytes.length - inner < 4 || mayBegin(bytes, inner, 0)) return true;
  }
  return false;
};

/** Refuses as early as the bytes allow, so that noise that begins like a frame does not wait for the length it claims. */
const find = (bytes: Uint8Array, at: number, checkLength: number): Found => {
  const seen = bytes.length - at;
  if (seen >= 2 && bytes[at + 1] !== HEAD[1]) return 'none';
  if (seen < 4) return 'more';
  if (!mayBegin(bytes, at, checkLength)) return 'none';
  const length = bytes[at + 2] ?? 0;
  const end = at + 3 + length;
  if (bytes.length < end) return 'more';
  if (checkLength > 0 && !isChecked(bytes, at + 3, end)) return 'bad-checksum';
  if (checkLength === 0 && holdsBeginning(bytes, at, end)) return 'none';
  if (bytes[at + 3] === WRITE) return bytes[at + 4] === OK[0] && bytes[at + 5] === OK[1] ? { kind: 'written' } : 'none';
  const address = ((bytes[at + 4] ?? 0) << 8) | (bytes[at + 5] ?? 0);
  return { kind: 'words', address, words: wordsAt(bytes, at + 7, (length - REPLY_HEAD - checkLength) / 2) };
};

export interface DwinReader {
  push(chunk: Uint8Array): DwinMessage[];
}

/** `onBadChecksum` is told of each frame whose CRC was wrong. */
export const createDwinReader = (checksum: Checksum, onBadChecksum: () => void): DwinReader => {
  const checkLength = checksum === 'crc' ? CRC_LENGTH : 0;
  let kept: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      const bytes = kept.length === 0 ? Buffer.from(chunk) : Buffer.concat([kept, chunk]);
      const messages: DwinMessage[] = [];
      let at = 0;
      while (at < bytes.length) {
        const found = bytes[at] === HEAD[0] ? find(bytes, at, checkLength) : 'none';
        if (found === 'more') break;
        if (found === 'bad-checksum') onBadChecksum();
        if (typeof found === 'string') at++;
        else {
          messages.push(found);
          at += 3 + (bytes[at + 2] ?? 0);
        }
      }
      kept = bytes.subarray(at);
      return messages;
    },
  };
};
