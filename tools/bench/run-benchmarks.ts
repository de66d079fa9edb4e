// Runs benchmarks, prints one table and writes their page; with `--only` the page stays as it is, since a page of one
// chapter would hide the others. Ends with 1 when something could not be measured; a target that was missed is marked and
// does not change the exit code, since machines differ.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../test/support/site.ts';
import { diskFolder } from './data-folder.ts';
import type { Benchmark } from './figure.ts';
import { machineFacts } from './machine.ts';
import { type Chapter, page, tableLines } from './table.ts';

export interface Suite {
  /** What people type: `npm run bench`. */
  readonly command: string;
  /** The page, from the project's folder. */
  readonly page: string;
  readonly benchmarks: readonly Benchmark[];
  /** Values of `--only` and `--json`. */
  readonly only: string | undefined;
  readonly json: string | undefined;
}

export const runBenchmarks = async ({ command, page: pageFile, benchmarks, only, json }: Suite): Promise<void> => {
  const chosen = benchmarks.filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0) {
    const names = benchmarks.map(({ name }) => name).join(', ');
    console.error(`There is no benchmark "${only}". Allowed: ${names}.`);
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
  if (only === undefined) writeFileSync(path.join(projectFolder, pageFile), page(chapters, machine, { day, command }));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ day, machine, chapters }, null, 2)}\n`);
  if (chapters.some(({ trouble }) => trouble !== null)) process.exitCode = 1;
};
