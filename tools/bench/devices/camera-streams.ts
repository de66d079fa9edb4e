// What cameras and attendance terminals send, taken apart: noise, spoiled streams, and how fast.

import { sightingOf as dahuaSighting } from '../../../drivers/attendance-dahua/codec.ts';
import { sightingOf as hikvisionSighting, parseAlert } from '../../../drivers/attendance-hikvision/codec.ts';
import { parseAttendanceRow, readText } from '../../../drivers/attendance-zkteco/codec.ts';
import { parseDahuaEvent } from '../../../drivers/core/dahua-event.ts';
import { createEventPartReader } from '../../../drivers/core/event-parts.ts';
import { parseAuthHeader, readChallenge } from '../../../drivers/core/http-digest.ts';
import { createJpegReader } from '../../../drivers/core/jpeg-stream.ts';
import { readFrames } from '../../../drivers/core/test-kit.ts';
import { passage } from '../../../simulators/attendance-hikvision/codec.ts';
import { seeded } from '../../../test/support/seeded.ts';
import { atLeast, atMost, type Benchmark, type Figure, type Unit } from '../figure.ts';

const FUZZ_BYTES = 10_000_000;
const NOISE_BYTES = 1000;
const SEED = 20_261_126;
const STREAM_BYTES = 40_000_000;
const CHUNK_BYTES = 16_384;
const PICTURE_LIMIT_BYTES = 1 << 20;

const count: Unit = { name: '', digits: 0 };
const megabytesPerSecond: Unit = { name: 'MB/s', digits: 0 };

const frames = readFrames(
  new URL('../../../drivers/attendance-hikvision/frames/hikvision_dahua.json', import.meta.url),
);
const named = (name: string) => Buffer.from(frames.find((frame) => frame.name === name)?.bytes ?? []);

const face = passage(
  { serial: 258, atMs: Date.UTC(2026, 2, 2), person: '1042', method: 'face', direction: 'in' },
  false,
);

interface Parser {
  readonly name: string;
  /** A reader of its own for each run; gives what it took for a whole message. */
  create(): { push(chunk: Uint8Array): readonly unknown[] };
  /** A whole message. */
  readonly whole: Buffer;
  /** What would be believed of a message: null for none. */
  believed(message: unknown): unknown;
}

const picture = (): Buffer => {
  const random = seeded(SEED);
  const scan = Buffer.from(Array.from({ length: 20_000 }, () => Math.floor(random() * 255)));
  return Buffer.concat([Buffer.from('ffd8ffda00040102', 'hex'), scan, Buffer.from('ffd9', 'hex')]);
};

const hikvisionPassage = (message: unknown): unknown => {
  const alert = parseAlert((message as { readonly text: string }).text);
  if (!alert.ok || alert.value.AccessControllerEvent === undefined) return null;
  return hikvisionSighting(alert.value.AccessControllerEvent, alert.value.dateTime ?? '', '+07:00');
};

const dahuaPassage = (message: unknown): unknown => {
  const event = parseDahuaEvent((message as { readonly text: string }).text);
  return event.ok && event.value !== null ? dahuaSighting(event.value, { nowMs: 0 }) : null;
};

const linesOfChunk = () => ({
  push: (chunk: Uint8Array) => readText(chunk).split('\n'),
});

const PARSERS: readonly Parser[] = [
  {
    name: 'MJPEG',
    create: () => createJpegReader(PICTURE_LIMIT_BYTES),
    whole: Buffer.concat([Buffer.from('--b\r\nContent-Type: image/jpeg\r\n\r\n'), picture()]),
    // Two bytes that begin a picture and two that end one are rare in noise and no picture: the decoder refuses them.
    believed: () => null,
  },
  { name: 'Hikvision', create: createEventPartReader, whole: face, believed: hikvisionPassage },
  { name: 'Dahua', create: createEventPartReader, whole: named('dahua_doorface'), believed: dahuaPassage },
  {
    name: 'ZKTeco',
    create: linesOfChunk,
    whole: Buffer.from('982\t2026-03-02 07:31:09\t0\t15\t0\n'),
    believed(message) {
      const row = parseAttendanceRow(String(message));
      if (!row.ok) return null;
      const { pin, time, state, verify } = row.value;
      return { pin, time, state, verify };
    },
  },
  {
    name: 'login',
    create: () => ({ push: (chunk: Uint8Array) => [Buffer.from(chunk).toString('latin1')] }),
    whole: Buffer.from('Digest realm="r", nonce="n"'),
    believed(message) {
      const headers = parseAuthHeader(String(message));
      const [first] = headers.ok ? headers.value.map(readChallenge) : [];
      return first?.ok ? first.value : null;
    },
  },
];

