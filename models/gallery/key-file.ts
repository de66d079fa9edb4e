import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { ok, type Result, refuse } from '../../contract/result.ts';

const keyBytes = 32;

/**
 * The 32 bytes in `file`; makes them when there is no such file, readable by its owner only, and never over another one.
 * Refuses, with a sentence that says what to do, a file of another length or one that others may read.
 */
export const readOrCreateKey = (file: string): Result<Uint8Array, string> => {
  const written = `${file}.${process.pid}.new`;
  try {
    writeFileSync(written, randomBytes(keyBytes), { mode: 0o600, flush: true });
    linkSync(written, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(written, { force: true });
  }
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
