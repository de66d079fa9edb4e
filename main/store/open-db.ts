// Opens the site's database so that a commit which returned survives a power cut (ADR-0007).
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from './store-error.ts';

export type Db = Database.Database;

const oldestSafeSqlite = [3, 51, 3] as const;

/** better-sqlite3 13 on an older Node ends the process without a word, so say it before the library is touched. */
const requireNode = (version: string): void => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 12)) {
    throw new StoreError(
      'wrong-node',
      `Node ${version} cannot load the database library; it needs 22.12 or newer. Start with "npm start", which brings Node 24.`,
    );
  }
};

const isAtLeast = (version: string, wanted: readonly number[]): boolean => {
  const parts = version.split('.').map(Number);
  for (const [index, want] of wanted.entries()) {
    const have = parts[index] ?? 0;
    if (have !== want) return have > want;
  }
  return true;
};

const pragma = (db: Db, name: string): unknown => db.pragma(name, { simple: true });

/**
 * Asserts the settings on which the promise "acknowledged means durable" rests. better-sqlite3 compiles WAL with
 * synchronous=NORMAL, and the value even depends on the order of statements at the first open, so it is read back.
 * Errors: StoreError `unsafe-settings` naming each setting, the value seen and the value needed.
 */
export const assertDurable = (db: Db): void => {
  const version = String(db.prepare('SELECT sqlite_version()').pluck().get());
  const wrong = [
    ['journal_mode', pragma(db, 'journal_mode'), 'wal'],
    ['synchronous', pragma(db, 'synchronous'), 2],
    ['foreign_keys', pragma(db, 'foreign_keys'), 1],
  ].filter(([, seen, wanted]) => seen !== wanted);
  if (!isAtLeast(version, oldestSafeSqlite))
    wrong.push(['sqlite_version', version, `>= ${oldestSafeSqlite.join('.')}`]);
  if (wrong.length > 0) {
    const list = wrong.map(([name, seen, wanted]) => `${name}=${seen} (needed: ${wanted})`).join(', ');
    throw new StoreError(
      'unsafe-settings',
      `The database would lose promised numbers in a power cut: ${list}. The data folder must lie on a local disk that supports WAL.`,
    );
  }
};

/** Opens or makes `file` with the durable settings. Errors: StoreError `wrong-node`, `cannot-open`, `unsafe-settings`. */
export const openDatabase = (file: string): Db => {
  requireNode(process.versions.node);
  const folder = path.dirname(file);
  try {
    if (file !== ':memory:' && !existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const db = new Database(file, { timeout: 5_000 });
    // Small pages: a ticket touches ten of them, and each goes whole into the log that every commit waits for.
    db.pragma('page_size = 1024');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    // A busy day's tables fit into memory (32 MB); the log is folded into the database every 4 MB.
    db.pragma('cache_size = -32000');
    db.pragma('wal_autocheckpoint = 4000');
    if (file !== ':memory:') assertDurable(db);
    return db;
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw StoreError.from(cause, `The database ${file} could not be opened`);
  }
};
