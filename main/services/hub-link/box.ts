// The key that errands of citizens are sealed for, `hub/site.box` of the data folder (ADR-0053). It stays when the site joins again.
import { readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { nkeys } from '@nats-io/nats-core';
import { prepareClosed } from './closed-file.ts';

export interface Box {
  readonly publicKey: string;
  /** Null: sealed for another key, or damaged on its way. `from`: the public key of whoever sealed it. */
  open(from: string, sealed: string): string | null;
  /** Base64. */
  seal(to: string, text: string): string;
}

const read = (file: string) => {
  try {
    if ((statSync(file).mode & 0o077) !== 0) return null;
    return nkeys.fromCurveSeed(new TextEncoder().encode(readFileSync(file, 'utf8').trim()));
  } catch {
    return null;
  }
};

const keep = (file: string, seed: Uint8Array): void => {
  try {
    prepareClosed(file, `${new TextDecoder().decode(seed)}\n`);
    renameSync(`${file}.new`, file);
  } catch {
    // The site works without, and the next start tries again.
  }
};

/**
 * Makes a key where there is none that can be used, or others may read it: what was sealed for that one is refused by name. On a
 * disk that takes no file the key lasts as long as the process.
 */
export const openBox = (dataFolder: string): Box => {
  const file = path.join(dataFolder, 'hub/site.box');
  const known = read(file);
  const key = known ?? nkeys.createCurve();
  if (known === null) keep(file, key.getSeed());
  return {
    publicKey: key.getPublicKey(),
    open: (from, sealed) => {
      try {
        const opened = key.open(new Uint8Array(Buffer.from(sealed, 'base64')), from);
        return opened === null ? null : new TextDecoder().decode(opened);
      } catch {
        // Too short, or from a key that is none.
        return null;
      }
    },
    seal: (to, text) => Buffer.from(key.seal(new TextEncoder().encode(text), to)).toString('base64'),
  };
};
