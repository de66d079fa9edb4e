import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../../contract/ids.ts';
import { accepted, refusalOf, temporaryFolder } from '../../../test/support/site.ts';
import { openVault, type PackName, templatesFile, type Vault } from './vault.ts';

const pack: PackName = { name: 'default', sha256: 'a'.repeat(64), length: 128 };
const idOf = (which: number): PersonId => `person-${which}`.padEnd(22, 'x') as PersonId;
const faceOf = (which: number): Float32Array =>
  Float32Array.from({ length: 128 }, (_, at) => Math.sin(which * 131 + at) / 3);
const purpose = 'school-attendance';

interface Places {
  readonly data: string;
  readonly keys: string;
}

const atPlaces = (story: (places: Places) => void): void => {
  using temporary = temporaryFolder();
  const places = { data: path.join(temporary.folder, 'data'), keys: path.join(temporary.folder, 'keys') };
  mkdirSync(places.data);
  story(places);
};

const open = ({ data, keys }: Places): Vault => accepted(openVault(data, keys));
const withVault = <T>(places: Places, act: (vault: Vault) => T): T => {
  const vault = open(places);
  try {
    return act(vault);
  } finally {
    vault.close();
  }
};
const enrol = (places: Places, ...which: readonly number[]): void =>
  withVault(places, (vault) => {
    for (const one of which) vault.put({ personId: idOf(one), purpose, enrolledAtMs: one }, pack, faceOf(one));
  });
const load = (places: Places) => withVault(places, (vault) => vault.load(pack));
const sql = (file: string, run: (db: Database.Database) => void): void => {
  const db = new Database(file);
  run(db);
  db.close();
};

/** Every file under the folders, with its bytes. */
const filesIn = (...folders: readonly string[]): { readonly name: string; readonly bytes: Buffer }[] =>
  folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((name) => ({ name, bytes: readFileSync(name) })),
  );

