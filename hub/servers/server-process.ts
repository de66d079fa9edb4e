// A server as our own child: started, watched, and ended by its process id.
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { HubError } from '../hub-error.ts';
import type { ServerUser } from './server-user.ts';

export interface ServerCommand {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly user: ServerUser;
  readonly logFile: string;
}

export interface ServerProcess {
  readonly pid: number;
  /** Resolves when it ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly isRunning: () => boolean;
  signal(signal: NodeJS.Signals): void;
  /** Sends `signal`, and SIGKILL after 20 s; resolves when it ended. */
  end(signal: NodeJS.Signals): Promise<void>;
}

const KILL_AFTER_MS = 20_000;

export const lastLines = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
  } catch {
    return '';
  }
};

/** In a process group of its own: Ctrl-C is for us, and we end our servers in their order. */
export const startServer = ({ name, program, args, user, logFile }: ServerCommand): ServerProcess => {
  const log = openSync(logFile, 'a', 0o600);
  const child: ChildProcess = spawn(program, args, {
    stdio: ['ignore', log, log],
    detached: true,
    cwd: '/',
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8' },
    ...(user ?? {}),
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  if (child.pid === undefined) throw new HubError(`${name} could not be started: ${program} ${args.join(' ')}`);
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid,
    ended,
    isRunning,
    signal: (signal) => void child.kill(signal),
    end: async (signal) => {
      if (!isRunning()) return;
      child.kill(signal);
      const giveUp = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
      await ended;
      clearTimeout(giveUp);
    },
  };
};

/** Whether a process of an earlier hub still works in our folder. */
export const isOurs = (pid: number, folder: string): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
  } catch {
    return false;
  }
};
