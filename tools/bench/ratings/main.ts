// npm run bench:ratings [-- --only <name>] [--json <file>]: measures ratings and writes docs/benchmarks-ratings.md.
import { parseArgs } from 'node:util';
import { runBenchmarks } from '../run-benchmarks.ts';
import { guessing } from './guessing.ts';
import { oneToken } from './one-token.ts';
import { padCuts } from './pad-cuts.ts';
import { toManager } from './to-manager.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
await runBenchmarks({
  command: 'npm run bench:ratings',
  page: 'docs/benchmarks-ratings.md',
  benchmarks: [oneToken, padCuts, toManager, guessing],
  only: values.only,
  json: values.json,
});
