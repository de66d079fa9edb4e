// npm run bench [-- --only <name>] [--json <file>]
//
// Measures what the product promises, prints one table and writes docs/benchmarks.md; with `--only` the page stays as it
// is, since a page of one chapter would hide the others. Ends with 1 when something could not be measured; a target that
// was missed is marked and does not change the exit code, since machines differ.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../../test/support/site.ts';
import { callToLed } from './call-to-led.ts';
import { diskFolder } from './data-folder.ts';
import type { Benchmark } from './figure.ts';
import { hostResources } from './host-resources.ts';
import { issueInProcess } from './issue-in-process.ts';
import { issueOverHttp } from './issue-over-http.ts';
import { machineFacts } from './machine.ts';
import { type Chapter, page, tableLines } from './table.ts';

const benchmarks: readonly Benchmark[] = [issueInProcess, issueOverHttp, callToLed, hostResources];

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
const chosen = benchmarks.filter(({ name }) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  const names = benchmarks.map(({ name }) => name).join(', ');
  console.error(`There is no benchmark "${values.only}". Allowed: ${names}.`);
  process.exit(2);
}

let running = new AsyncDisposableStack();
const leave = async (signal: 'SIGINT' | 'SIGTERM'): Promise<void> => {
  console.error('ending what was started …');
  await running.disposeAsync();
  process.exit(signal === 'SIGINT' ? 130 : 143);
};
process.once('SIGINT', (signal) => void leave(signal as 'SIGINT'));
process.once('SIGTERM', (signal) => void leave(signal as 'SIGTERM'));

const measure = async ({ name, title, method, run }: Benchmark): Promise<Chapter> => {
  const keep = new AsyncDisposableStack();
  running = keep;
  const say = (text: string): void => console.error(`${name}: ${text}`);
  try {
    return { name, title, method, figures: await run({ keep, say }), trouble: null };
  } catch (error) {
    return { name, title, method, figures: [], trouble: error instanceof Error ? error.message : String(error) };
  } finally {
    await keep.disposeAsync();
  }
};

const machine = machineFacts(diskFolder());
const chapters: Chapter[] = [];
for (const benchmark of chosen) chapters.push(await measure(benchmark));

for (const [name, value] of Object.entries(machine)) console.log(`${name}: ${value}`);
console.log(`\n${tableLines(chapters).join('\n')}`);
const day = new Date().toISOString().slice(0, 10);
if (values.only === undefined)
  writeFileSync(path.join(projectFolder, 'docs/benchmarks.md'), page(chapters, machine, day));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ day, machine, chapters }, null, 2)}\n`);
if (chapters.some(({ trouble }) => trouble !== null)) process.exitCode = 1;
