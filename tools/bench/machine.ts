import { readFileSync, statfsSync } from 'node:fs';
import os from 'node:os';
import { openDatabase } from '../../main/store/open-db.ts';

/** Names as shown, values as shown. Nothing that names the machine or its owner. */
export type MachineFacts = Readonly<Record<string, string>>;

/** linux/magic.h */
const fileSystems: Readonly<Record<number, string>> = {
  61267: 'ext4',
  16914836: 'tmpfs',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  2035054128: 'overlay',
};

/** The name where we know it, a number otherwise. */
export const fileSystemOf = (folder: string): string => {
  const { type } = statfsSync(folder);
  return fileSystems[type] ?? `type 0x${type.toString(16)}`;
};

const sqliteVersion = (): string => {
  const db = openDatabase(':memory:');
  const version = String(db.prepare('SELECT sqlite_version()').pluck().get());
  db.close();
  return version;
};

export const machineFacts = (folder: string): MachineFacts => ({
  processor: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: String(os.availableParallelism()),
  memory: `${(os.totalmem() / 2 ** 30).toFixed(1)} GiB`,
  kernel: `${os.type()} ${os.release()} ${os.arch()}`,
  'file system of the data': fileSystemOf(folder),
  Node: process.versions.node,
  SQLite: sqliteVersion(),
  'load at the start': (os.loadavg()[0] ?? 0).toFixed(1),
});

/** Resident memory of a process, MB of 2^20 bytes. Linux only. */
export const residentMb = (pid: number): number => {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error(`Process ${pid} shows no VmRSS: has it ended?`);
  return Number(kilobytes) / 1024;
};
