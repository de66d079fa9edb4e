// npm run bench:people -- --people <folder> [--only <name>] [--json <file>]: faces of a site from a folder of pictures to what
// is left behind; writes docs/benchmarks-people.md. The folder holds one sub-folder of pictures a person; none comes with this.
import { parseArgs } from 'node:util';
import { runBenchmarks } from '../run-benchmarks.ts';
import { enrolFolder } from './enrol-folder.ts';
import { noTraces } from './no-traces.ts';

const { values } = parseArgs({
  options: { people: { type: 'string' }, only: { type: 'string' }, json: { type: 'string' } },
});
if (values.people === undefined) {
  console.error('Say where pictures of people are: npm run bench:people -- --people <folder>');
  process.exit(2);
}
await runBenchmarks({
  command: 'npm run bench:people -- --people <folder>',
  page: 'docs/benchmarks-people.md',
  benchmarks: [enrolFolder(values.people), noTraces(values.people)],
  only: values.only,
  json: values.json,
});
