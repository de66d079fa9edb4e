// npm run test:lab                       every check
// npm run test:lab -- "rdm6300"          only checks whose name holds it
// npm run test:lab -- "rdm6300" --times 10
//
// Debian's kernel in qemu with devices that the kernel itself makes, and our drivers on them (docs/lab.md). Where that is
// not possible it says so and ends with 0.
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { WIRINGS } from './guest/wirings.ts';
import { buildProgram } from './host/build-program.ts';
import { findTools } from './host/find-tools.ts';
import { createTally } from './host/tally.ts';
import { ensureGuestSystem } from './host/unpack-system.ts';
import { runMachine } from './host/virtual-machine.ts';

const projectFolder = path.resolve(import.meta.dirname, '../..');
const LIMIT_MS = 10 * 60_000;
const CONSOLE_LINES = 40;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'string', default: '1' } },
});
const [filter = ''] = positionals;
const times = Number(values.times);
if (!Number.isInteger(times) || times < 1)
  throw new Error(`--times takes a whole number from 1 on, not "${values.times}"`);
const cache = path.join(projectFolder, '.cache', 'lab');

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());

const prepare = async () => {
  try {
    const tools = await findTools();
    return { ...tools, system: await ensureGuestSystem(cache) };
  } catch (error) {
    console.log(`SKIPPED, nothing was tested: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
};

const runLab = async (): Promise<number> => {
  const prepared = await prepare();
  if (prepared === null) return 0;
  const program = await mkdtemp(path.join(cache, 'program-'));
  const tally = createTally(console.log);
  try {
    await buildProgram(projectFolder, program, [...WIRINGS.keys()]);
    console.log(`Debian ${prepared.system.release} starts in qemu, without KVM …`);
    const ended = await runMachine({
      ...prepared,
      init: path.join(projectFolder, 'test/lab/guest/init.sh'),
      environment: {
        LAB_ROOT: projectFolder,
        LAB_NODE: process.execPath,
        LAB_PROGRAM: program,
        LAB_FILTER: filter,
        LAB_TIMES: String(times),
      },
      signal: AbortSignal.any([ending.signal, AbortSignal.timeout(LIMIT_MS)]),
      onLine: tally.take,
    });
    const problem = tally.problem(ended.how);
    if (problem !== null) {
      console.log(ended.console.split('\n').slice(-CONSOLE_LINES).join('\n'));
      console.log(problem);
    }
    const failed = tally.failed() + (problem === null ? 0 : 1);
    console.log(`${tally.passed()} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await rm(program, { recursive: true, force: true });
  }
};

process.exitCode = await runLab();
