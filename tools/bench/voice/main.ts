// npm run bench:voice [-- --only <name>] [--json <file>]: from the press at the counter to the sound of the board, and a
// hundred calls in a row; writes docs/benchmarks-voice.md. Takes about fifteen minutes: every call is spoken.
import { parseArgs } from 'node:util';
import { runBenchmarks } from '../run-benchmarks.ts';
import { hundredCalls, pressToSound } from './board-sound.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
await runBenchmarks({
  command: 'npm run bench:voice',
  page: 'docs/benchmarks-voice.md',
  benchmarks: [pressToSound, hundredCalls],
  only: values.only,
  json: values.json,
});
