// The key of a site, by which its cards are known: 32 random bytes in a file of the data folder that nobody but the host
// may read. The database holds its fingerprint, so that a lost key is noticed: with another one no card of before is known.
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { Db } from '../../store/open-db.ts';
import { handToFolderOwner } from '../../store/owner.ts';
import { StoreError } from '../../store/store-error.ts';

const FILE = 'card-key';
const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;

export interface SiteKey {
  readonly key: Uint8Array;
  /** When a key took the place of a lost one, milliseconds since 1970; null when there was never another. */
  readonly lostAtMs: number | null;
}

export interface SiteKeyDeps {
  readonly dataFolder: string;
  readonly db: Db;
  readonly now: () => number;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

const fingerprintOf = (key: Uint8Array): string =>
  createHash('sha256').update('card-key').update(key).digest('hex').slice(0, 16);

/** Whole or not at all, also in a power cut. */
const writeKey = (file: string): Uint8Array => {
  const key = randomBytes(KEY_BYTES);
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w', OWNER_ONLY);
  try {
    writeSync(handle, key);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  chmodSync(draft, OWNER_ONLY);
  handToFolderOwner(draft);
  renameSync(draft, file);
  return key;
};

const readKey = (file: string, log: SiteKeyDeps['log']): Uint8Array | null => {
  if (!existsSync(file)) return null;
  const mode = statSync(file).mode & 0o777;
  if (mode !== OWNER_ONLY) {
    chmodSync(file, OWNER_ONLY);
    log('warn', `the key of the cards could be read by others; it is closed now`, {
      file,
      seen: mode.toString(8),
      allowed: OWNER_ONLY.toString(8),
    });
  }
  const key = readFileSync(file);
  if (key.length === KEY_BYTES) return key;
  const aside = `${file}.damaged`;
  renameSync(file, aside);
  log('error', `the key of the cards has ${key.length} bytes, ${KEY_BYTES} are allowed; it was put aside`, { aside });
  return null;
};

/** Reads the key, or makes it at the first start. A key that is gone is replaced and told. Errors: StoreError. */
export const openSiteKey = ({ dataFolder, db, now, log }: SiteKeyDeps): SiteKey => {
  const file = path.join(dataFolder, FILE);
  try {
    const known = db.prepare<[], { fingerprint: string }>('SELECT fingerprint FROM card_key').all();
    const kept = readKey(file, log);
    const key = kept ?? writeKey(file);
    const fingerprint = fingerprintOf(key);
    const isKnown = known.some((one) => one.fingerprint === fingerprint);
    if (!isKnown) {
      db.prepare('INSERT INTO card_key (fingerprint, since_ms) VALUES (?, ?)').run(fingerprint, now());
      if (known.length > 0)
        log(
          'error',
          'the key of the cards is another one: no card of before is known; restore card-key, or bind them anew',
          {
            file,
          },
        );
    }
    const lostAtMs = db.prepare<[], number | null>('SELECT max(since_ms) FROM card_key').pluck().get() ?? null;
    return { key, lostAtMs: known.length + (isKnown ? 0 : 1) > 1 ? lostAtMs : null };
  } catch (cause) {
    throw StoreError.from(cause, `The key of the cards ${file} could not be read or made`);
  }
};
