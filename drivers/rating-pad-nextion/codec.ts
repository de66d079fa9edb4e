// Nextion displays as bytes. To the display: ASCII commands, to us: frames of fixed length, both ended by FF FF FF. Since
// numbers may hold FF too, a frame is taken by its length and never by looking for its end.
// Source: Nextion Instruction Set, sections 2 (commands) and 7 (return data); vectors in frames/nextion.json.

const END = 0xff;
const END_LENGTH = 3;
const TEXT = 0x70;
const COMOK = Buffer.from('comok ', 'latin1');
/** Longer texts than any component holds are noise. */
const TEXT_LIMIT_BYTES = 1024;

/** What the display says to a command: 01 done, all others why not. */
export const STATUS: ReadonlyMap<number, string> = new Map([
  [0x00, 'invalid instruction'],
  [0x01, 'done'],
  [0x02, 'invalid component'],
  [0x03, 'invalid page'],
  [0x04, 'invalid picture'],
  [0x05, 'invalid font'],
  [0x06, 'invalid file operation'],
  [0x09, 'invalid CRC'],
  [0x11, 'invalid baud rate'],
  [0x12, 'invalid waveform'],
  [0x1a, 'invalid variable'],
  [0x1b, 'invalid operation'],
  [0x1c, 'assignment failed'],
  [0x1d, 'EEPROM failed'],
  [0x1e, 'invalid number of parameters'],
  [0x1f, 'IO failed'],
  [0x20, 'invalid escape'],
  [0x23, 'name too long'],
  [0x24, 'serial buffer overflow'],
]);
export const DONE = 0x01;
export const OVERFLOW = 0x24;

const EVENTS = new Map([
  [0x86, 'asleep'],
  [0x87, 'awake'],
  [0x88, 'ready'],
  [0x89, 'upgrading'],
  [0xfd, 'transparent-done'],
  [0xfe, 'transparent-ready'],
] as const);
export type NextionEvent = 'asleep' | 'awake' | 'ready' | 'upgrading' | 'transparent-done' | 'transparent-ready';

/** Lengths with the end, by first byte; 0 where no frame of fixed length begins so. Of `00` the shorter one. */
const LENGTHS = new Uint8Array(256);
for (const code of [...STATUS.keys(), ...EVENTS.keys()]) LENGTHS[code] = 4;
LENGTHS[0x65] = 7;
LENGTHS[0x66] = 5;
LENGTHS[0x67] = 9;
LENGTHS[0x68] = 9;
LENGTHS[0x71] = 8;
const STARTUP_LENGTH = 6;
/** Where touches say whether they begin or end. */
const EDGES_AT: Readonly<Record<number, number>> = { 101: 3, 103: 5, 104: 5 };
/** 65, 66, 67, 68, 71: what carries enough bytes to be told from the tail of another frame. */
const TELLING_LENGTH = 5;

export type NextionMessage =
  | { readonly kind: 'status'; readonly code: number }
  | { readonly kind: 'event'; readonly event: NextionEvent }
  | { readonly kind: 'startup' }
  | { readonly kind: 'touch'; readonly page: number; readonly component: number; readonly pressed: boolean }
  | {
      readonly kind: 'touch-at';
      readonly xPx: number;
      readonly yPx: number;
      readonly pressed: boolean;
      readonly asleep: boolean;
    }
  | { readonly kind: 'page'; readonly page: number }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  /** Answer to `connect`: touch, address, model, firmware, processor, serial number, flash size. */
  | { readonly kind: 'identity'; readonly text: string };

export type Taken =
  | { readonly kind: 'message'; readonly message: NextionMessage; readonly length: number }
  /** May become a frame with more bytes. */
  | { readonly kind: 'more' }
  /** No frame: so many bytes are stepped over. */
  | { readonly kind: 'skip'; readonly length: number; readonly reason: string };

const MORE: Taken = { kind: 'more' };
const skip = (length: number, reason: string): Taken => ({ kind: 'skip', length, reason });

const endsAt = (bytes: Buffer, at: number) => bytes[at] === END && bytes[at + 1] === END && bytes[at + 2] === END;

const read = (bytes: Buffer, at: number): NextionMessage => {
  const code = bytes[at] ?? 0;
  switch (code) {
    case 0x65:
      return {
        kind: 'touch',
        page: bytes[at + 1] ?? 0,
        component: bytes[at + 2] ?? 0,
        pressed: bytes[at + 3] === 1,
      };
    case 0x66:
      return { kind: 'page', page: bytes[at + 1] ?? 0 };
    case 0x67:
    case 0x68:
      return {
        kind: 'touch-at',
        xPx: bytes.readUInt16BE(at + 1),
        yPx: bytes.readUInt16BE(at + 3),
        pressed: bytes[at + 5] === 1,
        asleep: code === 0x68,
      };
    case 0x71:
      return { kind: 'number', value: bytes.readInt32LE(at + 1) };
    default: {
      const event = EVENTS.get(code as never);
      return event === undefined ? { kind: 'status', code } : { kind: 'event', event };
    }
  }
};

