// One host to a data folder. The lock is an open exclusive transaction on a small file of its own: the system drops it
// with the process, so a killed host leaves nothing to clean up.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { handToFolderOwner } from './owner.ts';
import { StoreError } from './store-error.ts';

/** Errors: StoreError `folder-in-use` while another process holds the folder, `cannot-open` when it cannot be written. */
export const lockFolder = (folder: string): Disposable => {
  const file = path.join(folder, 'host.lock');
  let db: Database.Database | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    db = new Database(file, { timeout: 0 });
    handToFolderOwner(file);
    db.exec('BEGIN EXCLUSIVE');
    const held = db;
    return { [Symbol.dispose]: () => held.close() };
  } catch (cause) {
    db?.close();
    if (cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_BUSY')) {
      throw new StoreError(
        'folder-in-use',
        `Another host already works on the data folder ${folder}. Stop it first, or give this one another folder (data.folder in the configuration).`,
        cause,
      );
    }
    throw StoreError.from(cause, `The data folder ${folder} could not be locked`);
  }
};

/** Whether a host works on the folder now. Takes no lock that a starting host would wait for. */
export const isFolderLocked = (folder: string): boolean => {
  let db: Database.Database | undefined;
  try {
    db = new Database(path.join(folder, 'host.lock'), { timeout: 0, readonly: true, fileMustExist: true });
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_BUSY');
  } finally {
    db?.close();
  }
};
