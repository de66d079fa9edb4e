// Modbus frames explained: RTU, TCP and ASCII, requests and replies of the functions that displays and panels use.
// Source: MODBUS Application Protocol V1.1b3; MODBUS over Serial Line V1.02 sections 2.5.1 (RTU) and 2.5.2 (ASCII).
import { ok, type Result, refuse } from '../../contract/result.ts';
import { crcModbus } from '../core/crc16.ts';
import type { Direction, Meaning, Protocol } from '../core/protocol.ts';

const EXCEPTION = 0x80;
const COLON = 0x3a;
const HIGHEST_ADDRESS = 247;
const FUNCTIONS: ReadonlyMap<number, string> = new Map([
  [1, 'read-coils'],
  [2, 'read-inputs'],
  [3, 'read-holding-registers'],
  [4, 'read-input-registers'],
  [5, 'write-coil'],
  [6, 'write-register'],
  [15, 'write-coils'],
  [16, 'write-registers'],
]);

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const word = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
/** Negative modulo 256 of the sum (V1.02 section 2.5.2.2). */
const lrc = (bytes: Uint8Array) => -bytes.reduce((sum, byte) => sum + byte, 0) & 0xff;

type Framed = { readonly framing: 'rtu' | 'tcp' | 'ascii'; readonly transaction?: number; readonly pdu: Uint8Array };

const unframeAscii = (bytes: Uint8Array): Result<Framed, string> => {
  const text = Buffer.from(bytes).toString('latin1');
  const [, digits] = /^:((?:[\dA-F]{2}){3,255})\r\n$/.exec(text) ?? [];
  if (digits === undefined)
    return refuse(`Not ":" with pairs of capital hex digits and CR LF (found ${JSON.stringify(text)})`);
  const all = Uint8Array.from(Buffer.from(digits, 'hex'));
  const pdu = all.subarray(0, -1);
  const seen = all.at(-1) ?? 0;
  return seen === lrc(pdu)
    ? ok({ framing: 'ascii', pdu })
    : refuse(`LRC is ${hexOf(Uint8Array.of(seen))}; for these bytes it must be ${hexOf(Uint8Array.of(lrc(pdu)))}`);
};

/** An RTU frame to unit 3A begins with a colon too, but is not made of digits. */
const looksLikeAscii = (bytes: Uint8Array) =>
  bytes[0] === COLON && /^[\da-fA-F]{2,}/.test(Buffer.from(bytes.subarray(1)).toString('latin1'));

/** Modbus TCP tells itself by protocol 0 and a length that fits; an RTU frame cannot look like it and have its CRC too. */
const unframe = (bytes: Uint8Array): Result<Framed, string> => {
  if (looksLikeAscii(bytes)) return unframeAscii(bytes);
  if (bytes.length < 4) return refuse(`${bytes.length} bytes; a frame has at least 4`);
  const pdu = bytes.subarray(0, -2);
  const seen = (bytes.at(-2) ?? 0) | ((bytes.at(-1) ?? 0) << 8);
  if (seen === crcModbus(pdu)) return ok({ framing: 'rtu', pdu });
  if (bytes.length >= 8 && word(bytes, 2) === 0 && word(bytes, 4) === bytes.length - 6)
    return ok({ framing: 'tcp', transaction: word(bytes, 0), pdu: bytes.subarray(6) });
  const tcp =
    bytes.length >= 8 && word(bytes, 2) === 0
      ? `; nor is it Modbus TCP, whose length would be ${bytes.length - 6} and is ${word(bytes, 4)}`
      : '';
  return refuse(
    `CRC is ${hexOf(bytes.subarray(-2))}; for these bytes it must be ${hexOf(Uint8Array.of(crcModbus(pdu) & 0xff, crcModbus(pdu) >> 8))}${tcp}`,
  );
};

const ON = 0xff00;

/** How many a function may ask for (V1.1b3 sections 6.1 to 6.12). */
const LIMITS: ReadonlyMap<number, number> = new Map([
  [1, 2000],
  [2, 2000],
  [3, 125],
  [4, 125],
  [15, 1968],
  [16, 123],
]);

/** What is wrong with numbers that fit their frame; null when nothing is. */
const valueError = (fn: number, first: number, second: number): string | null => {
  const limit = LIMITS.get(fn);
  if (fn === 5 && second !== 0 && second !== ON) return `A coil is set to ${second}; allowed: 0 and ${ON}`;
  if (limit === undefined) return null;
  if (second < 1 || second > limit) return `The count is ${second}; allowed: 1 to ${limit}`;
  return first + second > 0x10000 ? `${second} from ${first} on reach beyond 65535` : null;
};

const request = (fn: number, data: Uint8Array): Record<string, unknown> | string | null => {
  if (data.length < 4) return null;
  const first = word(data, 0);
  const second = word(data, 2);
  const wrong = valueError(fn, first, second);
  if (wrong !== null) return wrong;
  if (fn <= 4) return data.length === 4 ? { first, count: second } : null;
  if (fn <= 6) return data.length === 4 ? { first, value: second } : null;
  const isCounted = data.length === 5 + (data[4] ?? 0);
  const wanted = fn === 16 ? second * 2 : Math.ceil(second / 8);
  return isCounted && data[4] === wanted ? { first, count: second, data: hexOf(data.subarray(5)) } : null;
};

