// npm run bench:devices [-- --only <name>] [--json <file>]: measures the drivers against the simulated devices and writes
// docs/benchmarks-devices.md.
import { parseArgs } from 'node:util';
import { runBenchmarks } from '../run-benchmarks.ts';
import { cameraStreams } from './camera-streams.ts';
import { cardReaders } from './card-readers.ts';
import { ledLine } from './led-line.ts';
import { printerFaults } from './printer-faults.ts';
import { throughput } from './throughput.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
await runBenchmarks({
  command: 'npm run bench:devices',
  page: 'docs/benchmarks-devices.md',
  benchmarks: [
    cardReaders,
    cameraStreams,
    throughput,
    ledLine,
    printerFaults,
  ],
  only: values.only,
  json: values.json,
});
