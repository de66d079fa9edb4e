// What the verbs of `npm run hub` share: numbers on the command line, the log, the file of a running hub, the end.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { InvalidArgumentError } from 'commander';
import { HubError, type HubLog } from '../hub/hub-error.ts';
import type { DatabaseAddress } from '../hub/servers/postgres.ts';
import type { TableFile } from '../main/documents/read-table.ts';

export const port = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_000) throw new InvalidArgumentError('a port, 1 to 65000');
  return value;
};

/** The database holds no other count. */
export const partitions = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 64) throw new InvalidArgumentError('1 to 64 partitions');
  return value;
};

export const gigabytes = (text: string): number => {
  const value = Number(text);
  if (!(value >= 0.1 && value <= 10_000)) throw new InvalidArgumentError('gigabytes, 0.1 to 10000');
  return value;
};

/** One more address, or network of them. */
export const proxy = (text: string, known: readonly string[]): string[] => {
  const [address = '', bits, ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (more.length > 0 || most < 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most)))
    throw new InvalidArgumentError('an address such as 10.0.0.5, or a network such as 10.0.0.0/24');
  return [...known, text];
};

export const log: HubLog = (level, message, detail = {}) => {
  const more = Object.entries(detail).map(
    ([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  );
  console.log([new Date().toISOString(), level.padEnd(5), message, ...more].join(' '));
};

/** A table that was named on the command line. Errors: HubError where there is none. */
export const tableFile = (file: string): TableFile => {
  try {
    return { name: path.basename(file), bytes: readFileSync(file) };
  } catch (cause) {
    throw new HubError(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
};

export const runningFile = (folder: string): string => path.join(folder, 'secret/running.json');

/** Where the other verbs find the hub. */
export const noteRunning = (
  folder: string,
  at: { readonly database: DatabaseAddress; readonly webUrl: string },
): void => {
  mkdirSync(path.dirname(runningFile(folder)), { recursive: true, mode: 0o700 });
  writeFileSync(runningFile(folder), JSON.stringify(at), { mode: 0o600 });
};

/** Whether the end was asked for already. */
export const stopOnSignal = (stop: () => Promise<void>): (() => boolean) => {
  let isStopping = false;
  const end = (): void => {
    if (isStopping) return;
    isStopping = true;
    console.log('Đang dừng · stopping …');
    void stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error instanceof Error ? error.message : String(error));
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  return () => isStopping;
};
