// Huidu packets explained: SDK2 over TCP, the search over UDP, and cards of the Gen6 kind that answer "HR".
// Source: huidutech/sdk (Apache-2.0), Protocols.cs and UDPServices.cs; constants as in KryQ/node-huidu-sdk (BSD-3).
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Direction, Meaning, Protocol } from '../core/protocol.ts';
import { ERRORS, LONGEST_PACKET } from './codec.ts';
import { decodeGen6, encodeGen6, looksLikeGen6 } from './gen6.ts';

const HEAD = 4;
const SEARCH_ASK = 0x1001;
const SEARCH_ANSWER = 0x1002;
const ID_LENGTH = 15;
const MD5_LENGTH = 33;

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytesOf = (value: unknown) => Buffer.from(typeof value === 'string' ? value : '', 'hex');
const numberOf = (value: unknown) => (typeof value === 'number' ? value : 0);
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const little = (value: unknown, length: number): number[] =>
  Array.from({ length }, (_, at) => Math.floor(numberOf(value) / 256 ** at) % 256);
const code = (command: number) => command.toString(16).padStart(4, '0');

type Fields = Record<string, unknown>;
interface Command {
  readonly name: string;
  readonly from: Direction;
  /** The data behind the head, or why it cannot be. */
  readonly decode: (data: Buffer) => Result<Fields, string>;
  readonly encode: (meaning: Meaning) => Iterable<number>;
}

const sized = (data: Buffer, allowed: readonly number[], fields: () => Fields): Result<Fields, string> =>
  allowed.includes(data.length)
    ? ok(fields())
    : refuse(`${data.length} bytes of data; allowed: ${allowed.join(' or ')}`);

const nothing: Pick<Command, 'decode' | 'encode'> = {
  decode: (data) => sized(data, [0], () => ({})),
  encode: () => [],
};
const anything: Pick<Command, 'decode' | 'encode'> = {
  decode: (data) => ok({ data: hex(data) }),
  encode: ({ data }) => bytesOf(data),
};
/** A code u16; some firmware leaves it out where all is well. */
const status = (allowed: readonly number[]): Pick<Command, 'decode' | 'encode'> => ({
  decode: (data) =>
    sized(data, allowed, () =>
      data.length === 0 ? {} : { code: data.readUInt16LE(), error: ERRORS[data.readUInt16LE()] ?? 'unknown' },
    ),
  encode: (meaning) => (meaning['code'] === undefined ? [] : little(meaning['code'], 2)),
});

const decodeXml = (data: Buffer): Result<Fields, string> => {
  if (data.length <= 8) return refuse(`${data.length} bytes of data; total and index alone take 8`);
  const [total, index] = [data.readUInt32LE(0), data.readUInt32LE(4)];
  const part = data.subarray(8);
  if (index + part.length > total)
    return refuse(`Bytes ${index} to ${index + part.length} of a document that has ${total}`);
  const text = part.toString('utf8');
  // A page may end in the middle of a letter.
  if (!Buffer.from(text, 'utf8').equals(part)) {
    return part.length === total ? refuse('The document is not UTF-8') : ok({ total, index, data: hex(part) });
  }
  if (part.length < total) return ok({ total, index, xml: text });
  const guid = /<sdk\s[^>]*\bguid="([^"]*)"/.exec(text)?.[1];
  const method = /<(?:in|out)\s[^>]*\bmethod="([^"]*)"/.exec(text)?.[1];
  const result = /<out\s[^>]*\bresult="([^"]*)"/.exec(text)?.[1];
  if (guid === undefined || !/<\/sdk>\s*$/.test(text))
    return refuse(`The document is not <sdk guid="…"> … </sdk> (it begins with ${JSON.stringify(text.slice(0, 40))})`);
  if (method === undefined) return refuse('The document names no method: <in method="…"> or <out method="…">');
  return ok({ total, index, guid, method, ...(result === undefined ? {} : { result }), xml: text });
};
const encodeXml = ({ total, index, xml, data }: Meaning) => [
  ...little(total, 4),
  ...little(index, 4),
  ...(data === undefined ? Buffer.from(textOf(xml), 'utf8') : bytesOf(data)),
];
const xml: Pick<Command, 'decode' | 'encode'> = { decode: decodeXml, encode: encodeXml };

