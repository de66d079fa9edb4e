import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PeopleMode, PersonColumn } from '../../../contract/people.ts';
import { createProjections, openTestSite, type TestSite, temporaryFolder } from '../../../test/support/site.ts';
import { readTable } from '../../documents/read-table.ts';
import { verifyDatabase } from '../../store/verify.ts';
import { hashCard } from '../cards/index.ts';
import { peopleColumns, readPeople } from './index.ts';

const key = new Uint8Array(32).fill(3);
const hash = (card: Parameters<typeof hashCard>[1]) => hashCard(key, card);
const heading = 'Mã;Họ và tên;Lớp;Loại;Ngày sinh;Người giám hộ;Quan hệ;Liên hệ;Số thẻ';
const an = 'HS001;Nguyễn An;3A;học sinh;24/11/2018;Trần Bình;mẹ;0900000001;0003887558';
const binh = 'HS002;Lê Bình;3A;học sinh;2017-02-01;Lê Cường;bố;;em4100:67003b51c6';

const given = async (rows: readonly string[], mode: PeopleMode = 'update', mapping = {}) => {
  const text = rows.join('\n');
  const table = await readTable<PersonColumn>(
    { name: 'ds.csv', bytes: Buffer.from(text) },
    peopleColumns(mapping),
    100,
  );
  if (!table.ok) throw new Error(table.error.code);
  return { ...readPeople(table.value, '2026-11-23'), mode, kind: 'pupil' as const, hash };
};

const atSite = async (story: (site: TestSite) => Promise<void>) => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await story(site);
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
};

describe('a list of people', () => {
  it('is handed in, then again, then with one class moved up: nobody is there twice', async () =>
    atSite(async ({ people }) => {
      expect((await people.import(await given([heading, an, binh]), null)).added).toHaveLength(2);
      const id = people.byCode('hs001')?.id;
      expect(await people.import(await given([heading, an, binh]), null)).toMatchObject({
        added: [],
        changed: [],
        unchanged: 2,
      });
      const report = await people.import(await given([heading, an.replace('3A', '4A')]), null);
      expect(report).toMatchObject({ added: [], changed: [{ code: 'HS001', group: '4A' }] });
      expect(people.byCode('HS001')).toMatchObject({ id, birthDate: '2018-11-24', guardians: [{ name: 'Trần Bình' }] });
      expect(people.groups()).toEqual([
        { name: '3A', count: 1 },
        { name: '4A', count: 1 },
      ]);
      expect(people.membersOf(['4A'])).toEqual([id]);
      expect(people.ofCard(hash({ technology: 'keyboard', number: '0003887558' }))?.id).toBe(id);
    }));

  it('without the column of guardians keeps those who are known', async () =>
    atSite(async ({ people }) => {
      await people.import(await given([heading, an]), null);
      await people.import(await given(['Mã;Họ tên', 'HS001;Nguyễn Văn An']), null);
      expect(people.byCode('HS001')).toMatchObject({
        name: 'Nguyễn Văn An',
        guardians: [{ name: 'Trần Bình' }],
        cardCount: 1,
      });
    }));

  it('with headings of its own is understood by a mapping', async () =>
    atSite(async ({ people }) => {
      const rows = ['Số báo danh;Cháu', 'HS009;Đỗ Chi'];
      await people.import(await given(rows, 'update', { code: 'Số báo danh', name: 'Cháu' }), null);
      expect(people.byCode('HS009')?.name).toBe('Đỗ Chi');
    }));

  it('has bad rows: each is named with what stands there, and nobody is stored', async () =>
    atSite(async ({ people }) => {
      const rows = [
        heading,
        an,
        'HS001;Trùng mã;3A;học sinh;;;;;',
        'HS 3;Sai mã;3A;học sinh;;;;;',
        'HS004;;3A;robot;31/02/2018;;;0900;',
        'HS005;=1+1;3A;học sinh;;;;;0003887558',
      ];
      const report = await people.import(await given(rows), null);
      expect(report.problems.map(({ row, column, code, value }) => [row, column, code, value])).toEqual([
        [3, 'Mã', 'twice', 'HS001'],
        [4, 'Mã', 'not-a-code', 'HS 3'],
        [5, 'Họ và tên', 'missing', ''],
        [5, 'Loại', 'not-a-kind', 'robot'],
        [5, 'Ngày sinh', 'not-a-date', '31/02/2018'],
        [5, 'Người giám hộ', 'missing', ''],
        [6, 'Họ và tên', 'formula', ''],
        [6, 'Số thẻ', 'card-twice', ''],
      ]);
      expect(people.list()).toEqual([]);
    }));

  it('gives somebody the card of another: that row is named, nothing is stored', async () =>
    atSite(async ({ people }) => {
      await people.import(await given([heading, an]), null);
      const report = await people.import(await given([heading, binh.replace('em4100:67003b51c6', '0003887558')]), null);
      expect(report.problems).toMatchObject([{ code: 'card-taken', row: 2, value: 'HS001' }]);
      expect(people.byCode('HS002')).toBeNull();
    }));

  it('replaces the list: whoever is not named has left, their card opens nothing, and they may come back', async () =>
    atSite(async ({ people, ledger }) => {
      await people.import(await given([heading, an, binh]), null);
      const left: unknown[] = [];
      using _heard = ledger.subscribe((recorded) => left.push(...recorded.map(({ event }) => event)));
      expect((await people.import(await given([heading, an], 'replace'), null)).left).toMatchObject([
        { code: 'HS002' },
      ]);
      const gone = people.byCode('HS002');
      expect(left).toContainEqual({ type: 'people-departed', personIds: [gone?.id], by: null });
      expect(people.ofCard(hash({ technology: 'em4100', number: '67003b51c6' }))).toBeNull();
      expect(people.membersOf([])).toEqual([people.byCode('HS001')?.id]);
      await people.import(await given([heading, binh]), null);
      expect(people.byCode('HS002')).toMatchObject({ id: gone?.id, leftAtMs: null });
    }));

  it('keeps names and card numbers out of the journal, and an erased person out of the tables', async () =>
    atSite(async ({ people, db }) => {
      await people.import(await given([heading, an]), null);
      const id = people.byCode('HS001')?.id;
      if (id === undefined) throw new Error('HS001 is not there');
      await people.erase(id, null);
      expect(JSON.stringify(db.prepare('SELECT body FROM journal').all())).not.toMatch(/Nguyễn|Trần|HS001|3887558/);
      expect(db.prepare('SELECT count(*) FROM person_card').pluck().get()).toBe(0);
      expect(people.list()).toEqual([]);
    }));
});

it('any cells at all: read without a throw, and a row is either whole or named', () => {
  const cell = fc.oneof(
    fc.constant({ kind: 'formula' } as const),
    fc
      .oneof(fc.string(), fc.double(), fc.boolean(), fc.date(), fc.constant(null))
      .map((value) => ({ kind: 'value', value }) as const),
  );
  const row = fc.record({ code: cell, name: cell, birthDate: cell, card: cell, guardian: cell, kind: cell });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
      const table = { titles: {}, rows: rows.map((cells, at) => ({ row: at + 2, cells })) };
      const { people, problems } = readPeople(table, '2026-11-23');
      const bad = new Set(problems.map((problem) => problem.row));
      for (const person of people) if (!bad.has(person.row)) expect(person.code).toMatch(/^[A-Za-z0-9][\w.-]*$/);
    }),
  );
});