/** A frame that lost bytes ends early: behind it goes on, or in it where a whole longer frame ends at the same place. */
const stepOver = (bytes: Buffer, at: number, length: number): Taken => {
  for (let end = at + 1; end + END_LENGTH <= at + length; end++) {
    if (!endsAt(bytes, end)) continue;
    const after = end + END_LENGTH;
    for (let inner = at + 1; inner <= after - TELLING_LENGTH; inner++)
      if (LENGTHS[bytes[inner] ?? 0] === after - inner) return skip(inner - at, 'noise before a frame');
    return skip(after - at, `a frame of ${length} bytes ended after ${after - at}`);
  }
  return skip(1, `a frame of ${length} bytes does not end with ff ff ff`);
};

const takeFixed = (bytes: Buffer, at: number, length: number): Taken => {
  if (bytes.length - at < length) return MORE;
  if (!endsAt(bytes, at + length - END_LENGTH)) return stepOver(bytes, at, length);
  const edge = EDGES_AT[bytes[at] ?? 0];
  if (edge !== undefined && (bytes[at + edge] ?? 0) > 1)
    return skip(1, `a touch is ${bytes[at + edge]}; allowed: 0 (released), 1 (pressed)`);
  return { kind: 'message', message: read(bytes, at), length };
};

/** `00 ff ff ff` refuses an instruction, `00 00 00 ff ff ff` is the power coming on. */
const takeZero = (bytes: Buffer, at: number): Taken => {
  if (bytes.length - at < 2) return MORE;
  if (bytes[at + 1] !== 0) return takeFixed(bytes, at, 4);
  if (bytes.length - at < STARTUP_LENGTH) return MORE;
  return bytes[at + 2] === 0 && endsAt(bytes, at + END_LENGTH)
    ? { kind: 'message', message: { kind: 'startup' }, length: STARTUP_LENGTH }
    : skip(1, 'a start-up is 00 00 00 ff ff ff');
};

const isTextByte = (byte: number) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

/** A text ends at the first FF: no character of any of the display's encodings holds one. */
const takeText = (bytes: Buffer, at: number, from: number): Taken => {
  const limit = Math.min(bytes.length, at + TEXT_LIMIT_BYTES);
  let end = from;
  while (end < limit && bytes[end] !== END) {
    if (!isTextByte(bytes[end] ?? 0)) return skip(1, `a text holds the byte ${bytes[end]}`);
    end++;
  }
  if (end === at + TEXT_LIMIT_BYTES) return skip(1, `a text of more than ${TEXT_LIMIT_BYTES} bytes`);
  for (let index = 0; index < END_LENGTH; index++) {
    if (end + index >= bytes.length) return MORE;
    if (bytes[end + index] !== END) return skip(1, 'a text holds the byte 255');
  }
  const text = bytes.toString('utf8', from === at + 1 ? from : at, end);
  const message: NextionMessage = from === at + 1 ? { kind: 'text', text } : { kind: 'identity', text };
  return { kind: 'message', message, length: end + END_LENGTH - at };
};

const takeIdentity = (bytes: Buffer, at: number): Taken => {
  const seen = Math.min(bytes.length - at, COMOK.length);
  if (COMOK.compare(bytes, at, at + seen, 0, seen) !== 0) return skip(1, 'only "comok" begins with 63');
  return seen < COMOK.length ? MORE : takeText(bytes, at, at + seen);
};

/** The frame that begins at `at`. */
export const takeFrame = (bytes: Buffer, at: number): Taken => {
  const code = bytes[at] ?? 0;
  if (code === 0) return takeZero(bytes, at);
  if (code === TEXT) return takeText(bytes, at, at + 1);
  if (code === COMOK[0]) return takeIdentity(bytes, at);
  const length = LENGTHS[code] ?? 0;
  return length === 0
    ? skip(1, `no frame begins with ${code.toString(16).padStart(2, '0')}`)
    : takeFixed(bytes, at, length);
};

const begins = Uint8Array.from(LENGTHS, (length, code) => (length > 0 || code === TEXT || code === COMOK[0] ? 1 : 0));

export interface NextionReader {
  push(chunk: Uint8Array): NextionMessage[];
}

/** FF between frames is passed over: displays send empty frames. */
export const createNextionReader = (): NextionReader => {
  let kept: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      const bytes = kept.length === 0 ? Buffer.from(chunk) : Buffer.concat([kept, chunk]);
      const messages: NextionMessage[] = [];
      let at = 0;
      while (at < bytes.length) {
        if (begins[bytes[at] ?? 0] === 0) {
          at++;
          continue;
        }
        const taken = takeFrame(bytes, at);
        if (taken.kind === 'more') break;
        if (taken.kind === 'message') messages.push(taken.message);
        at += taken.length;
      }
      kept = bytes.subarray(at);
      return messages;
    },
  };
};

/** `text` as at most `limitBytes` of UTF-8, cut between characters: a component cuts its text silently, in the middle of one. */
export const cutToBytes = (text: string, limitBytes: number): string => {
  let cut = '';
  let bytes = 0;
  for (const character of text.normalize('NFC')) {
    bytes += Buffer.byteLength(character);
    if (bytes > limitBytes) break;
    cut += character;
  }
  return cut;
};

/** In quotes, escaped; a line break is the display's own `\r`. Other control characters are left out. */
export const quote = (text: string): string =>
  `"${text
    .replaceAll(/[\\"]/g, '\\$&')
    .replaceAll(/\r\n|\r|\n/g, '\\r')
    .replaceAll(/\p{Cc}/gu, '')}"`;

export const encodeCommand = (command: string): Uint8Array =>
  Buffer.concat([Buffer.from(command, 'utf8'), Buffer.alloc(END_LENGTH, END)]);