const version: Pick<Command, 'decode' | 'encode'> = {
  decode: (data) =>
    sized(data, [4, 6], () => ({
      version: data.readUInt32LE(),
      ...(data.length === 6 ? { status: data.readUInt16LE(4) } : {}),
    })),
  encode: (meaning) => [
    ...little(meaning['version'], 4),
    ...(meaning['status'] === undefined ? [] : little(meaning['status'], 2)),
  ],
};

const FILE_HEAD = MD5_LENGTH + 8 + 2;
const fileStart: Pick<Command, 'decode' | 'encode'> = {
  decode(data) {
    if (data.length <= FILE_HEAD)
      return refuse(`${data.length} bytes of data; md5, size and type alone take ${FILE_HEAD}`);
    const md5 = data.subarray(0, MD5_LENGTH - 1).toString('latin1');
    if (!/^[\da-fA-F]{32}$/.test(md5) || data[MD5_LENGTH - 1] !== 0)
      return refuse(`The md5 is ${JSON.stringify(md5)}; allowed: 32 hex digits and 00`);
    const size = data.readBigInt64LE(MD5_LENGTH);
    if (size < 0n || size > BigInt(Number.MAX_SAFE_INTEGER)) return refuse(`The size is ${size}; it cannot be`);
    const name = data.subarray(FILE_HEAD);
    return ok({ md5, size: Number(size), type: data.readInt16LE(MD5_LENGTH + 8), name: name.toString('utf8') });
  },
  encode: ({ md5, size, type, name }) => [
    ...Buffer.from(`${textOf(md5)}\0`, 'latin1'),
    ...little(size, 8),
    ...little((numberOf(type) + 0x10000) & 0xffff, 2),
    ...Buffer.from(textOf(name), 'utf8'),
  ],
};
const fileStartAnswer: Pick<Command, 'decode' | 'encode'> = {
  decode: (data) =>
    sized(data, [10], () => ({
      code: data.readUInt16LE(),
      error: ERRORS[data.readUInt16LE()] ?? 'unknown',
      existingBytes: Number(data.readBigInt64LE(2)),
    })),
  encode: (meaning) => [...little(meaning['code'], 2), ...little(meaning['existingBytes'], 8)],
};

const ASK = 'host->device';
const ANSWER = 'device->host';
const COMMANDS: ReadonlyMap<number, Command> = new Map<number, Command>([
  [0x005f, { name: 'heartbeat-ask', from: ASK, ...nothing }],
  [0x0060, { name: 'heartbeat-answer', from: ANSWER, ...nothing }],
  [0x2000, { name: 'error', from: ANSWER, ...status([2]) }],
  [0x2001, { name: 'version-ask', from: ASK, ...version }],
  [0x2002, { name: 'version-answer', from: ANSWER, ...version }],
  [0x2003, { name: 'xml-ask', from: ASK, ...xml }],
  [0x2004, { name: 'xml-answer', from: ANSWER, ...xml }],
  [0x3007, { name: 'gps', from: ANSWER, ...anything }],
  [0x8001, { name: 'file-start-ask', from: ASK, ...fileStart }],
  [0x8002, { name: 'file-start-answer', from: ANSWER, ...fileStartAnswer }],
  [0x8003, { name: 'file-content-ask', from: ASK, ...anything }],
  [0x8004, { name: 'file-content-answer', from: ANSWER, ...status([0, 2]) }],
  [0x8005, { name: 'file-end-ask', from: ASK, ...nothing }],
  [0x8006, { name: 'file-end-answer', from: ANSWER, ...status([0, 2]) }],
  [0x8007, { name: 'read-file-ask', from: ASK, ...anything }],
  [0x8008, { name: 'read-file-answer', from: ANSWER, ...anything }],
]);

const decodeOne = (direction: Direction, packet: Buffer): Result<Meaning, string> => {
  const number = packet.readUInt16LE(2);
  const command = COMMANDS.get(number);
  if (command === undefined)
    return refuse(`The command is ${code(number)}; allowed: ${[...COMMANDS.keys()].map(code).join(', ')}`);
  if (command.from !== direction) return refuse(`${command.name} (${code(number)}) goes ${command.from} only`);
  if (packet.length > LONGEST_PACKET)
    return refuse(`The packet has ${packet.length} bytes; allowed: at most ${LONGEST_PACKET}`);
  const fields = command.decode(packet.subarray(HEAD));
  return fields.ok ? ok({ kind: command.name, ...fields.value }) : refuse(`${command.name}: ${fields.error}`);
};

