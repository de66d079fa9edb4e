// What card readers send, taken apart: noise, spoiled messages, and how fast.
import { judgeSwipe, type TrackReading } from '../../../contract/swipe.ts';
import { readSwipeReport } from '../../../drivers/card-reader-magtek/codec.ts';
import { createMsrReader } from '../../../drivers/card-reader-msr605/codec.ts';
import { createTagReader } from '../../../drivers/card-reader-rdm6300/codec.ts';
import { readFrames } from '../../../drivers/core/test-kit.ts';
import { seeded } from '../../../test/support/seeded.ts';
import { atMost, type Benchmark, type Figure, fact, type Unit } from '../figure.ts';

const FUZZ_BYTES = 10_000_000;
const NOISE_BYTES = 400;
const SEED = 20_261_126;
const SPEED_BYTES = 20_000_000;

const count: Unit = { name: '', digits: 0 };
const megabytesPerSecond: Unit = { name: 'MB/s', digits: 0 };

interface Parser {
  readonly name: string;
  /** Gives the numbers of the cards that are believed. */
  create(): (chunk: Uint8Array) => readonly string[];
  readonly whole: Buffer;
}

const vector = (file: string, name: string): Buffer => {
  const frames = readFrames(new URL(`../../../drivers/${file}`, import.meta.url));
  return Buffer.from(frames.find((frame) => frame.name === name)?.bytes ?? []);
};

const numberOf = (tracks: readonly TrackReading[]): string[] => {
  const swipe = judgeSwipe(tracks);
  return swipe.kind === 'card' ? [swipe.number] : [];
};

const PARSERS: readonly Parser[] = [
  {
    name: 'RDM6300',
    create() {
      const reader = createTagReader();
      return (chunk) => reader.push(chunk).map(({ tag }) => tag);
    },
    whole: Buffer.from('\x0267003B51C6CB\x03', 'latin1'),
  },
  {
    name: 'MSR605',
    create() {
      const reader = createMsrReader();
      return (chunk) => reader.push(chunk).flatMap((one) => (one.kind === 'swipe' ? numberOf(one.tracks) : []));
    },
    whole: vector('card-reader-msr605/frames/msr605.json', 'read_manual_t2_only'),
  },
  {
    name: 'MagTek',
    create: () => (chunk) => {
      const swipe = readSwipeReport(chunk);
      return swipe.ok ? numberOf(swipe.value.tracks) : [];
    },
    whole: vector('card-reader-magtek/frames/magtek_hid.json', 'swipe_queue_card'),
  },
];

/** MagTek's come as whole reports, so its noise has the length of one. */
const noiseFor = ({ name, whole }: Parser, random: () => number): Buffer => {
  const length = name === 'MagTek' ? whole.length : NOISE_BYTES;
  const noise = Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
  // A spoiled message is nearer to a message than any noise: its head is right, its last byte never is.
  if (random() < 0.5) whole.copy(noise, 0, 0, Math.floor(random() * Math.min(whole.length, length)));
  return noise;
};

const fuzz = (parser: Parser) => {
  const random = seeded(SEED);
  const truth = parser.create()(parser.whole)[0];
  let exceptions = 0;
  let falsely = 0;
  let outOfStep = 0;
  let reader = parser.create();
  for (let sent = 0; sent < FUZZ_BYTES; sent += NOISE_BYTES) {
    try {
      // What lost only its end is still what was sent.
      falsely += reader(noiseFor(parser, random)).filter((card) => card !== truth).length;
      const again = [...reader(parser.whole), ...reader(parser.whole)];
      if (!again.includes(truth ?? '')) outOfStep++;
    } catch {
      exceptions++;
      reader = parser.create();
    }
  }
  return { exceptions, falsely, outOfStep };
};

/** Megabytes a second of processor time, of cards one behind the other. */
const speed = ({ create, whole }: Parser): number => {
  const reader = create();
  const began = process.cpuUsage();
  for (let taken = 0; taken < SPEED_BYTES; taken += whole.length) reader(whole);
  const { user, system } = process.cpuUsage(began);
  return SPEED_BYTES / (user + system);
};

export const cardReaders: Benchmark = {
  name: 'card-readers',
  title: 'Card readers: what they send, taken apart',
  method: `Each parser gets ${FUZZ_BYTES / 1e6} million seeded bytes, half of the pieces beginning like a real card; behind each piece stand two whole cards, of which one must be heard. Speed, by processor time, of cards one behind the other without a pause: a serial reader sends 0.001 MB/s.`,
  async run({ say }) {
    const figures: Figure[] = [];
    for (const parser of PARSERS) {
      say(parser.name);
      const { exceptions, falsely, outOfStep } = fuzz(parser);
      figures.push(
        atMost(0, count, { name: `${parser.name}: exceptions`, value: exceptions }),
        atMost(0, count, { name: `${parser.name}: cards believed that nobody presented`, value: falsely }),
        atMost(0, count, { name: `${parser.name}: not back in step after one card`, value: outOfStep }),
        fact(`${parser.name}: throughput`, speed(parser), megabytesPerSecond),
      );
    }
    return figures;
  },
};
