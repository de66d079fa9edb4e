// Modbus as bytes: reading (03), writing one (06) and writing many (16) of holding registers, framed as RTU or as Modbus TCP. No I/O.
// Source: MODBUS Application Protocol V1.1b3 and MODBUS over Serial Line V1.02 (modbus.org); vectors in frames/modbus.json.

import { crcModbus } from '../core/crc16.ts';

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
/** Address, function and code. */
const EXCEPTION_LENGTH = 3;
const CRC_LENGTH = 2;

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
  const crc = crcModbus(body);
  return Uint8Array.from([...body, crc & 0xff, crc >> 8]);
};

/** Bytes of the whole reply when all is well. */
export const replyLength = (request: ModbusRequest, framing: Framing): number =>
  (request.verb === 'read' ? 3 + request.count * 2 : 6) + (framing === 'rtu' ? 2 : 6);

/** Null when `body` does not answer `request`. */
const decodeBody = (body: Uint8Array, request: ModbusRequest): ModbusReply | null => {
  const fn = FUNCTION[request.verb];
  if (body[0] !== request.address) return null;
  if (body[1] === (fn | EXCEPTION) && body.length === EXCEPTION_LENGTH)
    return { kind: 'exception', code: body[2] ?? 0 };
  if (body[1] !== fn) return null;
  if (request.verb !== 'read') {
    const second = request.verb === 'write' ? request.registers.length : request.value;
    const isDone = body.length === 6 && wordAt(body, 2) === request.first && wordAt(body, 4) === second;
    return isDone ? { kind: 'written' } : null;
  }
  if (body[2] !== request.count * 2 || body.length !== 3 + request.count * 2) return null;
  const registers: number[] = [];
  for (let at = 3; at < body.length; at += 2) registers.push(wordAt(body, at));
  return { kind: 'registers', registers };
};

const findRtuReply = (received: Uint8Array, request: ModbusRequest): ModbusReply | null => {
  const fn = FUNCTION[request.verb];
  for (let start = 0; start < received.length; start++) {
    if (received[start] !== request.address) continue;
    const isException = received[start + 1] === (fn | EXCEPTION);
    const end = start + (isException ? EXCEPTION_LENGTH : replyLength(request, 'rtu') - CRC_LENGTH);
    if (end + CRC_LENGTH > received.length || crcModbus(received.subarray(start, end + CRC_LENGTH)) !== 0) continue;
    const reply = decodeBody(received.subarray(start, end), request);
    if (reply !== null) return reply;
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
