// npm run bench:turns [-- --only <name>] [--json <file>]: measures the turn pages and writes docs/benchmarks-turns.md.
import { parseArgs } from 'node:util';
import { runBenchmarks } from '../run-benchmarks.ts';
import { turnPages } from './turn-pages.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
await runBenchmarks({
  command: 'npm run bench:turns',
  page: 'docs/benchmarks-turns.md',
  benchmarks: [turnPages],
  only: values.only,
  json: values.json,
});
