// Frames of the MSR605 family explained, on its serial line and in the HID reports of the MSR605X.
import { isBankCard } from '../../contract/bank-card.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { byte, type Command, createCommandTable } from '../core/command-table.ts';
import { readRawTrack } from '../core/magstripe.ts';
import type { Direction, Meaning, Protocol } from '../core/protocol.ts';
import { maskTracks } from '../core/swipe.ts';
import {
  BLOCK,
  COMM_OK,
  cutBlock,
  ESC,
  type Field,
  FS,
  markBytes,
  markOf,
  OK,
  readIsoText,
  STATUSES,
} from './codec.ts';
import { areReports, fromReports, toReports } from './hid-packets.ts';

const hexOf = (bytes: Iterable<number>) => Buffer.from([...bytes]).toString('hex');
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** Commands without a block: code behind ESC, kind. */
const PLAIN: readonly (readonly [number, string])[] = [
  [0x61, 'reset'],
  [0x65, 'communication-test'],
  [0x81, 'leds-off'],
  [0x82, 'leds-on'],
  [0x83, 'green-led-on'],
  [0x84, 'yellow-led-on'],
  [0x85, 'red-led-on'],
  [0x86, 'sensor-test'],
  [0x87, 'ram-test'],
  [0x6c, 'get-leading-zeros'],
  [0x72, 'read'],
  [0x6d, 'read-raw'],
  [0x74, 'get-model'],
  [0x76, 'get-firmware'],
  [0x78, 'set-high-coercivity'],
  [0x79, 'set-low-coercivity'],
  [0x64, 'get-coercivity'],
];

/** Code of the density, track and bits per inch. Some libraries have those of tracks 1 and 3 the other way round. */
const DENSITIES: ReadonlyMap<number, readonly [number, number]> = new Map([
  [0xd2, [2, 210]],
  [0x4b, [2, 75]],
  [0xa1, [1, 210]],
  [0xa0, [1, 75]],
  [0xc1, [3, 210]],
  [0xc0, [3, 75]],
]);

/** One bit a track, but 0 for track 1 alone in the manual; libraries send 1. */
const tracksOf = (select: number): number[] =>
  select === 0 ? [1] : [1, 2, 3].filter((track) => (select >> (track - 1)) & 1);

const commands: readonly Command[] = [
  ...PLAIN.map(
    ([code, kind]): Command => ({ name: `ESC ${hexOf([code])}`, kind, prefix: [ESC, code], parameters: [] }),
  ),
  {
    name: 'ESC 7a',
    kind: 'set-leading-zeros',
    prefix: [ESC, 0x7a],
    parameters: [byte('tracks13'), byte('track2')],
  },
  {
    name: 'ESC 63',
    kind: 'erase',
    prefix: [ESC, 0x63],
    parameters: [byte('select', { from: 0, to: 7 })],
    explain: ({ select }) => ({ erased: tracksOf(Number(select)) }),
  },
  {
    name: 'ESC 62',
    kind: 'set-density',
    prefix: [ESC, 0x62],
    parameters: [byte('density', [...DENSITIES.keys()])],
    explain: ({ density }) => {
      const [track, bitsPerInch] = DENSITIES.get(Number(density)) ?? [];
      return { track, bitsPerInch };
    },
  },
  {
    name: 'ESC 6f',
    kind: 'set-bits-per-character',
    prefix: [ESC, 0x6f],
    parameters: [1, 2, 3].map((track) => byte(`track${track}`, { from: 5, to: 8 })),
  },
];
const table = createCommandTable(commands);

const WRITE = 0x77;
const WRITE_RAW = 0x6e;

/** A track as text or, raw, as the bits between its flux changes. */
const isoTrack = (field: Field, isSent: boolean): Result<Meaning, string> => {
  const { track, body } = field;
  const mark = markOf(body);
  if (mark !== 'text') return ok({ kind: 'track', track, state: mark });
  if (isSent) return ok({ kind: 'track', track, state: 'data', text: latin1(body) });
  const text = readIsoText(field);
  return text.ok
    ? ok({ kind: 'track', track, state: 'data', text: text.value, isBankCard: isBankCard(text.value) })
    : text;
};

const rawTrack = ({ track, body }: Field): Result<Meaning, string> => {
  const data = body.subarray(1);
  const read = readRawTrack(data);
  return ok({
    kind: 'track',
    track,
    state: 'raw',
    data: hexOf(data),
    ...(read.ok ? { text: read.value.text, isBankCard: isBankCard(read.value.text) } : {}),
  });
};

