// Zebra Simple Serial Interface: length (of all but the checksum) · opcode · source (04 host, 00 scanner) · status · data ·
// checksum, the two's complement of the 16-bit sum of all before it, high byte first.
// Source: Zebra SSI Programmer's Guide 72E-40451; frames of clocklimited/motorola-ssi-scanner tests.
import { ok, type Result, refuse } from '../../contract/result.ts';

export const OPCODES = {
  'cmd-ack': 0xd0,
  'cmd-nak': 0xd1,
  'flush-queue': 0xd2,
  'start-session': 0xe4,
  'stop-session': 0xe5,
  beep: 0xe6,
  'led-on': 0xe7,
  'led-off': 0xe8,
  'scan-enable': 0xe9,
  'scan-disable': 0xea,
  'request-revision': 0xa3,
  'reply-revision': 0xa4,
  'capabilities-request': 0xd3,
  'capabilities-reply': 0xd4,
  'param-send': 0xc6,
  'param-request': 0xc7,
  'param-defaults': 0xc8,
  'decode-data': 0xf3,
  event: 0xf6,
  'imager-mode': 0xf7,
  'image-data': 0xb1,
  'video-data': 0xb4,
  management: 0x80,
} as const;
export type Opcode = keyof typeof OPCODES;

const HEAD_BYTES = 4;
const CHECKSUM_BYTES = 2;
const HOST = 0x04;
const SCANNER = 0x00;
const RETRANSMIT = 0x01;
const MORE_FOLLOWS = 0x02;

const checksumOf = (bytes: Uint8Array): number => {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return -sum & 0xffff;
};

export interface SsiFrame {
  readonly opcode: number;
  readonly source: number;
  readonly status: number;
  readonly data: Uint8Array;
}

export const buildFrame = ({ opcode, source, status, data }: SsiFrame): Uint8Array => {
  const bytes = Uint8Array.of(HEAD_BYTES + data.length, opcode, source, status, ...data);
  const checksum = checksumOf(bytes);
  return Uint8Array.of(...bytes, checksum >> 8, checksum & 0xff);
};

const NONE = new Uint8Array(0);

export const encodeCommand = (opcode: Opcode, data: Uint8Array = NONE): Uint8Array =>
  buildFrame({ opcode: OPCODES[opcode], source: HOST, status: 0, data });

/** Exactly one frame. The error is the reason, with the value seen and the value allowed. */
export const parseFrame = (bytes: Uint8Array): Result<SsiFrame, string> => {
  const [length = 0, opcode = 0, source = 0, status = 0] = bytes;
  if (length < HEAD_BYTES) return refuse(`The length byte is ${length}; allowed: ${HEAD_BYTES} to 255`);
  if (bytes.length !== length + CHECKSUM_BYTES)
    return refuse(
      `The length byte is ${length}, so the frame must have ${length + CHECKSUM_BYTES} bytes; it has ${bytes.length}`,
    );
  if (source !== HOST && source !== SCANNER) return refuse(`The source is ${source}; allowed: 0 (scanner), 4 (host)`);
  const seen = ((bytes[length] ?? 0) << 8) | (bytes[length + 1] ?? 0);
  const wanted = checksumOf(bytes.subarray(0, length));
  if (seen !== wanted) {
    const show = (sum: number) => sum.toString(16).padStart(4, '0');
    return refuse(`The checksum is ${show(seen)}; for these bytes it must be ${show(wanted)}`);
  }
  return ok({ opcode, source, status, data: new Uint8Array(bytes.subarray(HEAD_BYTES, length)) });
};

export interface DecodePacket {
  readonly kind: 'decode-data';
  /** The scanner's name for the kind of code; 1C is QR. */
  readonly codeType: number;
  readonly data: Uint8Array;
  readonly isLast: boolean;
  readonly isRetransmitted: boolean;
}

export type SsiMessage =
  | DecodePacket
  | { readonly kind: 'ack' }
  /** `cause`: 1 resend (checksum), 2 bad context, 6 denied, 10 undesired. */
  | { readonly kind: 'nak'; readonly cause: number }
  | { readonly kind: 'other'; readonly opcode: number }
  /** What looked like a frame of a scanner and has another checksum. */
  | { readonly kind: 'damaged' };

const understand = ({ opcode, status, data }: SsiFrame): SsiMessage => {
  switch (opcode) {
    case OPCODES['decode-data']:
      return {
        kind: 'decode-data',
        codeType: data[0] ?? 0,
        data: data.subarray(1),
        isLast: (status & MORE_FOLLOWS) === 0,
        isRetransmitted: (status & RETRANSMIT) !== 0,
      };
    case OPCODES['cmd-ack']:
      return { kind: 'ack' };
    case OPCODES['cmd-nak']:
      return { kind: 'nak', cause: data[0] ?? 0 };
    default:
      return { kind: 'other', opcode };
  }
};

export interface SsiReader {
  push(chunk: Uint8Array): SsiMessage[];
  /** After a silence: what waits will not become whole. */
  flush(): SsiMessage[];
  readonly isEmpty: boolean;
}

const KNOWN: ReadonlySet<number> = new Set(Object.values(OPCODES));
/** Whether the bytes from `at` on, as far as they have come, can begin a frame. */
const canBegin = (bytes: Uint8Array, at: number): boolean => {
  const opcode = bytes[at + 1];
  const source = bytes[at + 2];
  return (
    (bytes[at] ?? 0) >= HEAD_BYTES &&
    (opcode === undefined || KNOWN.has(opcode)) &&
    (source === undefined || source === SCANNER)
  );
};
const endOf = (bytes: Uint8Array, at: number): number => at + (bytes[at] ?? 0) + CHECKSUM_BYTES;

/**
 * Finds frames of the scanner behind anything. A frame may have a beginning of one in front of it that will never be whole,
 * so the earliest place with a whole frame wins over an earlier one that still waits.
 */
export const createSsiReader = (): SsiReader => {
  let waiting: Uint8Array = NONE;

  /** The first whole frame from `from` on, and where it stands. */
  const findWhole = (from: number): { readonly at: number; readonly frame: SsiFrame } | null => {
    for (let at = from; at < waiting.length; at++) {
      if (!canBegin(waiting, at) || endOf(waiting, at) > waiting.length) continue;
      const frame = parseFrame(waiting.subarray(at, endOf(waiting, at)));
      if (frame.ok) return { at, frame: frame.value };
    }
    return null;
  };
  /** The first place from `from` on where a frame may still become whole. What is whole by its length is damaged. */
  const skip = (from: number, messages: SsiMessage[]): number => {
    let at = from;
    let hasDamaged = false;
    for (; at < waiting.length; at++) {
      if (!canBegin(waiting, at)) continue;
      if (waiting.length - at <= HEAD_BYTES || endOf(waiting, at) > waiting.length) break;
      hasDamaged = true;
    }
    if (hasDamaged) messages.push({ kind: 'damaged' });
    return at;
  };

  return {
    push(chunk) {
      waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
      const messages: SsiMessage[] = [];
      let from = 0;
      for (let whole = findWhole(from); whole !== null; whole = findWhole(from)) {
        messages.push(understand(whole.frame));
        from = endOf(waiting, whole.at);
      }
      waiting = new Uint8Array(waiting.subarray(skip(from, messages)));
      return messages;
    },
    flush() {
      const isBegun = waiting.length >= HEAD_BYTES;
      waiting = NONE;
      return isBegun ? [{ kind: 'damaged' }] : [];
    },
    get isEmpty() {
      return waiting.length === 0;
    },
  };
};
