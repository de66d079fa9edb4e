// A host as a process of its own, the way a supervisor starts it: for tests that kill it or measure it from outside.
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import nodeFlags from '../../main/host/node-flags.json' with { type: 'json' };
import { demoConfigText, projectFolder } from './site.ts';

export interface HostProcess {
  readonly child: ChildProcess;
  /** Resolves with the base address once it answers; rejects with what it printed when it ended before. */
  readonly ready: Promise<string>;
  /** Resolves with the exit code, or null after a signal. */
  readonly ended: Promise<number | null>;
  /** All that it printed so far. */
  output(): string;
}

/** The demo site without devices, its data in `folder`, on `port` (0 = any free one). Returns the file's path. */
export const writeSiteWithoutDevices = (folder: string, port: number): string => {
  const file = path.join(folder, 'site.yaml');
  const text = demoConfigText()
    .replace(/^( {2}port:).*$/m, `$1 ${port}`)
    .replace(/^devices:[\s\S]*$/m, '')
    .replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '');
  writeFileSync(file, `${text}\ndata: { folder: data }\n`);
  return file;
};

export interface HostProcessOptions {
  /** What else stands on its command line. */
  readonly more?: readonly string[];
  readonly logLevel?: 'warn' | 'debug';
}

/** `entry` is the host's main file, relative to the project. */
export const startHostProcess = (
  configFile: string,
  entry: string,
  { more = [], logLevel = 'warn' }: HostProcessOptions = {},
): HostProcess => {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      ...nodeFlags,
      path.join(projectFolder, entry),
      '--config',
      configFile,
      ...more,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, MOTCUA_LOG_LEVEL: logLevel },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const ready = new Promise<string>((resolve, reject) => {
    child.on('message', (message) => {
      if (typeof message === 'object' && message !== null && 'url' in message) resolve(String(message.url));
    });
    child.once('exit', (code, signal) =>
      reject(new Error(`The host ended with ${code ?? signal} before it was ready:\n${output}`)),
    );
  });
  ready.catch(() => undefined);
  return { child, ready, ended, output: () => output };
};
