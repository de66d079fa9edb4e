// One key for each template, wrapped, in a file outside the data folder. Erasing a key makes every copy of its template
// unreadable for ever, wherever the copy lies: that is how a withdrawn face leaves the backups (ADR-0036).
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { VaultRefusal } from './vault-refusal.ts';
import { type KeyFile, keyFile, type Wrapper } from './wrapping-key.ts';

export interface RingKey {
  readonly generation: number;
  readonly key: Uint8Array;
}

export interface KeyRing {
  /** Random; the templates know the ring that they belong to by it. */
  readonly id: string;
  /** A fresh key for the subject beside those that it has. */
  make(subject: string): RingKey;
  /** Null: it was erased, or does not open. */
  find(subject: string, generation: number): Uint8Array | null;
  /** Erases the keys of the subject but the one of this generation; null: all. */
  eraseBut(subject: string, generation: number | null): void;
  /** A new wrapping key; the old one is gone when it returns. Safe at any moment of a power cut. */
  rotate(): Result<{ readonly keys: number }, VaultRefusal>;
  close(): void;
}

const schema = `
  CREATE TABLE about (one INTEGER PRIMARY KEY CHECK (one = 1), ring_id TEXT NOT NULL, wrapper_id TEXT NOT NULL) STRICT;
  CREATE TABLE ring_key (
    subject TEXT NOT NULL, generation INTEGER NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY (subject, generation)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE generation (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL) STRICT;
  INSERT INTO generation VALUES (1, 0);
  PRAGMA user_version = 1;
`;

interface About {
  readonly ringId: string;
  readonly wrapperId: string;
}

const isInside = (folder: string, outer: string): boolean => {
  const relative = path.relative(outer, folder);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
};

const boundTo = (subject: string, generation: number): string => JSON.stringify(['template-key', subject, generation]);

/** The wrapper that the ring was wrapped by last; finishes or forgets a rotation that was cut off. */
const wrapperFor = (file: KeyFile, wrapperId: string): Result<Wrapper, VaultRefusal> => {
  const prepared = file.prepared();
  if (prepared?.id === wrapperId) file.adopt();
  const current = file.current();
  if (!current.ok || current.value.id === wrapperId) return current;
  return refuse({
    code: 'wrong-key',
    message: `The key (${current.value.id}) is not the one of these templates (${wrapperId}). Put back the right file; without it the faces have to be enrolled again.`,
  });
};

/**
 * Opens the keys in `folder`, or makes them where there are none and `mayCreate` says that nothing depends on lost ones.
 * Refusals: keys-in-data, key-missing, key-open, wrong-key, not-a-vault.
 */
export const openKeyRing = (
  folder: string,
  { dataFolder, mayCreate }: { readonly dataFolder: string; readonly mayCreate: () => boolean },
): Result<KeyRing, VaultRefusal> => {
  if (isInside(path.resolve(folder), path.resolve(dataFolder)))
    return refuse({
      code: 'keys-in-data',
      message: `The keys would lie in ${folder}, inside the data folder, and be copied with it. Set faces.keys to a folder outside ${dataFolder}.`,
    });
  const ringFile = path.join(folder, 'ring.db');
  const isNew = !existsSync(ringFile);
  if (isNew && !mayCreate())
    return refuse({
      code: 'key-missing',
      message: `The keys ${ringFile} are not there, and the templates need them. Put the folder back; without it the faces have to be enrolled again.`,
    });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = keyFile(path.join(folder, 'wrapping.key'));
  if (isNew) {
    const made = file.create();
    if (!made.ok) return made;
  }
  const db = new Database(ringFile);
  try {
    chmodSync(ringFile, 0o600);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    if (db.pragma('user_version', { simple: true }) === 0) {
      const made = file.current();
      if (!made.ok) {
        db.close();
        return made;
      }
      db.transaction(() => {
        db.exec(schema);
        db.prepare('INSERT INTO about VALUES (1, ?, ?)').run(randomBytes(16).toString('hex'), made.value.id);
      }).immediate();
    }
    const about = db.prepare<[], About>('SELECT ring_id AS ringId, wrapper_id AS wrapperId FROM about');
    const { ringId, wrapperId } = about.get() ?? { ringId: '', wrapperId: '' };
    const opened = wrapperFor(file, wrapperId);
    if (!opened.ok) {
      db.close();
      return opened;
    }
    return ok(ringOn(db, { id: ringId, file, wrapper: opened.value }));
  } catch (error) {
    db.close();
    return refuse({
      code: 'not-a-vault',
      message: `${ringFile} cannot be opened (${error instanceof Error ? error.message : String(error)}). Put the folder of keys back.`,
    });
  }
};

const ringOn = (
  db: Database.Database,
  { id, file, wrapper: first }: { readonly id: string; readonly file: KeyFile; readonly wrapper: Wrapper },
): KeyRing => {
  let known = first;
  const wrapperId = db.prepare<[], string>('SELECT wrapper_id FROM about').pluck();
  /** Another process may have rotated it. */
  const wrapper = (): Wrapper => {
    const newest = wrapperId.get() ?? '';
    if (newest !== known.id) {
      const found = wrapperFor(file, newest);
      if (!found.ok) throw new Error(found.error.message);
      known = found.value;
    }
    return known;
  };
  const next = db.prepare<[], number>('UPDATE generation SET last = last + 1 RETURNING last').pluck();
  const insert = db.prepare('INSERT INTO ring_key VALUES (?, ?, ?)');
  const find = db
    .prepare<[string, number], Buffer>('SELECT wrapped FROM ring_key WHERE subject = ? AND generation = ?')
    .pluck();
  const erase = db.prepare('DELETE FROM ring_key WHERE subject = ? AND generation IS NOT ?');
  const all = db.prepare<[], { subject: string; generation: number; wrapped: Buffer }>('SELECT * FROM ring_key');
  const rewrap = db.prepare('UPDATE ring_key SET wrapped = ? WHERE subject = ? AND generation = ?');
  const setWrapper = db.prepare('UPDATE about SET wrapper_id = ?');
  // The write-ahead log still holds pages as they were; written back and cut, it holds nothing of them.
  const settle = (): void => void db.pragma('wal_checkpoint(TRUNCATE)');

  const make = db.transaction((subject: string): RingKey => {
    const key = randomBytes(32);
    const generation = next.get() ?? 0;
    insert.run(subject, generation, wrapper().wrap(boundTo(subject, generation), key));
    return { generation, key };
  });

  return {
    id,
    make: (subject) => make.immediate(subject),
    find: (subject, generation) => {
      const wrapped = find.get(subject, generation);
      return wrapped === undefined ? null : wrapper().unwrap(boundTo(subject, generation), wrapped);
    },
    eraseBut: (subject, generation) => {
      if (erase.run(subject, generation).changes > 0) settle();
    },
    rotate: () => {
      const made = file.prepare();
      if (!made.ok) return made;
      const rotate = db.transaction(() => {
        const old = wrapper();
        const rows = all.all();
        for (const { subject, generation, wrapped } of rows) {
          const key = old.unwrap(boundTo(subject, generation), wrapped);
          // One that did not open before does not after; its template is refused by name.
          if (key !== null) rewrap.run(made.value.wrap(boundTo(subject, generation), key), subject, generation);
        }
        setWrapper.run(made.value.id);
        return rows.length;
      });
      const keys = rotate.immediate();
      settle();
      file.adopt();
      known = made.value;
      return ok({ keys });
    },
    close: () => db.close(),
  };
};
