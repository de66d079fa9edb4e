// Onbon BX frames explained: BX-5/BX-6 and the BX-K font cards, requests and replies.
import { ok, type Result, refuse } from '../../contract/result.ts';
import { crcArc } from '../core/crc16.ts';
import type { Direction, Meaning, Protocol } from '../core/protocol.ts';
import { END, ERRORS, frame, HEADER, START, STARTS, unescapeBytes } from './codec.ts';

const hex = (bytes: Iterable<number>) => Buffer.from([...bytes]).toString('hex');
const bytesOf = (value: unknown) => Buffer.from(typeof value === 'string' ? value : '', 'hex');
const numberOf = (value: unknown) => (typeof value === 'number' ? value : 0);
const u16 = (value: unknown) => [numberOf(value) & 0xff, (numberOf(value) >>> 8) & 0xff] as const;

const COMMANDS: Readonly<Record<string, string>> = {
  a000: 'ack',
  a001: 'nack',
  a200: 'ping',
  a201: 'reset',
  a102: 'status',
  a300: 'switch',
  a302: 'brightness',
  a306: 'dynamic-areas',
  a310: 'clear',
};
/** A0 replies, A1 files and status, A2 system, A3 screen; the manuals name groups up to A6. */
const isGroup = (group: number) => group >= 0xa0 && group <= 0xa6;

const AREA_HEAD = 27;
const area = (bytes: Buffer): Record<string, unknown> | null => {
  if (bytes.length < AREA_HEAD || bytes.readUInt32LE(23) !== bytes.length - AREA_HEAD) return null;
  return {
    type: bytes[0],
    x: bytes.readUInt16LE(1),
    y: bytes.readUInt16LE(3),
    width: bytes.readUInt16LE(5),
    height: bytes.readUInt16LE(7),
    index: bytes[9],
    display: bytes[19],
    speed: bytes[21],
    text: bytes.subarray(AREA_HEAD).toString('latin1'),
  };
};

/** The areas of `data` (from ProcessMode on); null when it is built otherwise, as for cards without fonts. */
const areasOf = (data: Buffer): Record<string, unknown>[] | null => {
  const deleted = data[2];
  const count = data[3];
  if (deleted === undefined || count === undefined) return null;
  const areas: Record<string, unknown>[] = [];
  let at = 4 + deleted;
  for (let index = 0; index < count; index++) {
    if (at + 2 > data.length) return null;
    const end = at + 2 + data.readUInt16LE(at);
    const found = end > data.length ? null : area(data.subarray(at + 2, end));
    if (found === null) return null;
    areas.push(found);
    at = end;
  }
  return at === data.length ? areas : null;
};

const explain = (direction: Direction, name: string, data: Buffer): Record<string, unknown> => {
  if (name === 'dynamic-areas') {
    const areas = areasOf(data.subarray(1));
    return areas === null ? {} : { areas };
  }
  if (direction === 'device->host' && (name === 'ack' || name === 'nack'))
    return { error: ERRORS[data[0] ?? 0] ?? 'unknown' };
  return {};
};

const unframe = (bytes: Uint8Array): Result<Buffer, string> => {
  const starts = bytes.findIndex((byte) => byte !== START);
  if (starts !== STARTS) return refuse(`${Math.max(starts, 0)} bytes a5 in front; there must be ${STARTS}`);
  if (bytes.at(-1) !== END) return refuse(`The last byte is ${hex(bytes.subarray(-1))}; it must be 5a`);
  const inner = bytes.subarray(STARTS, -1);
  const stray = inner.findIndex((byte) => byte === START || byte === END);
  if (stray >= 0)
    return refuse(`${hex(inner.subarray(stray, stray + 1))} stands unescaped at byte ${stray} of the body`);
  const plain = unescapeBytes(inner);
  if ('error' in plain) return refuse(plain.error);
  const body = Buffer.from(plain.bytes);
  if (body.length < HEADER + 5 + 2)
    return refuse(`The body has ${body.length} bytes; header, command and CRC alone take ${HEADER + 5 + 2}`);
  const length = body.readUInt16LE(12);
  if (length !== body.length - HEADER - 2)
    return refuse(`The length field is ${length}; there are ${body.length - HEADER - 2} bytes of data`);
  const [seen, wanted] = [body.readUInt16LE(body.length - 2), crcArc(body.subarray(0, -2))];
  return seen === wanted
    ? ok(body.subarray(0, -2))
    : refuse(`The CRC is ${hex(u16(seen))}; for these bytes it must be ${hex(u16(wanted))}`);
};

const decode = (direction: Direction, bytes: Uint8Array): Result<Meaning, string> => {
  const framed = unframe(bytes);
  if (!framed.ok) return framed;
  const body = framed.value;
  const [group = 0, command = 0] = body.subarray(HEADER);
  if (!isGroup(group)) return refuse(`The command group is ${hex([group])}; allowed: a0 to a6`);
  const name = COMMANDS[hex([group, command])] ?? 'command';
  const data = body.subarray(HEADER + 2);
  return ok({
    kind: name,
    group,
    command,
    destination: body.readUInt16LE(0),
    source: body.readUInt16LE(2),
    reserved: hex(body.subarray(4, 10)),
    deviceType: body[10],
    version: body[11],
    // In a request the first byte says whether the controller must answer, in a reply what went wrong.
    ...(direction === 'host->device' ? { mustReply: data[0] === 1 } : {}),
    ...explain(direction, name, data),
    data: hex(data),
  });
};

const encode = (_: Direction, meaning: Meaning): Result<Uint8Array, string> => {
  const { group, command, destination, source, reserved, deviceType, version, data } = meaning;
  const known = Object.entries(COMMANDS).find(([, name]) => name === meaning.kind)?.[0];
  if (known === undefined && typeof group !== 'number')
    return refuse(
      `"${meaning.kind}" is no command; allowed: ${Object.values(COMMANDS).join(', ')}, or group and command`,
    );
  const code = typeof group === 'number' ? [group, numberOf(command)] : [...bytesOf(known)];
  const payload = [...code, ...bytesOf(data)];
  return ok(
    frame([
      ...[...u16(destination), ...u16(source), ...bytesOf(reserved), numberOf(deviceType), numberOf(version)],
      ...[...u16(payload.length), ...payload],
    ]),
  );
};

export const onbonBx: Protocol = { name: 'onbon_bx', decode, encode };
