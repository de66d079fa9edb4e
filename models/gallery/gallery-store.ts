// Faces at rest: one SQLite file of its own, each record encrypted, so that neither the file nor a copy of it tells anybody
// anything without the key, and deleting means gone. A face is worth as much protection as a photograph (ADR-0012).
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Embedding } from '../face.ts';

/** The embedder that the numbers come from: those of another one mean something else. */
export interface EmbedderName {
  readonly pack: string;
  /** SHA-256 of the embedder's file. */
  readonly sha256: string;
  readonly length: number;
}

export interface GalleryStoreRefusal {
  readonly code: 'not-a-gallery' | 'gallery-newer' | 'gallery-of-another-pack' | 'wrong-key' | 'record-unreadable';
  /** What happened, value seen, value allowed, what to do. */
  readonly message: string;
}

export interface StoredFace {
  readonly personId: string;
  readonly embedding: Embedding;
}

export interface GalleryStore {
  /** Durable when it returns; all or none. Throws a RangeError for an embedding that the pack cannot have made. */
  put(faces: readonly StoredFace[]): void;
  /** False: there was no such person. What was stored is overwritten in the file. */
  remove(personId: string): boolean;
  /** Everybody, or the first record that cannot be trusted: `record-unreadable`. */
  load(): Result<StoredFace[], GalleryStoreRefusal>;
  close(): void;
}

const schemaVersion = 1;
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

const schema = `
  CREATE TABLE about (
    one INTEGER PRIMARY KEY CHECK (one = 1), pack TEXT NOT NULL, embedder_sha256 TEXT NOT NULL, key_check BLOB NOT NULL
  ) STRICT;
  CREATE TABLE face (person_id TEXT PRIMARY KEY, record BLOB NOT NULL) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${schemaVersion};
`;

/** AES-256-GCM: a fresh nonce, the encrypted bytes, the tag. It opens only with the same `boundTo`. */
interface Vault {
  seal(boundTo: Buffer, plain: Uint8Array): Buffer;
  /** Null: another key, or not what was sealed. */
  unseal(boundTo: Buffer, sealed: Buffer): Uint8Array | null;
}

const createVault = (key: Uint8Array): Vault => ({
  seal: (boundTo, plain) => {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo);
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  },
  unseal: (boundTo, sealed) => {
    try {
      const tagAt = sealed.length - tagBytes;
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes })
        .setAAD(boundTo)
        .setAuthTag(sealed.subarray(tagAt));
      return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, tagAt)), decipher.final()]);
    } catch {
      return null;
    }
  },
});

/** What a sealed record is for: exchanged between two people, packs or purposes it does not open. */
const boundTo = (purpose: 'face' | 'key-check', { sha256 }: EmbedderName, personId: string): Buffer =>
  Buffer.from(JSON.stringify([purpose, sha256, personId]));

const open = (file: string): Database.Database => {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON');
  return db;
};

interface About {
  readonly pack: string;
  readonly sha256: string;
  readonly keyCheck: Buffer;
}

/** Makes the tables of a new file; says of an old one whether it is for this program, embedder and key. */
const prepare = (db: Database.Database, embedder: EmbedderName, vault: Vault): Result<null, GalleryStoreRefusal> => {
  const keyIsFor = boundTo('key-check', embedder, '');
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > schemaVersion)
    return refuse({
      code: 'gallery-newer',
      message: `The gallery has the version ${version}; this program reads ${schemaVersion}. Install the newer program.`,
    });
  if (version === 0) {
    db.transaction(() => {
      db.exec(schema);
      const keyCheck = vault.seal(keyIsFor, new Uint8Array());
      db.prepare('INSERT INTO about VALUES (1, ?, ?, ?)').run(embedder.pack, embedder.sha256, keyCheck);
    }).immediate();
    return ok(null);
  }
  const about = db.prepare('SELECT pack, embedder_sha256 AS sha256, key_check AS keyCheck FROM about').get() as About;
  if (about.sha256 !== embedder.sha256)
    return refuse({
      code: 'gallery-of-another-pack',
      message: `The gallery was made with the pack "${about.pack}", whose numbers mean nothing to "${embedder.pack}". Enrol the pictures again, or use that pack.`,
    });
  if (vault.unseal(keyIsFor, about.keyCheck) === null)
    return refuse({
      code: 'wrong-key',
      message:
        'The key does not open the gallery. Put back the key that the gallery was made with; without it the faces are lost and have to be enrolled again into a new file.',
    });
  return ok(null);
};

/**
 * Opens or creates the gallery in `file`.
 * @param key 32 bytes for AES-256-GCM; kept elsewhere than the file. Another length throws a RangeError.
 * Errors: `not-a-gallery`, `gallery-newer`, `gallery-of-another-pack`, `wrong-key`.
 */
export const openGalleryStore = (
  file: string,
  key: Uint8Array,
  embedder: EmbedderName,
): Result<GalleryStore, GalleryStoreRefusal> => {
  if (key.length !== keyBytes) throw new RangeError(`The key has ${key.length} bytes; ${keyBytes} are needed.`);
  const vault = createVault(key);
  let db: Database.Database | null = null;
  try {
    db = open(file);
    const prepared = prepare(db, embedder, vault);
    if (!prepared.ok) {
      db.close();
      return prepared;
    }
  } catch (error) {
    db?.close();
    return refuse({
      code: 'not-a-gallery',
      message: `${file} cannot be opened as a gallery (${error instanceof Error ? error.message : String(error)}). Restore it from a backup or choose another file.`,
    });
  }

  const seal = ({ personId, embedding }: StoredFace): Buffer => {
    if (embedding.length !== embedder.length || !embedding.every(Number.isFinite))
      throw new RangeError(
        `The face of "${personId}" has ${embedding.length} numbers (the pack: ${embedder.length}), or one that is not finite.`,
      );
    return vault.seal(boundTo('face', embedder, personId), new Uint8Array(Float32Array.from(embedding).buffer));
  };

  const unseal = (personId: string, record: Buffer): Embedding | null => {
    const plain = vault.unseal(boundTo('face', embedder, personId), record);
    return plain?.length === embedder.length * 4 ? new Float32Array(Uint8Array.from(plain).buffer) : null;
  };

  const insert = db.prepare(
    'INSERT INTO face VALUES (?, ?) ON CONFLICT (person_id) DO UPDATE SET record = excluded.record',
  );
  const erase = db.prepare('DELETE FROM face WHERE person_id = ?');
  const all = db.prepare('SELECT person_id AS personId, record FROM face ORDER BY person_id');
  return ok({
    put: db.transaction((faces: readonly StoredFace[]) => {
      for (const face of faces) insert.run(face.personId, seal(face));
    }),
    remove: (personId) => {
      const { changes } = erase.run(personId);
      // The write-ahead log still holds the page as it was; written back and cut, it holds nothing.
      if (changes > 0) db.pragma('wal_checkpoint(TRUNCATE)');
      return changes > 0;
    },
    load: () => {
      const faces: StoredFace[] = [];
      for (const { personId, record } of all.iterate() as IterableIterator<{ personId: string; record: Buffer }>) {
        const embedding = unseal(personId, record);
        if (embedding === null)
          return refuse({
            code: 'record-unreadable',
            message: `The stored face of "${personId}" was changed or exchanged and is not used. Restore the gallery from a backup, or remove and enrol that person again.`,
          });
        faces.push({ personId, embedding });
      }
      return ok(faces);
    },
    close: () => {
      db.close();
    },
  });
};