const decodeSdk = (direction: Direction, bytes: Buffer): Result<Meaning, string> => {
  const packets: Meaning[] = [];
  for (let at = 0; at < bytes.length; ) {
    const rest = bytes.length - at;
    if (rest < HEAD) return refuse(`${rest} bytes are left at byte ${at}; a packet has at least ${HEAD}`);
    const length = bytes.readUInt16LE(at);
    if (length < HEAD || length > rest)
      return refuse(`The length field is ${length}, which counts the whole packet; ${rest} bytes are there`);
    const one = decodeOne(direction, bytes.subarray(at, at + length));
    if (!one.ok) return one;
    packets.push(one.value);
    at += length;
  }
  const [only] = packets;
  if (only === undefined) return refuse(`0 bytes; a packet has at least ${HEAD}`);
  return ok(packets.length === 1 ? only : { kind: 'packets', packets });
};

/** Null when `bytes` is no search datagram. */
const decodeSearch = (direction: Direction, bytes: Buffer): Result<Meaning, string> | null => {
  if (bytes.length < 6 || bytes.readUInt16LE(0) === bytes.length) return null;
  const command = bytes.readUInt16LE(4);
  const version = bytes.readUInt32LE(0);
  if (command !== SEARCH_ASK && command !== SEARCH_ANSWER) return null;
  const isAsk = command === SEARCH_ASK;
  const from = isAsk ? ASK : ANSWER;
  if (from !== direction) return refuse(`The search ${isAsk ? 'question' : 'answer'} goes ${from} only`);
  const length = isAsk ? 6 : 6 + ID_LENGTH + 4;
  if (bytes.length !== length) return refuse(`The search datagram has ${bytes.length} bytes; it must have ${length}`);
  if (isAsk) return ok({ kind: 'search-ask', version });
  const id = bytes.subarray(6, 6 + ID_LENGTH);
  const text = id.toString('latin1').replace(/\0+$/, '');
  if (!/^[ -~]*$/.test(text)) return refuse(`The id is ${hex(id)}; allowed: ASCII, filled up with 00`);
  return ok({ kind: 'search-answer', version, id: text, change: bytes.readUInt32LE(6 + ID_LENGTH) });
};

const decode = (direction: Direction, bytes: Uint8Array): Result<Meaning, string> => {
  const buffer = Buffer.from(bytes);
  if (looksLikeGen6(buffer)) return decodeGen6(buffer);
  return decodeSearch(direction, buffer) ?? decodeSdk(direction, buffer);
};

const encodeSearch = ({ kind, version: stamp, id, change }: Meaning): Uint8Array =>
  Uint8Array.from(
    kind === 'search-ask'
      ? [...little(stamp, 4), ...little(SEARCH_ASK, 2)]
      : [
          ...[...little(stamp, 4), ...little(SEARCH_ANSWER, 2)],
          ...[...Buffer.from(textOf(id).padEnd(ID_LENGTH, '\0'), 'latin1'), ...little(change, 4)],
        ],
  );

const encode = (direction: Direction, meaning: Meaning): Result<Uint8Array, string> => {
  const { kind, packets } = meaning;
  if (kind === 'gen6-answer' || kind === 'gen6-command') return ok(encodeGen6(meaning));
  if (kind === 'search-ask' || kind === 'search-answer') return ok(encodeSearch(meaning));
  if (kind === 'packets' && Array.isArray(packets)) {
    const parts: Uint8Array[] = [];
    for (const one of packets) {
      const part = encode(direction, one);
      if (!part.ok) return part;
      parts.push(part.value);
    }
    return ok(Uint8Array.from(Buffer.concat(parts)));
  }
  const found = [...COMMANDS].find(([, { name }]) => name === kind);
  if (found === undefined)
    return refuse(`"${kind}" is no packet; allowed: ${[...COMMANDS.values()].map(({ name }) => name).join(', ')}`);
  const [number, command] = found;
  const data = [...command.encode(meaning)];
  return ok(Uint8Array.from([...little(HEAD + data.length, 2), ...little(number, 2), ...data]));
};

export const huidu: Protocol = { name: 'huidu', decode, encode };