describe('templates', () => {
  it('are the same after a restart, and only their owner may read the files', () =>
    atPlaces((places) => {
      enrol(places, 1, 2);
      enrol(places, 1);
      const { templates, refused } = load(places);
      expect(refused).toEqual([]);
      expect(templates.map(({ personId, version }) => [personId, version])).toEqual([
        [idOf(1), 2],
        [idOf(2), 1],
      ]);
      expect(templates[0]?.embedding).toEqual(faceOf(1));
      for (const file of [templatesFile(places.data), `${places.keys}/ring.db`, `${places.keys}/wrapping.key`])
        expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(statSync(places.keys).mode & 0o777).toBe(0o700);
    }));

  it('leave no bytes of a face anywhere, sealed, while open and after they were erased', () =>
    atPlaces((places) => {
      const vault = open(places);
      for (const one of [1, 2, 3]) vault.put({ personId: idOf(one), purpose, enrolledAtMs: 1 }, pack, faceOf(one));
      const hits = () =>
        filesIn(places.data, places.keys).filter(({ bytes }) =>
          [1, 2, 3].some((one) => {
            const face = Buffer.from(faceOf(one).buffer);
            return [0, 64, 256, 480].some((at) => bytes.includes(face.subarray(at, at + 16)));
          }),
        );
      expect(hits()).toEqual([]);
      expect(filesIn(places.data, places.keys).reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeGreaterThan(
        3 * 512,
      );
      expect(vault.erase(idOf(2), purpose)).toBe(true);
      expect(vault.erase(idOf(2), purpose)).toBe(false);
      vault.rotateDataKeys();
      accepted(vault.rotateWrappingKey());
      expect(hits()).toEqual([]);
      vault.close();
      expect(load(places).templates.map(({ personId }) => personId)).toEqual([idOf(1), idOf(3)]);
    }));

  it('of somebody who withdrew do not come back with an old copy of the data folder', () =>
    atPlaces((places) => {
      enrol(places, 1, 2);
      const copy = `${places.data}.backup`;
      cpSync(places.data, copy, { recursive: true });
      withVault(places, (vault) => vault.erase(idOf(1), purpose));
      rmSync(places.data, { recursive: true });
      renameSync(copy, places.data);
      const { templates, refused } = load(places);
      expect(templates.map(({ personId }) => personId)).toEqual([idOf(2)]);
      expect(refused).toMatchObject([{ personId: idOf(1), code: 'unreadable' }]);
    }));

  it('leave no sealed record of an erased person in the file either', () =>
    atPlaces((places) => {
      enrol(places, 1, 2);
      let record: Buffer = Buffer.alloc(0);
      sql(templatesFile(places.data), (db) => {
        record = db.prepare('SELECT sealed FROM template WHERE person_id = ?').pluck().get(idOf(1)) as Buffer;
      });
      const vault = open(places);
      const holds = () => filesIn(places.data).some(({ bytes }) => bytes.includes(record.subarray(20, 60)));
      expect(holds()).toBe(true);
      vault.erase(idOf(1), purpose);
      expect(holds()).toBe(false);
      vault.close();
    }));

  it.each([
    [
      'exchanged between two people',
      'UPDATE template SET sealed = (SELECT sealed FROM template WHERE version = 1 AND enrolled_at_ms = 2), generation = (SELECT generation FROM template WHERE enrolled_at_ms = 2) WHERE enrolled_at_ms = 1',
    ],
    ['given to another purpose', "UPDATE template SET purpose = 'meeting-attendance' WHERE enrolled_at_ms = 1"],
    ['of another version', 'UPDATE template SET version = 7 WHERE enrolled_at_ms = 1'],
    ['under the name of another pack', "UPDATE template SET pack = 'other' WHERE enrolled_at_ms = 1"],
    [
      'with one byte changed',
      "UPDATE template SET sealed = CAST(substr(sealed, 1, 99) || CASE substr(sealed, 100, 1) WHEN x'00' THEN x'01' ELSE x'00' END || substr(sealed, 101) AS BLOB) WHERE enrolled_at_ms = 1",
    ],
    ['cut short', 'UPDATE template SET sealed = substr(sealed, 1, 20) WHERE enrolled_at_ms = 1'],
  ])('%s: named and never used, the others are', (_, change) =>
    atPlaces((places) => {
      enrol(places, 1, 2);
      sql(templatesFile(places.data), (db) => db.exec(change));
      const { templates, refused } = load(places);
      expect([templates.map(({ personId }) => personId), refused.map(({ code }) => code)]).toEqual([
        [idOf(2)],
        ['unreadable'],
      ]);
    }),
  );

  it('of another pack mean nothing to this one, and say so', () =>
    atPlaces((places) => {
      enrol(places, 1);
      const other = { ...pack, name: 'new', sha256: 'b'.repeat(64) };
      expect(withVault(places, (vault) => vault.load(other))).toMatchObject({
        templates: [],
        refused: [{ code: 'other-pack' }],
      });
      expect(withVault(places, (vault) => vault.read(idOf(1), purpose, other))).toBeNull();
    }));
});

describe('keys', () => {
  it('are another folder than those of the templates: refused, nothing is changed', () =>
    atPlaces((places) => {
      enrol(places, 1);
      const others = { data: `${places.data}-2`, keys: `${places.keys}-2` };
      mkdirSync(others.data);
      enrol(others, 2);
      expect(refusalOf(openVault(places.data, others.keys))).toBe('other-keys');
      expect(load(places).templates).toHaveLength(1);
    }));

  it('got another wrapping key put in their place: refused', () =>
    atPlaces((places) => {
      enrol(places, 1);
      const file = `${places.keys}/wrapping.key`;
      const bytes = readFileSync(file);
      writeFileSync(file, bytes.with(5, (bytes[5] ?? 0) ^ 1));
      expect(refusalOf(openVault(places.data, places.keys))).toBe('wrong-key');
      writeFileSync(file, 'half');
      expect(refusalOf(openVault(places.data, places.keys))).toBe('wrong-key');
    }));

  it('are lost: refused as long as templates need them', () =>
    atPlaces((places) => {
      enrol(places, 1);
      rmSync(places.keys, { recursive: true });
      expect(refusalOf(openVault(places.data, places.keys))).toBe('key-missing');
    }));

  it('may be read by others, or would lie in the data folder: refused with what to do', () =>
    atPlaces((places) => {
      enrol(places, 1);
      chmodSync(`${places.keys}/wrapping.key`, 0o640);
      const refused = openVault(places.data, places.keys);
      expect([refusalOf(refused), refused.ok ? '' : refused.error.message]).toEqual([
        'key-open',
        expect.stringContaining('chmod 600'),
      ]);
      expect(refusalOf(openVault(places.data, path.join(places.data, 'keys')))).toBe('keys-in-data');
    }));

  it('are changed, and changed while another process has them open: every template still opens', () =>
    atPlaces((places) => {
      enrol(places, 1, 2);
      const beside = open(places);
      const old = readFileSync(`${places.keys}/wrapping.key`);
      withVault(places, (vault) => expect(accepted(vault.rotateWrappingKey())).toEqual({ keys: 2 }));
      expect(readFileSync(`${places.keys}/wrapping.key`).equals(old)).toBe(false);
      expect(beside.load(pack).templates).toHaveLength(2);
      beside.put({ personId: idOf(3), purpose, enrolledAtMs: 3 }, pack, faceOf(3));
      beside.close();
      expect(load(places)).toMatchObject({ templates: [{}, {}, {}], refused: [] });
    }));

  it('were being changed when the power went: the change is finished, or never was', () =>
    atPlaces((places) => {
      enrol(places, 1);
      const file = `${places.keys}/wrapping.key`;
      const before = readFileSync(file);
      withVault(places, (vault) => accepted(vault.rotateWrappingKey()));
      const after = readFileSync(file);
      // Between the commit of the ring and the renaming of the file.
      writeFileSync(`${file}.next`, after, { mode: 0o600 });
      writeFileSync(file, before);
      expect(load(places).templates).toHaveLength(1);
      expect([readFileSync(file).equals(after), existsSync(`${file}.next`)]).toEqual([true, false]);
      // Before the commit.
      writeFileSync(`${file}.next`, before, { mode: 0o600 });
      expect(load(places).templates).toHaveLength(1);
      expect(readFileSync(file).equals(after)).toBe(true);
    }));

  it('of data are changed: a copy made before opens no longer', () =>
    atPlaces((places) => {
      enrol(places, 1, 2);
      const copy = `${places.data}.backup`;
      cpSync(places.data, copy, { recursive: true });
      expect(withVault(places, (vault) => vault.rotateDataKeys())).toEqual({ rotated: 2 });
      expect(load(places).templates).toHaveLength(2);
      expect(load({ ...places, data: copy })).toMatchObject({ templates: [], refused: [{}, {}] });
    }));
});
