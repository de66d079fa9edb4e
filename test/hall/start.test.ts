// `npm start` as a person in a terminal: it opens, it says what is wrong, it leaves nothing behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder, temporaryFolder } from '../support/site.ts';

interface Started extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Resolves with what was printed so far, once `words` are in it; rejects when it ends before. */
  until(words: string): Promise<string>;
  readonly ended: Promise<number | null>;
  output(): string;
}

const start = (folder: string, port: string): Started => {
  const child = spawn(
    process.execPath,
    ['tools/run.cjs', 'tools/start.ts', '--port', port, '--bench-port', '0', '--folder', folder],
    {
      cwd: projectFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk);
      for (const listen of listeners) listen();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    ended,
    output: () => output,
    until: (words) =>
      new Promise((resolve, reject) => {
        const listen = (): void => {
          if (output.includes(words)) resolve(output);
        };
        listeners.add(listen);
        listen();
        void ended.then((code) => reject(new Error(`It ended with ${code} before it said "${words}":\n${output}`)));
      }),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGINT');
      await ended;
    },
  };
};

const addressIn = (output: string): string => /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? '';

describe('npm start', () => {
  it('opens the hall, brings a killed host back, and ends everything with Ctrl-C', async () => {
    using temporary = temporaryFolder();
    const hall = start(path.join(temporary.folder, 'demo'), '0');
    const url = addressIn(await hall.until('Ctrl-C'));
    expect((await fetch(`${url}/kiosk/`)).status).toBe(200);
    const { hostPid } = (await (await fetch(`${url}/health`)).json()) as { hostPid: number };
    process.kill(hostPid, 'SIGKILL');
    await hall.until('the host ended unexpectedly');
    await expect
      .poll(
        () =>
          fetch(`${url}/health`).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 10_000 },
      )
      .toBe(200);
    hall.child.kill('SIGINT');
    expect(await hall.ended).toBe(0);
    await expect(fetch(`${url}/health`)).rejects.toThrow();
    expect(readdirSync(path.join(temporary.folder, 'demo', 'rack'))).toEqual([]);
  }, 40_000);

  it('says in a sentence that the port or the folder is taken, and does not harm the hall that has it', async () => {
    using temporary = temporaryFolder();
    using elsewhere = temporaryFolder();
    await using hall = start(path.join(temporary.folder, 'demo'), '0');
    const url = addressIn(await hall.until('Ctrl-C'));
    const samePort = start(path.join(elsewhere.folder, 'demo'), url.split(':').at(-1) ?? '');
    expect(await samePort.ended).toBe(1);
    expect(samePort.output()).toContain('another program uses it');
    const sameFolder = start(path.join(temporary.folder, 'demo'), '0');
    expect(await sameFolder.ended).toBe(1);
    expect(readdirSync(path.join(temporary.folder, 'demo', 'rack')).sort()).toEqual([
      'ban-phim',
      'bang-chu',
      'bang-diem',
      'den-led',
      'doc-the',
      'may-in',
      'may-quet',
    ]);
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ state: 'ok' });
  }, 40_000);
});
