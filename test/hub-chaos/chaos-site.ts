// A site as the chaos sees it: its process, its lines to each stream server, its file.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { databaseFile } from '../../main/store/backup.ts';
import { type CutLine, openCutLine } from '../support/cut-line.ts';
import { type Held, heldBySite, memberIn } from '../support/hub-site.ts';

export interface ChaosSite extends AsyncDisposable {
  readonly name: string;
  readonly lines: readonly CutLine[];
  readonly isConnected: () => boolean;
  /** SIGKILL, and a new process on the same files. */
  kill(): Promise<void>;
  /** Resolves when no ticket is taken any more. */
  rest(): Promise<void>;
  work(): void;
  held(): Held;
}

export const openChaosSite = async (at: {
  readonly folder: string;
  readonly name: string;
  readonly code: string;
  readonly natsPorts: readonly number[];
}): Promise<ChaosSite> => {
  const { name, code, natsPorts } = at;
  const folder = path.join(at.folder, name);
  mkdirSync(folder, { recursive: true });
  await memberIn(folder, code);
  const lines = await Promise.all(natsPorts.map(openCutLine));
  const start = (): ChildProcess =>
    spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        path.join(import.meta.dirname, 'site-process.ts'),
        folder,
        lines.map(({ address }) => address).join(','),
      ],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
  const said = (child: ChildProcess, word: string): Promise<void> =>
    new Promise((resolve, reject) => {
      child.on('message', (message) => {
        if (message === word) resolve();
      });
      child.once('exit', (exit, signal) => {
        if (signal !== 'SIGKILL') reject(new Error(`${name} ended with ${exit ?? signal} before it was ${word}.`));
      });
    });
  const ended = (child: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve();
      else child.once('exit', () => resolve());
    });
  let child = start();
  let ready = said(child, 'ready');
  await ready;
  return {
    ...{ name, lines },
    isConnected: () => lines.some((line) => line.connections() > 0),
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
      child = start();
      ready = said(child, 'ready');
      ready.catch(() => undefined);
    },
    rest: async () => {
      await ready;
      const resting = said(child, 'resting');
      child.send('rest');
      await resting;
    },
    work: () => void child.send('work'),
    held: () => heldBySite(databaseFile(folder)),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended(child);
      await Promise.all(lines.map((line) => line.close()));
    },
  };
};
