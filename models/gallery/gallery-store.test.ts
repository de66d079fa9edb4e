import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGalleryStore } from './gallery-store.ts';
import { readOrCreateKey } from './key-file.ts';

const embedder = { pack: 'default', sha256: 'a'.repeat(64), length: 32 };
const key = new Uint8Array(32).fill(7);
const face = (seed: number): Float32Array => Float32Array.from({ length: 32 }, (_, at) => Math.sin(seed * 32 + at));

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'motcua-gallery-'));
  file = path.join(folder, 'faces.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (withKey: Uint8Array) => {
  const store = openGalleryStore(file, withKey, embedder);
  if (!store.ok) throw new Error(store.error.message);
  return store.value;
};
const withTwo = () => {
  const store = open(key);
  store.put([
    { personId: 'an', embedding: face(1) },
    { personId: 'binh', embedding: face(2) },
  ]);
  return store;
};
const change = (sql: string) => {
  const db = new Database(file);
  db.exec(sql);
  db.close();
};

it('faces are there again after a restart, changed and removed ones included', () => {
  const store = withTwo();
  store.put([{ personId: 'an', embedding: face(3) }]);
  expect(store.remove('binh')).toBe(true);
  expect(store.remove('binh')).toBe(false);
  store.close();
  const again = open(key);
  expect(again.load()).toEqual({ ok: true, value: [{ personId: 'an', embedding: face(3) }] });
  again.close();
});

it('a thief of the disk finds no number of a face, also not of a removed one', () => {
  const store = withTwo();
  store.remove('binh');
  const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(path.join(folder, name))));
  for (const values of [face(1), face(2)]) expect(bytes.includes(Buffer.from(values.buffer, 0, 16))).toBe(false);
  expect(bytes.includes('an')).toBe(true);
  expect(bytes.includes('binh')).toBe(false);
  store.close();
});

describe('a record that cannot be trusted gives no face', () => {
  it.each([
    ['the key is another one', '', new Uint8Array(32).fill(8)],
    [
      'one person was given the face of another',
      "UPDATE face SET record = (SELECT record FROM face WHERE person_id = 'binh')",
      key,
    ],
    [
      'a bit fell over',
      "UPDATE face SET record = CAST(substr(record, 1, 20) || x'00' || substr(record, 22) AS BLOB)",
      key,
    ],
    ['it was cut short', 'UPDATE face SET record = substr(record, 1, 20)', key],
  ])('%s', (_, sql, withKey) => {
    withTwo().close();
    change(sql);
    const store = open(withKey);
    expect(store.load()).toMatchObject({ ok: false, error: { code: 'record-unreadable' } });
    store.close();
  });
});

describe('a file that is not for this program is refused and stays as it is', () => {
  it('made with another embedder', () => {
    withTwo().close();
    const other = openGalleryStore(file, key, { ...embedder, pack: 'other', sha256: 'b'.repeat(64) });
    expect(other).toMatchObject({ ok: false, error: { code: 'gallery-of-another-pack' } });
    expect(open(key).load().ok).toBe(true);
  });

  it('newer', () => {
    withTwo().close();
    change('PRAGMA user_version = 9');
    expect(openGalleryStore(file, key, embedder)).toMatchObject({ ok: false, error: { code: 'gallery-newer' } });
  });

  it('no database at all', () => {
    writeFileSync(file, 'a letter to the mayor'.repeat(100));
    expect(openGalleryStore(file, key, embedder)).toMatchObject({ ok: false, error: { code: 'not-a-gallery' } });
    expect(readFileSync(file, 'utf8')).toContain('mayor');
  });
});

describe('the key', () => {
  it('is made once, for its owner alone, and read from then on', () => {
    const at = path.join(folder, 'faces.key');
    const first = readOrCreateKey(at);
    expect(first).toEqual(readOrCreateKey(at));
    expect(statSync(at).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['faces.key']);
  });

  it('that others may read, or of another length, is refused', () => {
    const at = path.join(folder, 'faces.key');
    readOrCreateKey(at);
    chmodSync(at, 0o644);
    expect(readOrCreateKey(at)).toMatchObject({ ok: false, error: expect.stringContaining('chmod 600') });
    chmodSync(at, 0o600);
    writeFileSync(at, 'short');
    expect(readOrCreateKey(at)).toMatchObject({ ok: false, error: expect.stringContaining('5 bytes') });
  });
});
