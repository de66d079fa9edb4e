// Modbus as bytes: reading (03), writing one (06) and writing many (16) of holding registers, framed as RTU or as Modbus TCP. No I/O.
// Source: MODBUS Application Protocol V1.1b3 and MODBUS over Serial Line V1.02 (modbus.org); vectors in frames/modbus.json.

export type ModbusRequest =
  | { readonly verb: 'read'; readonly address: number; readonly first: number; readonly count: number }
  | { readonly verb: 'write'; readonly address: number; readonly first: number; readonly registers: readonly number[] }
  /** The reply is the request again, byte for byte. */
  | { readonly verb: 'write-one'; readonly address: number; readonly first: number; readonly value: number };

export type ModbusReply =
  | { readonly kind: 'registers'; readonly registers: readonly number[] }
  | { readonly kind: 'written' }
  /** 1 illegal function, 2 illegal address, 3 illegal value, 4 device failure. */
  | { readonly kind: 'exception'; readonly code: number };

export type Framing = 'rtu' | 'tcp';

const FUNCTION = { read: 0x03, write: 0x10, 'write-one': 0x06 } as const;
/** Added to the function code by a unit that refuses. */
const EXCEPTION = 0x80;

/** CRC-16/MODBUS: polynomial 8005 reflected (A001), start FFFF; sent low byte first. */
export const crc16 = (bytes: Uint8Array): number => {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >> 1 : (crc >> 1) ^ 0xa001;
  }
  return crc;
};

const word = (value: number) => [(value >> 8) & 0xff, value & 0xff] as const;
const wordAt = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** Unit address, function and data; the same in both framings. */
const encodeBody = (request: ModbusRequest): number[] => {
  const head = [request.address, FUNCTION[request.verb], ...word(request.first)];
  if (request.verb === 'read') return [...head, ...word(request.count)];
  if (request.verb === 'write-one') return [...head, ...word(request.value)];
  const { registers } = request;
  return [...head, ...word(registers.length), registers.length * 2, ...registers.flatMap((value) => word(value))];
};

/** `transaction` (0 to 65535) pairs reply and request in Modbus TCP; RTU has nothing like it. */
export const encodeRequest = (request: ModbusRequest, framing: Framing, transaction: number): Uint8Array => {
  const body = encodeBody(request);
  if (framing === 'tcp') return Uint8Array.from([...word(transaction), 0, 0, ...word(body.length), ...body]);
  const crc = crc16(Uint8Array.from(body));
  return Uint8Array.from([...body, crc & 0xff, crc >> 8]);
};

/** Bytes of the whole reply when all is well. */
export const replyLength = (request: ModbusRequest, framing: Framing): number =>
  (request.verb === 'read' ? 3 + request.count * 2 : 6) + (framing === 'rtu' ? 2 : 6);

/** Null when `body` does not answer `request`. */
const decodeBody = (body: Uint8Array, request: ModbusRequest): ModbusReply | null => {
  const fn = FUNCTION[request.verb];
  if (body[0] !== request.address) return null;
  if (body[1] === (fn | EXCEPTION) && body.length === 3) return { kind: 'exception', code: body[2] ?? 0 };
  if (body[1] !== fn) return null;
  if (request.verb !== 'read') {
    const second = request.verb === 'write' ? request.registers.length : request.value;
    const isDone = body.length === 6 && wordAt(body, 2) === request.first && wordAt(body, 4) === second;
    return isDone ? { kind: 'written' } : null;
  }
  if (body[2] !== request.count * 2 || body.length !== 3 + request.count * 2) return null;
  return { kind: 'registers', registers: Array.from({ length: request.count }, (_, at) => wordAt(body, 3 + at * 2)) };
};

const findRtuReply = (received: Uint8Array, request: ModbusRequest): ModbusReply | null => {
  const bodyLengths = [replyLength(request, 'rtu') - 2, 3];
  for (let start = 0; start < received.length; start++) {
    for (const length of bodyLengths) {
      const end = start + length;
      if (end + 2 > received.length) continue;
      const body = received.subarray(start, end);
      const crc = (received[end] ?? 0) | ((received[end + 1] ?? 0) << 8);
      const reply = crc === crc16(body) ? decodeBody(body, request) : null;
      if (reply !== null) return reply;
    }
  }
  return null;
};

const findTcpReply = (received: Uint8Array, request: ModbusRequest, transaction: number): ModbusReply | null => {
  for (let start = 0; start + 6 <= received.length; ) {
    const length = wordAt(received, start + 4);
    const isHeader = wordAt(received, start + 2) === 0 && length >= 2 && length <= 254;
    if (!isHeader) {
      start++;
      continue;
    }
    const end = start + 6 + length;
    if (end <= received.length && wordAt(received, start) === transaction) {
      return decodeBody(received.subarray(start + 6, end), request);
    }
    start = end;
  }
  return null;
};

/** What stands behind our own bytes, which a half-duplex adapter gives back; null when they have not come back whole. */
export const behindEcho = (received: Uint8Array, frame: Uint8Array): Uint8Array | null => {
  const at = Buffer.from(received).indexOf(frame);
  return at < 0 ? null : received.subarray(at + frame.length);
};

/**
 * The reply to `request` anywhere in what came since it was sent, or null when it has not come whole. Noise before it
 * and the request itself, which half-duplex adapters give back, are passed over.
 */
export const findReply = (
  received: Uint8Array,
  request: ModbusRequest,
  framing: { readonly framing: Framing; readonly transaction: number },
): ModbusReply | null =>
  framing.framing === 'rtu' ? findRtuReply(received, request) : findTcpReply(received, request, framing.transaction);
