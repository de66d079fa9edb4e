// Every check that does not run the product: format and lint, types, import directions, dead code. They run side by
// side; what a failing one printed is shown.
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const bin = (file: string, ...args: string[]): readonly string[] => [`node_modules/${file}`, ...args];

const checks: Readonly<Record<string, readonly string[]>> = {
  'format and lint': bin('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
  types: bin('typescript/bin/tsc', '-p', '.'),
  'types of the screens': bin('typescript/bin/tsc', '-p', 'renderer'),
  'types of the browser tests': bin('typescript/bin/tsc', '-p', 'test/browser'),
  'import directions': ['tools/check-imports.ts'],
  'dead code': bin('knip/bin/knip.js', '--no-progress'),
};

const run = (name: string, args: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const startedMs = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    child.on('error', (error) => (output += error.message));
    child.on('close', (code) => {
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
      if (code !== 0) console.log(output.trimEnd());
      resolve(code === 0);
    });
  });

/** True when all are clean. */
export const runChecks = async (): Promise<boolean> => {
  // Two at a time: the machines are small, and the type checks take a core each.
  const queue = Object.entries(checks);
  const results: boolean[] = [];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results.push(await run(...next));
  };
  await Promise.all([worker(), worker()]);
  return results.every(Boolean);
};

if (import.meta.main) process.exitCode = (await runChecks()) ? 0 : 1;
