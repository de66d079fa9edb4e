import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GalleryStore, openGalleryStore } from './gallery-store.ts';
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

const open = (withKey: Uint8Array): GalleryStore => {
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
    [
      'one person was given the face of another',
      "UPDATE face SET record = (SELECT record FROM face WHERE person_id = 'binh')",
    ],
    ['the names of two people were exchanged', "UPDATE face SET person_id = 'chi' WHERE person_id = 'binh'"],
    ['it was cut short', 'UPDATE face SET record = substr(record, 1, 20)'],
    ['it is empty', "UPDATE face SET record = x''"],
  ])('%s', (_, sql) => {
    withTwo().close();
    change(sql);
    const store = open(key);
    expect(store.load()).toMatchObject({ ok: false, error: { code: 'record-unreadable' } });
    store.close();
  });

  it.each([
    ['its nonce', 3],
    ['its numbers', 40],
    ['its tag', 150],
  ])('a bit of %s fell over', (_, at) => {
    withTwo().close();
    const db = new Database(file);
    const { record } = db.prepare("SELECT record FROM face WHERE person_id = 'binh'").get() as { record: Buffer };
    record[at] = (record[at] ?? 0) ^ 4;
    db.prepare("UPDATE face SET record = ? WHERE person_id = 'binh'").run(record);
    db.close();
    const store = open(key);
    expect(store.load()).toMatchObject({ ok: false, error: { code: 'record-unreadable' } });
    store.close();
  });
});

it('a face that the pack cannot have made is never stored, nor the others that came with it', () => {
  const store = withTwo();
  for (const embedding of [new Float32Array(31), face(3).fill(Number.NaN, 4, 5), new Float32Array()])
    expect(() =>
      store.put([
        { personId: 'chi', embedding: face(3) },
        { personId: 'an', embedding },
      ]),
    ).toThrow(RangeError);
  expect(store.load()).toMatchObject({
    ok: true,
    value: [
      { personId: 'an', embedding: face(1) },
      { personId: 'binh', embedding: face(2) },
    ],
  });
  store.close();
});

it('the program is killed while it enrols: everybody that was reported is there', async () => {
  const store = JSON.stringify(new URL('gallery-store.ts', import.meta.url).href);
  const program = `
    const { openGalleryStore } = await import(${store});
    const { value } = openGalleryStore(${JSON.stringify(file)}, new Uint8Array(32).fill(7), ${JSON.stringify(embedder)});
    for (let at = 0; ; at += 1) {
      value.put([{ personId: String(at), embedding: new Float32Array(32).fill(at) }]);
      process.stdout.write(at + ' ');
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let reported = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    reported += text;
    if (reported.length > 100) child.kill('SIGKILL');
  });
  await once(child, 'close');
  // The last word may be cut.
  const last = Number(reported.split(' ').at(-2));
  expect(last).toBeGreaterThan(20);
  const again = open(key);
  const loaded = again.load();
  const faces = new Map(loaded.ok ? loaded.value.map(({ personId, embedding }) => [personId, embedding]) : []);
  for (let at = 0; at <= last; at += 1) expect(faces.get(`${at}`)).toEqual(new Float32Array(32).fill(at));
  again.close();
});

describe('a file that is not for this program is refused and stays as it is', () => {
  it('sealed with another key, as after the key file was lost', () => {
    withTwo().close();
    const other = openGalleryStore(file, new Uint8Array(32).fill(8), embedder);
    expect(other).toMatchObject({ ok: false, error: { code: 'wrong-key' } });
    expect(() => openGalleryStore(file, new Uint8Array(16), embedder)).toThrow(RangeError);
    const store = open(key);
    expect(store.load().ok).toBe(true);
    store.close();
  });

  it('made with another embedder', () => {
    withTwo().close();
    const other = openGalleryStore(file, key, { ...embedder, pack: 'other', sha256: 'b'.repeat(64) });
    expect(other).toMatchObject({ ok: false, error: { code: 'gallery-of-another-pack' } });
    const store = open(key);
    expect(store.load().ok).toBe(true);
    store.close();
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
    expect(first).not.toEqual(readOrCreateKey(path.join(folder, 'other.key')));
    rmSync(path.join(folder, 'other.key'));
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