/** What the host writes has no sentinels: the writer adds them. */
const wrongToWrite = ({ track, body }: Field): string | null => {
  const [low, high] = track === 1 ? [0x20, 0x5f] : [0x30, 0x3f];
  const wrong = body.findIndex((one) => one < low || one > high);
  if (wrong < 0) return null;
  return `Character ${wrong} of track ${track} is ${hexOf([body[wrong] ?? 0])}; allowed: ${hexOf([low])} to ${hexOf([high])}`;
};

const eachTrack = (
  fields: readonly Field[],
  explain: (field: Field) => Result<Meaning, string>,
): Result<Meaning[], string> => {
  const tracks: Meaning[] = [];
  for (const field of fields) {
    const track = explain(field);
    if (!track.ok) return track;
    tracks.push(track.value);
  }
  return ok(tracks);
};

const decodeWrite = (bytes: Uint8Array, isRaw: boolean): Result<Meaning, string> => {
  const body = bytes.subarray(2);
  const cut = cutBlock(body, { ending: 'none', lengthOf: isRaw ? (at) => 1 + (body[at] ?? 0) : null });
  if (!cut.ok) return cut;
  const wrong = isRaw ? null : (cut.value.fields.map(wrongToWrite).find((one) => one !== null) ?? null);
  if (wrong !== null) return refuse(wrong);
  const tracks = eachTrack(cut.value.fields, (field) => (isRaw ? rawTrack(field) : isoTrack(field, true)));
  return tracks.ok ? ok({ kind: isRaw ? 'write-raw' : 'write', tracks: tracks.value }) : tracks;
};

const decodeCommand = (bytes: Uint8Array): Result<Meaning, string> => {
  if (bytes[0] !== ESC)
    return refuse(`A command begins with 1b; this begins with ${hexOf(bytes.subarray(0, 1)) || 'nothing'}`);
  if (bytes[1] === WRITE || bytes[1] === WRITE_RAW) return decodeWrite(bytes, bytes[1] === WRITE_RAW);
  const taken = table.take(bytes, 0);
  if (taken === null) return refuse(`There is no command ${hexOf(bytes.subarray(0, 2))}; see section 6 of the manual`);
  if (!taken.ok) return taken;
  const rest = bytes.length - taken.value.end;
  return rest === 0 ? ok(taken.value.meaning) : refuse(`${rest} bytes stand behind the command; none are allowed`);
};

/** A raw block begins each track with its length; an ISO one with its start sentinel, or a mark. */
const decodeBlock = (bytes: Uint8Array): Result<Meaning, string> => {
  const status = bytes.at(-1) ?? 0;
  const finish = (kind: string, tracks: Result<Meaning[], string>): Result<Meaning, string> => {
    if (!tracks.ok) return tracks;
    if (status !== OK) {
      const bad = tracks.value.filter(({ state }) => state === 'bad-data').map(({ track }) => String(track));
      return refuse(
        `The status is ${hexOf([status])} (${STATUSES.get(status)}), not 30: nothing of this swipe counts${
          bad.length === 0 ? '' : `; tracks ${bad.join(', ')} could not be decoded (1b2a)`
        }`,
      );
    }
    return ok({ kind, tracks: tracks.value, status, statusName: STATUSES.get(status) });
  };
  const iso = cutBlock(bytes, { ending: 'status', lengthOf: null });
  const asIso = iso.ok ? eachTrack(iso.value.fields, (field) => isoTrack(field, false)) : iso;
  if (asIso.ok) return finish('swipe', asIso);
  const raw = cutBlock(bytes, { ending: 'status', lengthOf: (at) => 1 + (bytes[at] ?? 0) });
  return raw.ok ? finish('raw-swipe', eachTrack(raw.value.fields, rawTrack)) : asIso;
};

const FIRMWARE_BYTES = 9;
const HIGH = 0x48;
const LOW = 0x4c;

const decodeStatus = (code: number): Result<Meaning, string> => {
  if (code === COMM_OK) return ok({ kind: 'communication-ok' });
  if (code === HIGH) return ok({ kind: 'coercivity', coercivity: 'high' });
  if (code === LOW) return ok({ kind: 'coercivity', coercivity: 'low' });
  const statusName = STATUSES.get(code);
  if (statusName !== undefined) return ok({ kind: 'status', status: code, statusName });
  const known = [...STATUSES.keys(), COMM_OK, HIGH, LOW].map((one) => hexOf([one])).join(', ');
  return refuse(`There is no answer 1b${hexOf([code])}; behind 1b may stand ${known}`);
};

