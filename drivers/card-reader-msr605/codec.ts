// Magnetic stripe readers of the MSR605 family: commands are ESC and a byte, answers ESC and what was asked for. Neither
// length nor checksum. No I/O. Source: MSR605 Programmer's Manual, revision B, 2009-06, sections 6 to 9; vectors in
// frames/msr605.json.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { TrackNumber, TrackReading } from '../../contract/swipe.ts';

export const ESC = 0x1b;
export const FS = 0x1c;
const QUESTION_MARK = 0x3f;
export const BLOCK = 0x73;
/** Marks of real readers in place of a track's text (the manual leaves it empty). */
const NO_DATA = 0x2b;
const BAD_DATA = 0x2a;
export const OK = 0x30;

export const RESET = Uint8Array.of(ESC, 0x61);
export const COMM_TEST = Uint8Array.of(ESC, 0x65);
export const READ_ISO = Uint8Array.of(ESC, 0x72);
/** The answer to COMM_TEST behind its ESC. */
export const COMM_OK = 0x79;

/** Status bytes with their names: section 7, and A of the commands that set something. */
export const STATUSES: ReadonlyMap<number, string> = new Map([
  [0x30, 'ok'],
  [0x31, 'read-write-error'],
  [0x32, 'format-error'],
  [0x34, 'invalid-command'],
  [0x39, 'invalid-swipe'],
  [0x41, 'failed'],
]);

const SENTINELS: Readonly<Record<TrackNumber, number>> = { 1: 0x25, 2: 0x3b, 3: 0x3b };
/** The track's characters of ISO/IEC 7811-2: 6 bits from 20, or 4 bits from 30. */
const RANGES: Readonly<Record<TrackNumber, readonly [number, number]>> = {
  1: [0x20, 0x5f],
  2: [0x30, 0x3f],
  3: [0x30, 0x3f],
};
/** Sentinels counted, the LRC not. */
const LONGEST: Readonly<Record<TrackNumber, number>> = { 1: 78, 2: 39, 3: 106 };

const hexOf = (bytes: Iterable<number>) => Buffer.from([...bytes]).toString('hex');

/** A field of a block, in the order of the wire. */
export interface Field {
  readonly track: TrackNumber;
  readonly body: Uint8Array;
}

export interface Block {
  readonly fields: readonly Field[];
  /** Null in a block of the host, which ends with FS. */
  readonly status: number | null;
}

interface BlockForm {
  readonly ending: 'status' | 'none';
  /** How long the field at a position is; null looks for the next ESC and track number. */
  readonly lengthOf: ((at: number) => number) | null;
}

const statusOf = (bytes: Uint8Array): Result<number, string> => {
  const lead = bytes.at(-2);
  const status = bytes.at(-1) ?? 0;
  if (lead !== ESC) return refuse(`A block ends with 1b and its status; this ends with ${hexOf(bytes.subarray(-2))}`);
  if (STATUSES.has(status)) return ok(status);
  const allowed = [...STATUSES.keys()].map((one) => hexOf([one])).join(', ');
  return refuse(`The status is ${hexOf([status])}; allowed: ${allowed}`);
};

const cutFields = (body: Uint8Array, end: number, lengthOf: BlockForm['lengthOf']): Result<Field[], string> => {
  const fields: Field[] = [];
  for (let at = 2; at < end; ) {
    const track = body[at + 1];
    const before = fields.at(-1)?.track ?? 0;
    if (body[at] !== ESC || (track !== 1 && track !== 2 && track !== 3))
      return refuse(`At byte ${at} stands ${hexOf(body.subarray(at, at + 2))}; a track begins with 1b01, 1b02 or 1b03`);
    if (track <= before) return refuse(`Track ${track} stands behind track ${before}; they come in order, each once`);
    const from = at + 2;
    let to = from + (lengthOf?.(from) ?? 0);
    if (lengthOf === null) while (to < end && !isTrackHead(body, to)) to++;
    if (to > end) return refuse(`Track ${track} announces ${to - from} bytes; ${end - from} follow`);
    fields.push({ track, body: body.subarray(from, to) });
    at = to;
  }
  return ok(fields);
};

/**
 * Cuts a whole block, from ESC s. It is read from its end, because the ? that ends the fields may stand behind the ? of
 * track 3.
 */
export const cutBlock = (bytes: Uint8Array, { ending, lengthOf }: BlockForm): Result<Block, string> => {
  if (bytes[0] !== ESC || bytes[1] !== BLOCK)
    return refuse(`A block begins with 1b73; this begins with ${hexOf(bytes.subarray(0, 2)) || 'nothing'}`);
  const status = ending === 'status' ? statusOf(bytes) : ok(null);
  if (!status.ok) return status;
  const body = status.value === null ? bytes : bytes.subarray(0, -2);
  if (body.at(-1) !== FS || body.at(-2) !== QUESTION_MARK)
    return refuse(`The fields of a block end with 3f1c; these end with ${hexOf(body.subarray(-2))}`);
  const fields = cutFields(body, body.length - 2, lengthOf);
  return fields.ok ? ok({ fields: fields.value, status: status.value }) : fields;
};

const isTrackHead = (bytes: Uint8Array, at: number): boolean => {
  const next = bytes[at + 1] ?? 0;
  return bytes[at] === ESC && next >= 1 && next <= 3;
};

