// npm run bench:gate -- --people <folder> [--minutes <n>] [--only <name>] [--json <file>]: gates from a picture of a camera to a
// name on the sheet; writes docs/benchmarks-gate.md. The folder holds one sub-folder of pictures a person; none comes with this.
import { parseArgs } from 'node:util';
import { runBenchmarks } from '../run-benchmarks.ts';
import { busyGates } from './busy-gates.ts';
import { wrongNames } from './wrong-names.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string' },
    minutes: { type: 'string', default: '20' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});
if (values.people === undefined) {
  console.error('Needed: --people <folder>, with one sub-folder of pictures for each person.');
  process.exit(2);
}
await runBenchmarks({
  command: 'npm run bench:gate -- --people <folder>',
  page: 'docs/benchmarks-gate.md',
  benchmarks: [wrongNames(values.people), busyGates(values.people, Number(values.minutes))],
  only: values.only,
  json: values.json,
});
