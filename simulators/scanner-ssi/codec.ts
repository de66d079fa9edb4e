// The scanner's side of Zebra SSI, written from docs/protocols/scanners.md: length, opcode, source, status, data, checksum.
const ACK = 0xd0;
const NAK = 0xd1;
const REPLY_REVISION = 0xa4;
const DECODE_DATA = 0xf3;
const QR = 0x1c;
const MOST_DATA = 250;

const sealed = (opcode: number, status: number, data: readonly number[]): Uint8Array => {
  const body = [data.length + 4, opcode, 0, status, ...data];
  let sum = 0;
  for (const byte of body) sum += byte;
  const check = (0x10000 - (sum & 0xffff)) & 0xffff;
  return Uint8Array.from([...body, check >> 8, check & 0xff]);
};

export const ackFrame = (): Uint8Array => sealed(ACK, 0, []);
export const nakFrame = (cause: number): Uint8Array => sealed(NAK, 0, [cause]);

/** Answer to REQUEST_REVISION: software, board type, engine code. */
export const revisionFrame = (text: string): Uint8Array => sealed(REPLY_REVISION, 0, [...Buffer.from(text, 'latin1')]);

/** One packet of a code; `retransmitted` sets bit 0 of the status. */
export interface Packet {
  readonly data: readonly number[];
  readonly moreFollows: boolean;
}

export const packetFrame = ({ data, moreFollows }: Packet, isAgain: 'first' | 'again'): Uint8Array =>
  sealed(DECODE_DATA, (moreFollows ? 2 : 0) | (isAgain === 'again' ? 1 : 0), [QR, ...data]);

export const packetsOf = (data: Uint8Array, packetBytes: number): Packet[] => {
  const size = Math.min(packetBytes, MOST_DATA);
  const packets: Packet[] = [];
  for (let from = 0; from < data.length; from += size)
    packets.push({ data: [...data.subarray(from, from + size)], moreFollows: from + size < data.length });
  return packets;
};

export type HostFrame = { readonly opcode: number; readonly data: Uint8Array; readonly isRight: boolean };

/** Whole frames of the host at the front of `bytes`, bytes that begin none, and what may still become one. */
export const takeHostFrames = (bytes: Uint8Array) => {
  const frames: HostFrame[] = [];
  const skipped: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length = bytes[at] ?? 0;
    const isHead = length >= 4 && (bytes[at + 2] === undefined || bytes[at + 2] === 4);
    if (!isHead) {
      skipped.push(length);
      at++;
      continue;
    }
    if (at + length + 2 > bytes.length) break;
    let sum = ((bytes[at + length] ?? 0) << 8) + (bytes[at + length + 1] ?? 0);
    for (const byte of bytes.subarray(at, at + length)) sum += byte;
    frames.push({
      opcode: bytes[at + 1] ?? 0,
      data: bytes.slice(at + 4, at + length),
      isRight: (sum & 0xffff) === 0,
    });
    at += length + 2;
  }
  return { frames, skipped, rest: bytes.slice(at) };
};