/** How a field says that it holds no text; `text` otherwise. */
export const markOf = (body: Uint8Array): 'empty' | 'no-data' | 'bad-data' | 'text' => {
  if (body.length === 0) return 'empty';
  if (body[0] !== ESC || body.length !== 2) return 'text';
  if (body[1] === NO_DATA) return 'no-data';
  return body[1] === BAD_DATA ? 'bad-data' : 'text';
};

export const markBytes = (mark: unknown): Uint8Array => {
  if (mark === 'no-data') return Uint8Array.of(ESC, NO_DATA);
  return mark === 'bad-data' ? Uint8Array.of(ESC, BAD_DATA) : new Uint8Array(0);
};

/** The text of an ISO track, sentinels included. The reason never holds the text, which may be a bank card's. */
export const readIsoText = ({ track, body }: Field): Result<string, string> => {
  const [low, high] = RANGES[track];
  let wrong = 0;
  while (wrong < body.length && (body[wrong] ?? 0) >= low && (body[wrong] ?? 0) <= high) wrong++;
  if (wrong < body.length)
    return refuse(
      `Character ${wrong} of track ${track} is ${hexOf([body[wrong] ?? 0])}; allowed: ${hexOf([low])} to ${hexOf([high])}`,
    );
  if (body[0] !== SENTINELS[track])
    return refuse(`Track ${track} does not begin with its start sentinel ${hexOf([SENTINELS[track]])}`);
  if (body.length < 2 || body.at(-1) !== QUESTION_MARK) return refuse(`Track ${track} has no end sentinel 3f`);
  if (body.length > LONGEST[track])
    return refuse(`Track ${track} has ${body.length} characters; at most ${LONGEST[track]} are allowed`);
  return ok(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'));
};

/** The tracks of a block that a swipe gave; a track that is left out holds nothing. Error: something that no reader sends. */
const readSwipe = (bytes: Uint8Array): Result<TrackReading[], string> => {
  const block = cutBlock(bytes, { ending: 'status', lengthOf: null });
  if (!block.ok) return block;
  const tracks: TrackReading[] = [];
  for (const field of block.value.fields) {
    const mark = markOf(field.body);
    if (mark === 'text') {
      const text = readIsoText(field);
      if (!text.ok) return text;
      tracks.push({ track: field.track, state: 'data', text: text.value });
    } else tracks.push({ track: field.track, state: mark === 'bad-data' ? 'error' : 'none' });
  }
  // An error without a track that says so: whatever was read is not to be trusted.
  const isSpoiled = block.value.status !== OK && tracks.every(({ state }) => state !== 'error');
  return ok(isSpoiled ? [...tracks, { track: 3, state: 'error' }] : tracks);
};

export type MsrMessage =
  | { readonly kind: 'swipe'; readonly tracks: readonly TrackReading[] }
  /** ESC and a byte: a status, or the answer to a question. */
  | { readonly kind: 'reply'; readonly code: number }
  | { readonly kind: 'damaged'; readonly why: string };

export interface MsrReader {
  push(chunk: Uint8Array): MsrMessage[];
  /** Nothing is begun. */
  readonly isEmpty: boolean;
  /** What was begun does not go on. */
  flush(): MsrMessage[];
}

/** Three full tracks with their heads. */
const LONGEST_BLOCK = 240;

/**
 * For a host that reads ISO tracks: their texts hold no control characters, so ESC s always begins a block, and FS ESC
 * ends it.
 */
export const createMsrReader = (): MsrReader => {
  const block = new Uint8Array(LONGEST_BLOCK);
  /** Bytes of the block under way; 0: outside of one. */
  let filled = 0;
  let isEscaped = false;

  const begin = () => {
    block[0] = ESC;
    block[1] = BLOCK;
    filled = 2;
  };
  const leave = (byte: number) => {
    filled = 0;
    isEscaped = byte === ESC;
  };

  const takeOutside = (byte: number): MsrMessage | null => {
    if (byte === ESC || !isEscaped) {
      isEscaped = byte === ESC;
      return null;
    }
    isEscaped = false;
    if (byte !== BLOCK) return { kind: 'reply', code: byte };
    begin();
    return null;
  };

  const takeInside = (byte: number): MsrMessage | null => {
    const isControl = block[filled - 1] === ESC;
    if (isControl && byte === BLOCK) {
      begin();
      return { kind: 'damaged', why: 'A block began inside another one' };
    }
    block[filled++] = byte;
    if (isControl && block[filled - 3] === FS) {
      const swipe = readSwipe(block.subarray(0, filled));
      leave(byte);
      return swipe.ok ? { kind: 'swipe', tracks: swipe.value } : { kind: 'damaged', why: swipe.error };
    }
    if (filled < LONGEST_BLOCK) return null;
    leave(byte);
    return { kind: 'damaged', why: `A block did not end within ${LONGEST_BLOCK} bytes` };
  };

  return {
    push(chunk) {
      const messages: MsrMessage[] = [];
      for (const byte of chunk) {
        const message = filled === 0 ? takeOutside(byte) : takeInside(byte);
        if (message !== null) messages.push(message);
      }
      return messages;
    },
    get isEmpty() {
      return filled === 0 && !isEscaped;
    },
    flush() {
      const begun = filled;
      leave(0);
      return begun === 0 ? [] : [{ kind: 'damaged', why: `A block stopped after ${begun} bytes` }];
    },
  };
};
