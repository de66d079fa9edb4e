// npm run bench:load [-- --only <name>] [--json <file>]: measures the host under load and writes docs/benchmarks-load.md.
import { parseArgs } from 'node:util';
import { runBenchmarks } from '../run-benchmarks.ts';
import { kioskRush } from './kiosks.ts';
import { mixedLoad } from './mixed.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
await runBenchmarks({
  command: 'npm run bench:load',
  page: 'docs/benchmarks-load.md',
  benchmarks: [mixedLoad, kioskRush],
  only: values.only,
  json: values.json,
});
