import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { ok, type Result, refuse } from '../../contract/result.ts';

const keyBytes = 32;

/** Writes the name itself to the disk: a power cut must not take a key whose records are there already. */
const syncFolder = (folder: string): void => {
  // Windows opens no folders; NTFS journals names.
  if (process.platform === 'win32') return;
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
};

/** All or nothing; when another process was faster, its key stays. */
const create = (file: string): void => {
  const written = `${file}.${process.pid}.new`;
  try {
    writeFileSync(written, randomBytes(keyBytes), { mode: 0o600, flush: true });
    linkSync(written, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(written, { force: true });
  }
  syncFolder(path.dirname(file));
};

/**
 * The 32 bytes in `file`; makes them when there is no such file, readable by its owner only, and never over another one.
 * Refuses, with a sentence that says what to do, a file of another length or one that others may read.
 */
export const readOrCreateKey = (file: string): Result<Uint8Array, string> => {
  if (!existsSync(file)) create(file);
  const key = readFileSync(file);
  if (key.length !== keyBytes)
    return refuse(
      `The key ${file} has ${key.length} bytes; ${keyBytes} are needed. Put back the right file from its backup.`,
    );
  const mode = statSync(file).mode & 0o777;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    return refuse(
      `The key ${file} may be read by others (mode ${mode.toString(8)}; allowed: 600). Run: chmod 600 ${file}`,
    );
  return ok(key);
};