interface Fuzzed {
  readonly exceptions: number;
  readonly believed: number;
  /** Times that the second of two whole messages behind noise was not heard. */
  readonly outOfStep: number;
}

const fuzz = ({ create, whole, believed }: Parser): Fuzzed => {
  const random = seeded(SEED);
  let exceptions = 0;
  let falsely = 0;
  let outOfStep = 0;
  const heard = (reader: ReturnType<Parser['create']>, chunk: Uint8Array): readonly unknown[] => {
    try {
      return reader.push(chunk);
    } catch {
      exceptions++;
      return [];
    }
  };
  let reader = create();
  const wanted = JSON.stringify(create().push(whole).at(-1));
  const truth = create()
    .push(whole)
    .map((message) => JSON.stringify(believed(message)));
  for (let sent = 0; sent < FUZZ_BYTES; sent += NOISE_BYTES) {
    const noise = Buffer.from(Array.from({ length: NOISE_BYTES }, () => Math.floor(random() * 256)));
    // A spoiled message is nearer to a message than any noise.
    if (random() < 0.5) whole.copy(noise, 0, 0, Math.min(NOISE_BYTES - 1, Math.floor(random() * whole.length)));
    for (const message of heard(reader, noise)) {
      const meaning = believed(message);
      // What lost only its line end is still what was sent.
      if (meaning !== null && !truth.includes(JSON.stringify(meaning))) falsely++;
    }
    const again = [...heard(reader, whole), ...heard(reader, whole)];
    if (!again.some((message) => JSON.stringify(message) === wanted)) outOfStep++;
    if (exceptions > 0) reader = create();
  }
  return { exceptions, believed: falsely, outOfStep };
};

/** Megabytes a second of processor time: an undisturbed stream in the pieces that a socket gives. */
const speed = ({ create, whole }: Parser): number => {
  const stream = Buffer.concat(Array.from({ length: Math.ceil(STREAM_BYTES / 10 / whole.length) }, () => whole));
  const reader = create();
  const began = process.cpuUsage();
  let taken = 0;
  for (let round = 0; round < 10; round++)
    for (let at = 0; at < stream.length; at += CHUNK_BYTES) {
      const chunk = stream.subarray(at, at + CHUNK_BYTES);
      taken += chunk.length;
      reader.push(chunk);
    }
  const { user, system } = process.cpuUsage(began);
  return taken / (user + system);
};

export const cameraStreams: Benchmark = {
  name: 'camera-streams',
  title: 'Cameras and attendance terminals: streams taken apart',
  method: `Each parser gets ${FUZZ_BYTES / 1e6} million seeded bytes, half of the pieces beginning like a real message; behind each piece stand two whole messages, of which one must be heard. Speed, by processor time: undisturbed streams in pieces of ${CHUNK_BYTES / 1024} KiB.`,
  async run({ say }) {
    const figures: Figure[] = [];
    for (const parser of PARSERS) {
      say(parser.name);
      const { exceptions, believed, outOfStep } = fuzz(parser);
      figures.push(
        atMost(0, count, { name: `${parser.name}: exceptions`, value: exceptions }),
        atMost(0, count, { name: `${parser.name}: passages believed that nobody sent`, value: believed }),
        atMost(0, count, { name: `${parser.name}: not back in step after one message`, value: outOfStep }),
      );
      if (parser.name !== 'login' && parser.name !== 'ZKTeco')
        figures.push(atLeast(50, megabytesPerSecond, { name: `${parser.name}: throughput`, value: speed(parser) }));
    }
    return figures;
  },
};
