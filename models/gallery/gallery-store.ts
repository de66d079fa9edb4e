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
  readonly code: 'not-a-gallery' | 'gallery-newer' | 'gallery-of-another-pack' | 'record-unreadable';
  /** What happened, value seen, value allowed, what to do. */
  readonly message: string;
}

export interface StoredFace {
  readonly personId: string;
  readonly embedding: Embedding;
}

export interface GalleryStore {
  /** Durable when it returns; all or none. */
  put(faces: readonly StoredFace[]): void;
  /** False: there was no such person. What was stored is overwritten in the file. */
  remove(personId: string): boolean;
  /** Everybody, or the first record that cannot be trusted: `record-unreadable`. */
  load(): Result<StoredFace[], GalleryStoreRefusal>;
  close(): void;
}

const schemaVersion = 1;
const nonceBytes = 12;
const tagBytes = 16;

const schema = `
  CREATE TABLE about (one INTEGER PRIMARY KEY CHECK (one = 1), pack TEXT NOT NULL, embedder_sha256 TEXT NOT NULL) STRICT;
  CREATE TABLE face (person_id TEXT PRIMARY KEY, record BLOB NOT NULL) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${schemaVersion};
`;

const open = (file: string): Database.Database => {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON');
  return db;
};

const aboutOf = (db: Database.Database, embedder: EmbedderName): Result<null, GalleryStoreRefusal> => {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > schemaVersion)
    return refuse({
      code: 'gallery-newer',
      message: `The gallery has the version ${version}; this program reads ${schemaVersion}. Install the newer program.`,
    });
  if (version === 0) {
    db.transaction(() => {
      db.exec(schema);
      db.prepare('INSERT INTO about VALUES (1, ?, ?)').run(embedder.pack, embedder.sha256);
    })();
    return ok(null);
  }
  const about = db.prepare('SELECT pack, embedder_sha256 AS sha256 FROM about').get() as EmbedderName;
  if (about.sha256 === embedder.sha256) return ok(null);
  return refuse({
    code: 'gallery-of-another-pack',
    message: `The gallery was made with the pack "${about.pack}", whose numbers mean nothing to "${embedder.pack}". Enrol the pictures again, or use that pack.`,
  });
};

/**
 * Opens or creates the gallery in `file`.
 * @param key 32 bytes for AES-256-GCM; kept elsewhere than the file.
 * Errors: `not-a-gallery`, `gallery-newer`, `gallery-of-another-pack`.
 */
export const openGalleryStore = (
  file: string,
  key: Uint8Array,
  embedder: EmbedderName,
): Result<GalleryStore, GalleryStoreRefusal> => {
  let db: Database.Database;
  try {
    db = open(file);
    const about = aboutOf(db, embedder);
    if (!about.ok) {
      db.close();
      return about;
    }
  } catch (error) {
    return refuse({
      code: 'not-a-gallery',
      message: `${file} cannot be opened as a gallery (${error instanceof Error ? error.message : String(error)}). Restore it from a backup or choose another file.`,
    });
  }

  /** Binds a record to its person and embedder: exchanged between two people it does not open. */
  const boundTo = (personId: string): Buffer => Buffer.from(JSON.stringify(['face', embedder.sha256, personId]));

  const encrypt = ({ personId, embedding }: StoredFace): Buffer => {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(personId));
    const plain = new Uint8Array(Float32Array.from(embedding).buffer);
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };

  const decrypt = (personId: string, record: Buffer): Embedding | null => {
    try {
      const tag = record.subarray(record.length - tagBytes);
      const decipher = createDecipheriv('aes-256-gcm', key, record.subarray(0, nonceBytes), { authTagLength: tagBytes })
        .setAAD(boundTo(personId))
        .setAuthTag(tag);
      const cipher = record.subarray(nonceBytes, record.length - tagBytes);
      const plain = Uint8Array.from(Buffer.concat([decipher.update(cipher), decipher.final()]));
      return plain.length === embedder.length * 4 ? new Float32Array(plain.buffer) : null;
    } catch {
      return null;
    }
  };

  const insert = db.prepare(
    'INSERT INTO face VALUES (?, ?) ON CONFLICT (person_id) DO UPDATE SET record = excluded.record',
  );
  const erase = db.prepare('DELETE FROM face WHERE person_id = ?');
  const all = db.prepare('SELECT person_id AS personId, record FROM face ORDER BY person_id');
  return ok({
    put: db.transaction((faces: readonly StoredFace[]) => {
      for (const face of faces) insert.run(face.personId, encrypt(face));
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
        const embedding = decrypt(personId, record);
        if (embedding === null)
          return refuse({
            code: 'record-unreadable',
            message: `The face of "${personId}" does not open with this key, or was changed. Use the key that the gallery was made with, restore it from a backup, or remove and enrol that person again.`,
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
