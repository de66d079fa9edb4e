// npm run bench:face [-- --only <name>] [--json <file>] [--people <folder>]: measures the face core beside its peers and
// writes docs/benchmarks-face.md. The folder of people (one sub-folder each) is for the error rates; none comes with this.
import { parseArgs } from 'node:util';
import { runBenchmarks } from '../run-benchmarks.ts';
import { accuracyOn } from './accuracy.ts';
import { engineCosts } from './engine-costs.ts';
import { oneFrame } from './one-frame.ts';
import { oneToMany } from './one-to-many.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, json: { type: 'string' }, people: { type: 'string' } },
});
await runBenchmarks({
  command: 'npm run bench:face',
  page: 'docs/benchmarks-face.md',
  benchmarks: [accuracyOn(values.people ?? null), oneFrame, oneToMany, engineCosts],
  only: values.only,
  json: values.json,
});
