// npm run bench:reports [-- --only <name>] [--json <file>]: a year of a hall and its report; writes docs/benchmarks-reports.md.
import { parseArgs } from 'node:util';
import { runBenchmarks } from '../run-benchmarks.ts';
import { yearReport } from './year-report.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
await runBenchmarks({
  command: 'npm run bench:reports',
  page: 'docs/benchmarks-reports.md',
  benchmarks: [yearReport],
  only: values.only,
  json: values.json,
});