const decodeReply = (bytes: Uint8Array): Result<Meaning, string> => {
  const [lead, code = 0, third] = bytes;
  if (lead !== ESC)
    return refuse(`An answer begins with 1b; this begins with ${hexOf(bytes.subarray(0, 1)) || 'nothing'}`);
  if (code === BLOCK && bytes.length > 3) return decodeBlock(bytes);
  if (bytes.length === 2) return decodeStatus(code);
  if (bytes.length === 3 && third === 0x53) return ok({ kind: 'model', model: String.fromCharCode(code) });
  if (bytes.length === 3) return ok({ kind: 'leading-zeros', tracks13: code, track2: third });
  if (bytes.length === 5 && code === OK) {
    const [track1, track2, track3] = bytes.subarray(2);
    if (bytes.subarray(2).some((one) => one < 5 || one > 8))
      return refuse(`The bits per character are ${track1}, ${track2}, ${track3}; allowed: 5 to 8`);
    return ok({ kind: 'bits-per-character', track1, track2, track3 });
  }
  const version = bytes.subarray(1);
  if (bytes.length === FIRMWARE_BYTES && version.every((one) => one >= 0x20 && one < 0x7f))
    return ok({ kind: 'firmware', version: latin1(version) });
  return refuse(`${bytes.length} bytes that begin with ${hexOf(bytes.subarray(0, 2))} are no answer of the manual`);
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const numberIn = (value: unknown) => (typeof value === 'number' ? value : 0);

const trackBytes = (track: Readonly<Record<string, unknown>>): number[] => {
  const head = [ESC, numberIn(track['track'])];
  if (track['state'] === 'raw') {
    const data = Buffer.from(String(track['data']), 'hex');
    return [...head, data.length, ...data];
  }
  if (track['state'] === 'data') return [...head, ...Buffer.from(String(track['text']), 'latin1')];
  return [...head, ...markBytes(track['state'])];
};

const blockBytes = ({ tracks }: Meaning): number[] => [
  ESC,
  BLOCK,
  ...(Array.isArray(tracks) ? tracks.filter(isRecord).flatMap(trackBytes) : []),
  0x3f,
  FS,
];

const encodePlain = (direction: Direction, meaning: Meaning): Result<Uint8Array, string> => {
  const { kind } = meaning;
  if (direction === 'host->device') {
    if (kind === 'write') return ok(Uint8Array.from([ESC, WRITE, ...blockBytes(meaning)]));
    if (kind === 'write-raw') return ok(Uint8Array.from([ESC, WRITE_RAW, ...blockBytes(meaning)]));
    return table.write(meaning) ?? refuse(`There is no command ${kind}`);
  }
  const of = (...bytes: readonly unknown[]) => ok(Uint8Array.from([ESC, ...bytes.map(numberIn)]));
  switch (kind) {
    case 'swipe':
    case 'raw-swipe':
      return ok(Uint8Array.from([...blockBytes(meaning), ESC, numberIn(meaning['status'])]));
    case 'communication-ok':
      return of(COMM_OK);
    case 'coercivity':
      return of(meaning['coercivity'] === 'high' ? HIGH : LOW);
    case 'status':
      return of(meaning['status']);
    case 'model':
      return of(String(meaning['model']).charCodeAt(0), 0x53);
    case 'leading-zeros':
      return of(meaning['tracks13'], meaning['track2']);
    case 'bits-per-character':
      return of(OK, meaning['track1'], meaning['track2'], meaning['track3']);
    case 'firmware':
      return of(...Buffer.from(String(meaning['version']), 'latin1'));
    default:
      return refuse(`There is no answer ${kind}`);
  }
};

export const msr605: Protocol = {
  name: 'msr605',
  decode(direction, bytes) {
    const isHid = areReports(bytes);
    const message = isHid ? fromReports(bytes) : ok(bytes);
    if (!message.ok) return message;
    const meaning = direction === 'host->device' ? decodeCommand(message.value) : decodeReply(message.value);
    return meaning.ok && isHid ? ok({ ...meaning.value, line: 'hid' }) : meaning;
  },
  encode(direction, meaning) {
    const bytes = encodePlain(direction, meaning);
    return bytes.ok && meaning['line'] === 'hid' ? ok(Uint8Array.from(Buffer.concat(toReports(bytes.value)))) : bytes;
  },
  mask: maskTracks,
};