const reply = (fn: number, data: Uint8Array, framing: Framed['framing']): Record<string, unknown> | null => {
  if (fn >= 5) return data.length === 4 ? { first: word(data, 0), [fn <= 6 ? 'value' : 'count']: word(data, 2) } : null;
  const isCounted = data.length === 1 + (data[0] ?? 0);
  if (isCounted) return { data: hexOf(data.subarray(1)) };
  // Kept as it came, count and all: one published TCP reply has a count that does not fit its frame, whose length does.
  return framing === 'tcp' && data.length > 0 ? { miscounted: hexOf(data) } : null;
};

const EXCEPTIONS: ReadonlyMap<number, string> = new Map([
  [1, 'illegal function'],
  [2, 'illegal address'],
  [3, 'illegal value'],
  [4, 'device failure'],
  [5, 'acknowledged, takes longer'],
  [6, 'busy'],
  [8, 'memory parity error'],
  [10, 'gateway has no path'],
  [11, 'device behind the gateway is silent'],
]);

const exception = (head: Record<string, unknown>, fn: number, data: Uint8Array): Result<Meaning, string> => {
  if (data.length !== 1) return refuse(`An exception has one byte of data; this has ${data.length}`);
  const [code = 0] = data;
  const reason = EXCEPTIONS.get(code);
  return reason === undefined
    ? refuse(`Exception ${code}; allowed: ${[...EXCEPTIONS.keys()].join(', ')}`)
    : ok({ kind: 'exception', ...head, function: FUNCTIONS.get(fn) ?? fn, code, reason });
};

const decode = (direction: Direction, bytes: Uint8Array): Result<Meaning, string> => {
  const framed = unframe(bytes);
  if (!framed.ok) return framed;
  const { pdu, ...framing } = framed.value;
  const [address = 0, code = 0] = pdu;
  const data = pdu.subarray(2);
  const head = { ...framing, address };
  if (framing.framing !== 'tcp' && address > HIGHEST_ADDRESS)
    return refuse(`Address ${address}; allowed: 0 (all units) to ${HIGHEST_ADDRESS}`);
  if (direction === 'device->host' && (code & EXCEPTION) !== 0) return exception(head, code & 0x7f, data);
  const name = FUNCTIONS.get(code);
  if (name === undefined) return refuse(`Function ${code}; allowed: ${[...FUNCTIONS.keys()].join(', ')}`);
  const fields = direction === 'host->device' ? request(code, data) : reply(code, data, framing.framing);
  if (typeof fields === 'string') return refuse(fields);
  return fields === null
    ? refuse(`${data.length} bytes of data (${hexOf(data)}) do not fit function ${code}`)
    : ok({ kind: name, ...head, ...fields });
};

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const bytesIn = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : '', 'hex');
const pair = (value: unknown) => [(number(value) >> 8) & 0xff, number(value) & 0xff];

const codeOf = (name: unknown): number | undefined =>
  typeof name === 'number' ? name : [...FUNCTIONS].find(([, known]) => known === name)?.[0];

const dataOf = (direction: Direction, fn: number, { first, count, value, data, miscounted }: Meaning): number[] => {
  if (direction === 'device->host' && fn <= 4)
    return miscounted === undefined ? [bytesIn(data).length, ...bytesIn(data)] : [...bytesIn(miscounted)];
  const head = [...pair(first), ...pair(fn === 5 || fn === 6 ? value : count)];
  return direction === 'host->device' && fn >= 15 ? [...head, bytesIn(data).length, ...bytesIn(data)] : head;
};

const frame = ({ framing, transaction }: Meaning, pdu: Uint8Array): Uint8Array => {
  if (framing === 'tcp') return Uint8Array.from([...pair(transaction), 0, 0, ...pair(pdu.length), ...pdu]);
  if (framing === 'ascii')
    return Buffer.from(
      `:${Buffer.from([...pdu, lrc(pdu)])
        .toString('hex')
        .toUpperCase()}\r\n`,
      'latin1',
    );
  const crc = crcModbus(pdu);
  return Uint8Array.from([...pdu, crc & 0xff, crc >> 8]);
};

const encode = (direction: Direction, meaning: Meaning): Result<Uint8Array, string> => {
  const isException = meaning.kind === 'exception';
  const fn = codeOf(isException ? meaning['function'] : meaning.kind);
  if (fn === undefined)
    return refuse(`"${meaning.kind}" is no function; allowed: ${[...FUNCTIONS.values()].join(', ')}`);
  const address = number(meaning['address']);
  const body = isException ? [fn | EXCEPTION, number(meaning['code'])] : [fn, ...dataOf(direction, fn, meaning)];
  return ok(frame(meaning, Uint8Array.from([address, ...body])));
};

export const modbus: Protocol = { name: 'modbus', decode, encode };
