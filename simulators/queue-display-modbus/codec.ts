// Modbus from the unit's side, written from docs/protocols/modbus-display.md and independent of the driver's codec.

/** CRC-16/MODBUS from a table of the 256 single-byte remainders. */
const REMAINDERS = Uint16Array.from({ length: 256 }, (_, index) => {
  let remainder = index;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xa001 : remainder >>> 1;
  return remainder;
});

export const checksum = (frame: Uint8Array): number =>
  frame.reduce((sum, byte) => (sum >>> 8) ^ (REMAINDERS[(sum ^ byte) & 0xff] ?? 0), 0xffff);

export const withChecksum = (body: Uint8Array): Uint8Array => {
  const sum = checksum(body);
  return Uint8Array.from([...body, sum & 0xff, sum >>> 8]);
};

/** The request without its frame: address, function, data. */
export type Request = { readonly address: number; readonly fn: number; readonly data: Uint8Array };

export type TakenRequest =
  | { readonly kind: 'more' }
  | { readonly kind: 'spoiled' }
  | { readonly kind: 'request'; readonly request: Request; readonly length: number; readonly head: Uint8Array };

/** Bytes of the body by function; the counted ones say it in their seventh byte. */
const bodyLength = (bytes: Uint8Array): number | null => {
  if (bytes.length < 2) return null;
  if (bytes[1] !== 0x0f && bytes[1] !== 0x10) return 6;
  const count = bytes[6];
  return count === undefined ? null : 7 + count;
};

const request = (body: Uint8Array): Request => ({ address: body[0] ?? 0, fn: body[1] ?? 0, data: body.slice(2) });

const NO_HEAD = new Uint8Array(0);

export const takeRtuRequest = (bytes: Uint8Array): TakenRequest => {
  const length = bodyLength(bytes);
  if (length === null || bytes.length < length + 2) return { kind: 'more' };
  const body = bytes.subarray(0, length);
  const sum = (bytes[length] ?? 0) | ((bytes[length + 1] ?? 0) << 8);
  if (sum !== checksum(body)) return { kind: 'spoiled' };
  return { kind: 'request', request: request(body), length: length + 2, head: NO_HEAD };
};

/** Modbus TCP: transaction, protocol 0, length, body; the reply repeats the first four bytes (`head`). */
export const takeTcpRequest = (bytes: Uint8Array): TakenRequest => {
  if (bytes.length < 6) return { kind: 'more' };
  const [, , p0, p1, lengthHigh = 0, lengthLow = 0] = bytes;
  const length = lengthHigh * 256 + lengthLow;
  if (p0 !== 0 || p1 !== 0 || length < 2 || length > 254) return { kind: 'spoiled' };
  if (bytes.length < 6 + length) return { kind: 'more' };
  return {
    kind: 'request',
    request: request(bytes.subarray(6, 6 + length)),
    length: 6 + length,
    head: bytes.slice(0, 4),
  };
};

export const frameReply = (body: Uint8Array, head: Uint8Array): Uint8Array =>
  head.length === 0 ? withChecksum(body) : Uint8Array.from([...head, body.length >> 8, body.length & 0xff, ...body]);

const ILLEGAL_FUNCTION = 1;
const ILLEGAL_ADDRESS = 2;
const ILLEGAL_VALUE = 3;

const pair = (data: Uint8Array, at: number) => (data[at] ?? 0) * 256 + (data[at + 1] ?? 0);

/** Answers 03, 06 and 10 on `registers`, changing them; the body of the reply. */
export const serve = ({ address, fn, data }: Request, registers: Uint16Array): Uint8Array => {
  const refuse = (code: number) => Uint8Array.of(address, fn | 0x80, code);
  const first = pair(data, 0);
  const count = pair(data, 2);
  if (fn === 0x06) {
    if (first >= registers.length) return refuse(ILLEGAL_ADDRESS);
    registers[first] = count;
    return Uint8Array.of(address, fn, ...data.subarray(0, 4));
  }
  if (fn !== 0x03 && fn !== 0x10) return refuse(ILLEGAL_FUNCTION);
  if (count < 1 || count > 123) return refuse(ILLEGAL_VALUE);
  if (fn === 0x10 && data[4] !== count * 2) return refuse(ILLEGAL_VALUE);
  if (first + count > registers.length) return refuse(ILLEGAL_ADDRESS);
  if (fn === 0x10) {
    for (let at = 0; at < count; at++) registers[first + at] = pair(data, 5 + at * 2);
    return Uint8Array.of(address, fn, ...data.subarray(0, 4));
  }
  const values = [...registers.subarray(first, first + count)].flatMap((value) => [value >> 8, value & 0xff]);
  return Uint8Array.of(address, fn, values.length, ...values);
};
