// How many bytes of whole frames a decoder takes in a second of processor time.
import { seeded } from '../../../test/support/seeded.ts';
import type { StreamDecoder } from '../../decoders/decoder.ts';
import { STREAM_DECODERS } from '../../decoders/list.ts';
import { atLeast, type Benchmark, type Unit } from '../figure.ts';
import { median } from '../stats.ts';

const STREAM_BYTES = 1 << 20;
/** What a read of the system gives at most, many times what a serial line gives. */
const CHUNK_BYTES = 4096;
const RUNS = 9;
const RUN_MS = 150;
const TARGET = 50;
const megabytesPerSecond: Unit = { name: 'MB/s', digits: 0 };

const chunksOf = (decoder: StreamDecoder): Uint8Array[] => {
  const random = seeded(1);
  const frames: Uint8Array[] = [];
  for (let bytes = 0; bytes < STREAM_BYTES; bytes += frames.at(-1)?.length ?? 1) frames.push(decoder.draw(random));
  if (decoder.comesAlone !== undefined) return frames;
  const stream = Buffer.concat(frames);
  const size = decoder.reportBytes ?? CHUNK_BYTES;
  return Array.from({ length: Math.ceil(stream.length / size) }, (_, at) =>
    stream.subarray(at * size, (at + 1) * size),
  );
};

/** Processor time of this whole process, the collection of garbage with it: other programs of the machine do not count. */
const busyMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const speedOf = (decoder: StreamDecoder): number => {
  const chunks = chunksOf(decoder);
  const reader = decoder.create();
  const run = (): number => {
    const startedMs = busyMs();
    let bytes = 0;
    let tookMs = 0;
    while (tookMs < RUN_MS) {
      for (const chunk of chunks) {
        reader.push(chunk);
        bytes += chunk.length;
      }
      tookMs = busyMs() - startedMs;
    }
    return bytes / tookMs / 1000;
  };
  run();
  return median(Array.from({ length: RUNS }, run));
};

export const throughput: Benchmark = {
  name: 'throughput',
  title: 'How fast the decoders read',
  method: `Whole frames drawn by lot, ${STREAM_BYTES >> 20} MB of them again and again, in pieces of ${CHUNK_BYTES} bytes (HID: reports); the median of ${RUNS} runs of ${RUN_MS} ms of processor time, collection of garbage included. 115,200 baud are 0.0115 MB/s.`,
  async run({ say }) {
    return STREAM_DECODERS.map((decoder) => {
      const value = speedOf(decoder);
      say(`${decoder.name}: ${value.toFixed(0)} MB/s`);
      return atLeast(TARGET, megabytesPerSecond, { name: decoder.name, value });
    });
  },
};
