// Processes that a benchmark starts and that end with it.
import { type ChildProcess, spawn } from 'node:child_process';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../../test/support/site.ts';

/** The program of the people at the kiosk. */
export const issueClients = fileURLToPath(import.meta.resolve('./issue-clients.ts'));

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

/** SIGTERM, and SIGKILL for one that does not end within 10 s. */
export const end = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGTERM');
  const giveUp = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended(child);
  clearTimeout(giveUp);
};

export interface NodeChild {
  readonly child: ChildProcess;
  /** The whole standard output; rejects with what it wrote when it ends with trouble. */
  readonly output: Promise<string>;
}

/** Runs Node in the project's folder; `keep` ends it. */
export const startNode = (args: readonly string[], keep: AsyncDisposableStack): NodeChild => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  keep.defer(() => end(child));
  let text = '';
  let trouble = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  child.stderr.on('data', (chunk) => (trouble = (trouble + String(chunk)).slice(-2000)));
  const output = new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(text);
      else
        reject(new Error(`${args.join(' ')} ended with ${code ?? child.signalCode}: ${trouble}${text.slice(-1000)}`));
    });
  });
  output.catch(() => undefined);
  return { child, output };
};

const statusOf = (url: string): Promise<number> =>
  new Promise((resolve) => {
    const asked = get(url, { agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', () => resolve(0));
    });
    asked.on('error', () => resolve(0));
  });

/** Milliseconds from `sinceMs` until the page was there whole with 200. Errors: not within 60 s. */
export const untilPage = async (url: string, sinceMs: number): Promise<number> => {
  while (performance.now() - sinceMs < 60_000) {
    if ((await statusOf(url)) === 200) return performance.now() - sinceMs;
    await pause(5);
  }
  throw new Error(`${url} did not answer with 200 within 60 s.`);
};

/** A port of 127.0.0.1 that nobody uses at this moment. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
