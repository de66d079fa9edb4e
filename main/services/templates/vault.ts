// Templates at rest (ADR-0036): a database file of their own in the data folder, each record sealed with a key of its own that
// lies elsewhere, and bound to its person, purpose, pack and version.
import { chmodSync, existsSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { ConsentPurpose } from '../../../contract/consent.ts';
import type { PersonId } from '../../../contract/ids.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import { seal, unseal } from './aead.ts';
import { openKeyRing } from './key-ring.ts';
import type { VaultRefusal } from './vault-refusal.ts';

/** Numbers of another embedder mean something else. */
export interface PackName {
  readonly name: string;
  /** SHA-256 of the embedder's file. */
  readonly sha256: string;
  /** Numbers of one face. */
  readonly length: number;
}

export interface Stored {
  readonly personId: PersonId;
  readonly purpose: ConsentPurpose;
  /** Grows by one with each enrolment. */
  readonly version: number;
  readonly pack: string;
  readonly enrolledAtMs: number;
}

export interface Template extends Stored {
  readonly embedding: Float32Array;
}

export interface UnreadableTemplate extends Stored {
  /** `other-pack`: made by another embedder; `unreadable`: changed, exchanged, or its key is gone. */
  readonly code: 'other-pack' | 'unreadable';
}

export interface Vault {
  /** Durable when it returns. Throws a RangeError for numbers that the pack cannot have made. */
  put(of: Pick<Stored, 'personId' | 'purpose' | 'enrolledAtMs'>, pack: PackName, embedding: Float32Array): void;
  /** Erases the key first, then the record. False: there was none. */
  erase(personId: PersonId, purpose: ConsentPurpose): boolean;
  /** What is there, without opening it. */
  list(): readonly Stored[];
  /** One of them; null: there is none, or it cannot be trusted. */
  read(personId: PersonId, purpose: ConsentPurpose, pack: PackName): Template | null;
  /** Opens all; what cannot be trusted is named and never used. */
  load(pack: PackName): { readonly templates: readonly Template[]; readonly refused: readonly UnreadableTemplate[] };
  /** New keys for all templates; old copies of them open no longer. Those that do not open stay as they are. */
  rotateDataKeys(): { readonly rotated: number };
  /** A new wrapping key. Refusals: those of the key file. */
  rotateWrappingKey(): Result<{ readonly keys: number }, VaultRefusal>;
  close(): void;
}

const schemaVersion = 1;
const schema = `
  CREATE TABLE about (one INTEGER PRIMARY KEY CHECK (one = 1), ring_id TEXT NOT NULL) STRICT;
  CREATE TABLE template (
    person_id TEXT NOT NULL, purpose TEXT NOT NULL, version INTEGER NOT NULL, pack TEXT NOT NULL, pack_sha256 TEXT NOT NULL,
    enrolled_at_ms INTEGER NOT NULL, generation INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (person_id, purpose)
  ) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${schemaVersion};
`;

interface Row extends Stored {
  readonly packSha256: string;
  readonly generation: number;
  readonly sealed: Buffer;
}

const subjectOf = ({ personId, purpose }: Pick<Stored, 'personId' | 'purpose'>): string => `${personId} ${purpose}`;
const boundTo = ({
  personId,
  purpose,
  pack,
  packSha256,
  version,
}: Omit<Row, 'sealed' | 'generation' | 'enrolledAtMs'>) =>
  JSON.stringify(['template', personId, purpose, pack, packSha256, version]);

const opened = (file: string): Database.Database => {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON');
  return db;
};

export const templatesFile = (dataFolder: string): string => path.join(dataFolder, 'templates.db');

const holdsTemplates = (file: string): boolean => {
  if (!existsSync(file)) return false;
  const db = new Database(file, { readonly: true });
  try {
    return Number(db.prepare('SELECT count(*) FROM template').pluck().get()) > 0;
  } finally {
    db.close();
  }
};

const refusedAs = (code: VaultRefusal['code'], message: string) => refuse<VaultRefusal>({ code, message });

/**
 * Opens or makes the vault of a site. `keysFolder` lies outside the data folder.
 * Refusals: keys-in-data, key-missing, key-open, wrong-key, other-keys, not-a-vault, vault-newer.
 */
export const openVault = (dataFolder: string, keysFolder: string): Result<Vault, VaultRefusal> => {
  const file = templatesFile(dataFolder);
  let db: Database.Database | null = null;
  try {
    const ring = openKeyRing(keysFolder, { dataFolder, mayCreate: () => !holdsTemplates(file) });
    if (!ring.ok) return ring;
    db = opened(file);
    chmodSync(file, 0o600);
    const close = (): void => {
      db?.close();
      ring.value.close();
    };
    const version = Number(db.pragma('user_version', { simple: true }));
    if (version > schemaVersion) {
      close();
      return refusedAs(
        'vault-newer',
        `${file} has the version ${version}; this program reads ${schemaVersion}. Install the newer program.`,
      );
    }
    if (version === 0) {
      const fresh = db;
      fresh
        .transaction(() => {
          fresh.exec(schema);
          fresh.prepare('INSERT INTO about VALUES (1, ?)').run(ring.value.id);
        })
        .immediate();
    }
    const ringId = db.prepare('SELECT ring_id FROM about').pluck().get();
    const isEmpty = db.prepare('SELECT 1 FROM template LIMIT 1').get() === undefined;
    if (ringId !== ring.value.id && !isEmpty) {
      close();
      return refusedAs(
        'other-keys',
        `The keys in ${keysFolder} are not those of ${file}. Put back the folder of keys that belongs to it.`,
      );
    }
    if (ringId !== ring.value.id) db.prepare('UPDATE about SET ring_id = ?').run(ring.value.id);
    return ok(vaultOn(db, ring.value));
  } catch (error) {
    db?.close();
    return refusedAs(
      'not-a-vault',
      `${file} cannot be opened (${error instanceof Error ? error.message : String(error)}). Remove it and enrol the faces again.`,
    );
  }
};

const columns = `person_id AS personId, purpose, version, pack, pack_sha256 AS packSha256, enrolled_at_ms AS enrolledAtMs,
  generation, sealed`;

const vaultOn = (
  db: Database.Database,
  ring: Extract<ReturnType<typeof openKeyRing>, { ok: true }>['value'],
): Vault => {
  const all = db.prepare<[], Row>(`SELECT ${columns} FROM template ORDER BY person_id, purpose`);
  const one = db.prepare<[string, string], Row>(`SELECT ${columns} FROM template WHERE person_id = ? AND purpose = ?`);
  const write = db.prepare(
    `INSERT INTO template VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version,
     pack = excluded.pack, pack_sha256 = excluded.pack_sha256, enrolled_at_ms = excluded.enrolled_at_ms,
     generation = excluded.generation, sealed = excluded.sealed`,
  );
  const erase = db.prepare('DELETE FROM template WHERE person_id = ? AND purpose = ?');
  const settle = (): void => void db.pragma('wal_checkpoint(TRUNCATE)');
  const storedOf = ({ personId, purpose, version, pack, enrolledAtMs }: Row): Stored => ({
    personId,
    purpose,
    version,
    pack,
    enrolledAtMs,
  });

  /** The key is there before the record, and the old one goes after it: cut off between, one of both is whole. */
  const sealAnew = (row: Omit<Row, 'generation' | 'sealed'>, plain: Uint8Array): void => {
    const { generation, key } = ring.make(subjectOf(row));
    write.run(
      row.personId,
      row.purpose,
      row.version,
      row.pack,
      row.packSha256,
      row.enrolledAtMs,
      generation,
      seal(key, boundTo(row), plain),
    );
    ring.eraseBut(subjectOf(row), generation);
  };

  const open = (row: Row): Uint8Array | null => {
    const key = ring.find(subjectOf(row), row.generation);
    return key === null ? null : unseal(key, boundTo(row), row.sealed);
  };

  const templateOf = (row: Row, pack: PackName): Template | UnreadableTemplate => {
    if (row.packSha256 !== pack.sha256) return { ...storedOf(row), code: 'other-pack' };
    const plain = open(row);
    return plain === null || plain.length !== pack.length * 4
      ? { ...storedOf(row), code: 'unreadable' }
      : { ...storedOf(row), embedding: new Float32Array(Uint8Array.from(plain).buffer) };
  };

  return {
    put: ({ personId, purpose, enrolledAtMs }, pack, embedding) => {
      if (embedding.length !== pack.length || !embedding.every(Number.isFinite))
        throw new RangeError(
          `A face has ${embedding.length} numbers (the pack: ${pack.length}), or one that is not finite.`,
        );
      const version = (one.get(personId, purpose)?.version ?? 0) + 1;
      const plain = new Uint8Array(Float32Array.from(embedding).buffer);
      sealAnew({ personId, purpose, version, pack: pack.name, packSha256: pack.sha256, enrolledAtMs }, plain);
      plain.fill(0);
    },
    erase: (personId, purpose) => {
      ring.eraseBut(subjectOf({ personId, purpose }), null);
      const { changes } = erase.run(personId, purpose);
      if (changes > 0) settle();
      return changes > 0;
    },
    list: () => all.all().map(storedOf),
    read: (personId, purpose, pack) => {
      const row = one.get(personId, purpose);
      const read = row === undefined ? null : templateOf(row, pack);
      return read === null || 'code' in read ? null : read;
    },
    load: (pack) => {
      const templates: Template[] = [];
      const refused: UnreadableTemplate[] = [];
      for (const row of all.iterate()) {
        const read = templateOf(row, pack);
        if ('code' in read) refused.push(read);
        else templates.push(read);
      }
      return { templates, refused };
    },
    rotateDataKeys: () => {
      let rotated = 0;
      for (const row of all.all()) {
        const plain = open(row);
        if (plain === null) continue;
        sealAnew(row, plain);
        rotated += 1;
      }
      settle();
      return { rotated };
    },
    rotateWrappingKey: ring.rotate,
    close: () => {
      db.close();
      ring.close();
    },
  };
};
