// npm run bench [-- --only <name>] [--json <file>]: measures what the product promises and writes docs/benchmarks.md.
import { parseArgs } from 'node:util';
import { callToLed } from './call-to-led.ts';
import { hostResources } from './host-resources.ts';
import { issueInProcess } from './issue-in-process.ts';
import { issueOverHttp } from './issue-over-http.ts';
import { runBenchmarks } from './run-benchmarks.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
await runBenchmarks({
  command: 'npm run bench',
  page: 'docs/benchmarks.md',
  benchmarks: [issueInProcess, issueOverHttp, callToLed, hostResources],
  only: values.only,
  json: values.json,
});
