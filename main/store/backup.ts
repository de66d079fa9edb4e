// Copies that were opened and proved before they count, and the way back.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { lockFolder } from './folder-lock.ts';
import type { Projection } from './ledger.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { type Db, openDatabase } from './open-db.ts';
import { handToFolderOwner } from './owner.ts';
import { StoreError } from './store-error.ts';
import { type VerifyReport, verifyDatabase } from './verify.ts';

export const databaseFile = (dataFolder: string): string => path.join(dataFolder, 'motcua.db');

const backupName = /^motcua-\d{8}-\d{6}-\d{3}\.db$/;

const stamp = (nowMs: number): string => {
  const digits = new Date(nowMs).toISOString().replaceAll(/\D/g, '');
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${digits.slice(14, 17)}`;
};

const removeDatabase = (file: string): void => {
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
};

/** A rename is durable only after its folder was flushed, and a new file after itself. */
const flush = (file: string): void => {
  const handle = openSync(file, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const renameDurably = (from: string, to: string): void => {
  flush(from);
  renameSync(from, to);
  flush(path.dirname(to));
};

/** One snapshot of `from` as a new file, however many commits go on meanwhile. */
const copyDatabase = (from: string, to: string): void => {
  removeDatabase(to);
  const db = openDatabase(from);
  try {
    db.prepare('VACUUM INTO ?').run(to);
  } catch (cause) {
    removeDatabase(to);
    throw StoreError.from(cause, `${from} could not be copied to ${to}`);
  } finally {
    db.close();
  }
};

/**
 * Errors: StoreError `restore-unfinished` when a restore was cut off after it had put the database aside: a host that
 * began an empty one would give every number of the day again.
 */
export const assertNoUnfinishedRestore = (dataFolder: string): void => {
  const to = databaseFile(dataFolder);
  if (existsSync(to) || !existsSync(`${to}.arriving`)) return;
  throw new StoreError(
    'restore-unfinished',
    `A restore into ${dataFolder} was cut off: the database is not there. Run "motcua restore" again.`,
  );
};

const prove = (file: string, createProjections: (db: Db) => readonly Projection[]): VerifyReport => {
  const db = openDatabase(file);
  try {
    // An older version's backup is proved, and put back, with today's tables.
    migrate(db, migrations, Date.now());
    return verifyDatabase(db, createProjections);
  } finally {
    db.close();
  }
};

/**
 * Writes `motcua-<UTC time>.db` into `folder` while the host may go on, proves it, then removes all but the newest
 * `keep`. A copy that does not prove sound is thrown away and older ones stay.
 * Errors: StoreError `storage-failed` with the problems; those of opening.
 */
export const backup = (
  source: { readonly dataFolder: string; readonly createProjections: (db: Db) => readonly Projection[] },
  target: { readonly folder: string; readonly keep: number; readonly nowMs: number },
): { readonly file: string; readonly bytes: number; readonly report: VerifyReport } => {
  const from = databaseFile(source.dataFolder);
  if (!existsSync(from))
    throw new StoreError('cannot-open', `There is no database at ${from}. Check data.folder in the configuration.`);
  mkdirSync(target.folder, { recursive: true, mode: 0o700 });
  const file = path.join(target.folder, `motcua-${stamp(target.nowMs)}.db`);
  const partial = `${file}.partial`;
  copyDatabase(from, partial);
  const report = prove(partial, source.createProjections);
  if (!report.sound) {
    removeDatabase(partial);
    throw new StoreError(
      'storage-failed',
      `The copy is not sound and was thrown away; older backups stay: ${report.problems.join('; ')}`,
    );
  }
  renameDurably(partial, file);
  removeDatabase(partial);
  const old = readdirSync(target.folder)
    .filter((name) => backupName.test(name))
    .sort()
    .slice(0, -target.keep);
  for (const name of old) removeDatabase(path.join(target.folder, name));
  return { file, bytes: statSync(file).size, report };
};

/**
 * Puts a proved copy of `file` in place of the site's database. What was there stays beside it as
 * `motcua.db.before-restore-<UTC time>`. The host must be stopped.
 * Errors: StoreError `folder-in-use`, `cannot-open`, `not-a-database`, `storage-failed` when the backup is not sound.
 */
export const restore = (
  file: string,
  target: {
    readonly dataFolder: string;
    readonly createProjections: (db: Db) => readonly Projection[];
    readonly nowMs: number;
  },
): { readonly report: VerifyReport; readonly keptAs: string | null } => {
  if (!existsSync(file)) throw new StoreError('cannot-open', `There is no backup at ${file}.`);
  using _lock = lockFolder(target.dataFolder);
  const to = databaseFile(target.dataFolder);
  const arriving = `${to}.arriving`;
  removeDatabase(arriving);
  copyDatabase(file, arriving);
  const report = prove(arriving, target.createProjections);
  if (!report.sound) {
    removeDatabase(arriving);
    throw new StoreError(
      'storage-failed',
      `The backup ${file} is not sound, nothing was changed: ${report.problems.join('; ')}`,
    );
  }
  const keptAs = existsSync(to) ? `${to}.before-restore-${stamp(target.nowMs)}` : null;
  // From here to the end a power cut leaves no database, and `arriving` to tell the next host why.
  if (keptAs !== null) {
    // With its write-ahead log, and without opening it: it may be the damaged file for which somebody restores.
    for (const ending of ['', '-wal']) if (existsSync(to + ending)) renameSync(to + ending, keptAs + ending);
  }
  removeDatabase(to);
  handToFolderOwner(arriving);
  renameDurably(arriving, to);
  return { report, keptAs };
};
