// npm run bench:hall [-- --only <name>] [--json <file>]: plays mornings of a hall and writes docs/benchmarks-hall.md.
import { parseArgs } from 'node:util';
import { runBenchmarks } from '../run-benchmarks.ts';
import { randomSteps } from './random-steps.ts';
import { waitingRanges } from './ranges.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
await runBenchmarks({
  command: 'npm run bench:hall',
  page: 'docs/benchmarks-hall.md',
  benchmarks: [waitingRanges, randomSteps],
  only: values.only,
  json: values.json,
});
