// DWIN DGUS II frames explained, with and without CRC. Whether a frame has one cannot be seen from it alone: it has, when
// its last two bytes are the CRC of what stands before, or when its data would be two bytes too long without.
import { ok, type Result, refuse } from '../../contract/result.ts';
import { crcModbus } from '../core/crc16.ts';
import type { Direction, Meaning, Protocol } from '../core/protocol.ts';
import { type Checksum, CRC_LENGTH, dataLength, frame, HEAD, READ, REGISTER, WRITE } from './codec.ts';

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const REGISTER_NAMES = new Map(Object.entries(REGISTER).map(([name, address]) => [address as number, name]));

/** Bytes that a write to a system variable has; another number means a CRC or a mistake. */
const WRITE_LENGTHS: ReadonlyMap<number, readonly number[]> = new Map([
  [REGISTER.reset, [4]],
  [REGISTER.backlight, [2, 4]],
  [REGISTER.goToPage, [4]],
  [REGISTER.buzzer, [2]],
  [REGISTER.touchSimulation, [8]],
]);

interface Body {
  readonly bytes: Buffer;
  readonly checksum: Checksum;
}

/** Whether `body` has a shape of its own without a CRC. */
const isWhole = (direction: Direction, body: Buffer): boolean => {
  const address = body.length >= 3 ? body.readUInt16BE(1) : -1;
  if (direction === 'device->host')
    return body[0] === WRITE
      ? body.length === 3
      : body.length >= 6 && dataLength(body.length, body[3] ?? 0, 0) !== null;
  if (body[0] === READ) return body.length === 4;
  const data = body.length - 3;
  return data >= 2 && data % 2 === 0 && (WRITE_LENGTHS.get(address)?.includes(data) ?? true);
};

const splitCrc = (direction: Direction, body: Buffer): Result<Body, string> => {
  const end = body.length - CRC_LENGTH;
  const inner = body.subarray(0, Math.max(0, end));
  const crc = crcModbus(body.subarray(0, end));
  const wanted = hexOf(Uint8Array.of(crc & 0xff, crc >> 8));
  const seen = hexOf(body.subarray(Math.max(0, end)));
  if (end >= 3 && seen === wanted && isWhole(direction, inner)) return ok({ bytes: inner, checksum: 'crc' });
  if (isWhole(direction, body)) return ok({ bytes: body, checksum: 'none' });
  if (end >= 3 && isWhole(direction, inner)) return refuse(`CRC is ${seen}; for these bytes it must be ${wanted}`);
  return refuse(
    `${body.length} bytes (${hexOf(body)}) are no ${direction === 'host->device' ? 'write or read of whole words' : 'acknowledgement and no whole words'}`,
  );
};

const named = (address: number) => {
  const register = REGISTER_NAMES.get(address);
  return { address: address.toString(16).padStart(4, '0'), ...(register === undefined ? {} : { register }) };
};

/** A text variable: printable ASCII up to FF FF. */
const textIn = (data: Buffer): string | null =>
  /^([\x20-\x7e]+)\xff\xff\xff?$/.exec(data.toString('latin1'))?.[1] ?? null;

const explainWrite = (data: Buffer, address: number): Record<string, unknown> => {
  if (address === REGISTER.goToPage) return { page: data.readUInt16BE(2), data: hexOf(data) };
  const text = textIn(data);
  return { ...(text === null ? {} : { text }), data: hexOf(data) };
};

const explain = (direction: Direction, { bytes, checksum }: Body): Result<Meaning, string> => {
  const command = bytes[0];
  if (direction === 'device->host') {
    if (command === WRITE)
      return bytes.subarray(1).toString('latin1') === 'OK'
        ? ok({ kind: 'written', checksum })
        : refuse(`An acknowledgement says 4f4b ("OK"); this says ${hexOf(bytes.subarray(1))}`);
    const data = bytes.subarray(4);
    const counted = bytes[3] === data.length ? 'bytes' : 'words';
    return ok({ kind: 'words', ...named(bytes.readUInt16BE(1)), counted, data: hexOf(data), checksum });
  }
  const address = bytes.readUInt16BE(1);
  if (command === READ) return ok({ kind: 'read', ...named(address), words: bytes[3], checksum });
  return ok({ kind: 'write', ...named(address), ...explainWrite(bytes.subarray(3), address), checksum });
};

const explainOne = (direction: Direction, bytes: Buffer): Result<Meaning, string> => {
  const body = bytes.subarray(3);
  if (body[0] !== WRITE && body[0] !== READ)
    return refuse(`Command ${(body[0] ?? 0).toString(16)}; allowed: 82 write, 83 read`);
  const split = splitCrc(direction, body);
  return split.ok ? explain(direction, split.value) : split;
};

const decode = (direction: Direction, bytes: Uint8Array): Result<Meaning, string> => {
  const buffer = Buffer.from(bytes);
  const meanings: Meaning[] = [];
  let at = 0;
  do {
    const rest = buffer.subarray(at);
    if (rest[0] !== HEAD[0] || rest[1] !== HEAD[1])
      return refuse(`A frame begins with 5aa5; this begins with ${hexOf(rest.subarray(0, 2)) || 'nothing'}`);
    const length = rest[2] ?? 0;
    if (length < 3 || rest.length < 3 + length)
      return refuse(
        `The length says ${length} bytes behind it; there are ${Math.max(0, rest.length - 3)}, and the least is 3`,
      );
    const meaning = explainOne(direction, rest.subarray(0, 3 + length));
    if (!meaning.ok) return meaning;
    meanings.push(meaning.value);
    at += 3 + length;
  } while (at < buffer.length);
  const [first, ...others] = meanings;
  return first !== undefined && others.length === 0 ? ok(first) : ok({ kind: 'frames', frames: meanings });
};

const bytesIn = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : '', 'hex');

const bodyOf = (meaning: Meaning): number[] | null => {
  const address = bytesIn(meaning['address']);
  const data = bytesIn(meaning['data']);
  switch (meaning.kind) {
    case 'written':
      return [WRITE, 0x4f, 0x4b];
    case 'write':
      return [WRITE, ...address, ...data];
    case 'read':
      return [READ, ...address, Number(meaning['words'])];
    case 'words':
      return [READ, ...address, meaning['counted'] === 'bytes' ? data.length : data.length / 2, ...data];
    default:
      return null;
  }
};

const encode = (direction: Direction, meaning: Meaning): Result<Uint8Array, string> => {
  if (meaning.kind === 'frames') {
    const parts = (Array.isArray(meaning['frames']) ? (meaning['frames'] as Meaning[]) : []).map((one) =>
      encode(direction, one),
    );
    return parts.find((part) => !part.ok) ?? ok(Buffer.concat(parts.flatMap((part) => (part.ok ? [part.value] : []))));
  }
  const body = bodyOf(meaning);
  if (body === null) return refuse(`"${meaning.kind}" is no frame; allowed: write, read, written, words`);
  return ok(frame(body, meaning['checksum'] === 'crc' ? 'crc' : 'none'));
};

export const dwin: Protocol = { name: 'dwin', decode, encode };
