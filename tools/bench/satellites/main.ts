// npm run bench:satellites [-- --json <file>]: kills the host of a hall again and again under its kiosks and writes
// docs/benchmarks-satellites.md.
import { parseArgs } from 'node:util';
import { runBenchmarks } from '../run-benchmarks.ts';
import { outages } from './outages.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
await runBenchmarks({
  command: 'npm run bench:satellites',
  page: 'docs/benchmarks-satellites.md',
  benchmarks: [outages],
  only: values.only,
  json: values.json,
});
