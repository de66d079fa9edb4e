// The key that wraps all others: 32 bytes in a file outside the data folder that nobody but the host may read.
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import { seal, unseal } from './aead.ts';
import type { VaultRefusal } from './vault-refusal.ts';

/**
 * Wraps keys. One that asks a TPM or the key store of the system fits behind it as well as a file; `id` names the key without
 * telling anything of it.
 */
export interface Wrapper {
  readonly id: string;
  wrap(boundTo: string, plain: Uint8Array): Uint8Array;
  /** Null: not wrapped by this key, or for something else. */
  unwrap(boundTo: string, wrapped: Uint8Array): Uint8Array | null;
}

const keyBytes = 32;

const wrapperOf = (key: Uint8Array): Wrapper => ({
  id: createHash('sha256').update('wrapping-key').update(key).digest('hex').slice(0, 16),
  wrap: (boundTo, plain) => seal(key, boundTo, plain),
  unwrap: (boundTo, wrapped) => unseal(key, boundTo, wrapped),
});

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

const write = (file: string): void => {
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, randomBytes(keyBytes), { mode: 0o600, flush: true });
  renameSync(draft, file);
  syncFolder(path.dirname(file));
};

const read = (file: string): Result<Wrapper, VaultRefusal> => {
  const mode = statSync(file).mode & 0o777;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    return refuse({
      code: 'key-open',
      message: `The key ${file} may be read by others (mode ${mode.toString(8)}; allowed: 600). Run: chmod 600 ${file}`,
    });
  const key = readFileSync(file);
  return key.length === keyBytes
    ? ok(wrapperOf(key))
    : refuse({
        code: 'wrong-key',
        message: `The key ${file} has ${key.length} bytes; ${keyBytes} are needed. Put back the right file.`,
      });
};

export interface KeyFile {
  /** Refusals: key-missing, key-open, wrong-key. */
  current(): Result<Wrapper, VaultRefusal>;
  /** Makes the first key; never over another one. */
  create(): Result<Wrapper, VaultRefusal>;
  /** The next key, on the disk beside the current one until `adopt`. */
  prepare(): Result<Wrapper, VaultRefusal>;
  /** What an earlier `prepare` left; null: nothing. */
  prepared(): Wrapper | null;
  /** The next key takes the place of the current one, which is gone then. */
  adopt(): void;
}

export const keyFile = (file: string): KeyFile => {
  const next = `${file}.next`;
  const current = (): Result<Wrapper, VaultRefusal> =>
    existsSync(file)
      ? read(file)
      : refuse({
          code: 'key-missing',
          message: `The key ${file} is not there. Put it back from where it is kept; without it the faces have to be enrolled again.`,
        });
  return {
    current,
    create: () => {
      if (!existsSync(file)) write(file);
      return current();
    },
    prepare: () => {
      write(next);
      return read(next);
    },
    prepared: () => {
      const found = existsSync(next) ? read(next) : null;
      return found?.ok === true ? found.value : null;
    },
    adopt: () => {
      renameSync(next, file);
      syncFolder(path.dirname(file));
    },
  };
};
