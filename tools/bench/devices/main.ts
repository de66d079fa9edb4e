// npm run bench:devices [-- --only <name>] [--json <file>]: measures the drivers against the simulated devices and writes
// docs/benchmarks-devices.md.
import { parseArgs } from 'node:util';
import { runBenchmarks } from '../run-benchmarks.ts';
import { cameraStreams } from './camera-streams.ts';
import { cardReaders } from './card-readers.ts';
import { fuzzing } from './fuzz.ts';
import { latency } from './latency.ts';
import { ledLine } from './led-line.ts';
import { printerFaults } from './printer-faults.ts';
import { render } from './render.ts';
import { throughput } from './throughput.ts';
import { unplug } from './unplug.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
await runBenchmarks({
  command: 'npm run bench:devices',
  page: 'docs/benchmarks-devices.md',
  benchmarks: [unplug, latency, fuzzing, cardReaders, cameraStreams, throughput, render, ledLine, printerFaults],
  only: values.only,
  json: values.json,
});
