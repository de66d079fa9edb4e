import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ImportMode } from '../../../contract/procedure.ts';
import {
  createProjections,
  openTestSite,
  projectFolder,
  services,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { readTable } from '../../documents/read-table.ts';
import { writeCsv, writeXlsx } from '../../documents/write-table.ts';
import { verifyDatabase } from '../../store/verify.ts';
import { procedureColumns, readProcedures, tableOf } from './index.ts';

let temporary: ReturnType<typeof temporaryFolder>;
let site: TestSite;
beforeEach(() => {
  temporary = temporaryFolder();
  site = openTestSite(temporary.folder);
});
afterEach(async () => {
  await site[Symbol.asyncDispose]();
  temporary[Symbol.dispose]();
});

const known = new Set<string>(Object.values(services));
const sampleText = readFileSync(path.join(projectFolder, 'samples/procedures.csv'), 'utf8');

const read = async (text: string, mode: ImportMode = 'update') => {
  const table = await readTable({ name: 'danh-muc.csv', bytes: Buffer.from(text) }, procedureColumns, 2_000);
  if (!table.ok) throw new Error(JSON.stringify(table.error));
  return { ...readProcedures(table.value, known), mode };
};

const heading = 'Mã;TEN THU TUC;Linh vuc;Lệ phí;Thời hạn;Dịch vụ lấy số;Mẫu đơn\n';
const names = (typed: string, most = 10) => site.procedures.search(typed, most).found.map(({ name }) => name.vi);

it('the sample of a ward is read without a problem, and every one of it says that it is a sample', async () => {
  const given = await read(sampleText);
  expect(given.problems).toEqual([]);
  expect(given.procedures).toHaveLength(97);
  expect(given.procedures.every(({ isSample }) => isSample)).toBe(true);
  expect(new Set(given.procedures.map(({ field }) => field.vi)).size).toBeGreaterThanOrEqual(11);
});

it('people type without marks, in capitals, half a word, with i for y, with two letters in the wrong order', async () => {
  await site.procedures.import(await read(sampleText), null);
  expect(names('khai sinh')[0]).toBe('Đăng ký khai sinh');
  expect(names('dang ky kết hôn')[0]).toBe('Đăng ký kết hôn');
  expect(names('đăng kí kết hôn')[0]).toBe('Đăng ký kết hôn');
  expect(names('KHAI SI')).toContain('Đăng ký khai sinh');
  expect(
    names('so do')
      .slice(0, 3)
      .every((name) => /đất|giấy chứng nhận/.test(name)),
  ).toBe(true);
  expect(site.procedures.search('KHAI SNIH', 5)).toMatchObject({
    isNear: true,
    found: [{ name: { vi: 'Đăng ký khai sinh' } }, {}, {}, {}, {}],
  });
  expect(names('tôi muốn làm giấy khai sinh cho cháu')[0]).toMatch(/khai sinh/);
  expect(names('zzzz')).toEqual([]);
  expect(names('   ')).toEqual([]);
});

it('a name stands before a keyword, a keyword before a field, a field before the papers to bring', async () => {
  const one = (code: string, name: string, field: string, keywords: string, bring: string) =>
    `${code};${name};${field};${keywords};"${bring}"\n`;
  const text =
    'Mã;Tên thủ tục;Lĩnh vực;Từ khóa;Hồ sơ\n' +
    one('body', 'Một', 'Hai', '', 'nhà trọ\nnhà trọ\nnhà trọ\nnhà trọ nhà trọ nhà trọ') +
    one('field', 'Một', 'Nhà trọ', '', '') +
    one('keywords', 'Một', 'Hai', 'nhà trọ', '') +
    one('name', 'Thủ tục với một tên thật dài về nhà trọ ở phường', 'Hai', '', '');
  await site.procedures.import(await read(text), null);
  expect(site.procedures.search('nha tro', 10).found.map(({ code }) => code)).toEqual([
    'name',
    'keywords',
    'field',
    'body',
  ]);
});

it('whatever is typed, the search answers', async () => {
  await site.procedures.import(await read(sampleText), null);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 120 }),
        fc.string({
          unit: fc.constantFrom(
            '"',
            '*',
            '(',
            ')',
            ':',
            '-',
            '^',
            ' ',
            'a',
            'NEAR',
            'AND',
            'OR',
            'NOT',
            '{name}',
            'khai',
          ),
        }),
      ),
      (typed) => {
        expect(site.procedures.search(typed, 7).found.length).toBeLessThanOrEqual(7);
      },
    ),
    { numRuns: 300 },
  );
});

it('every procedure is found by its own name', async () => {
  const given = await read(sampleText);
  await site.procedures.import(given, null);
  for (const { name, code } of given.procedures)
    expect(
      site.procedures.search(name.vi, 5).found.map((found) => found.code),
      name.vi,
    ).toContain(code);
});

it('wrong cells are named with row, column, value and what is allowed, and nothing of the file is stored', async () => {
  const given = await read(
    `Danh mục của phường;;;;;;\n${heading}A1;Khai sinh;Hộ tịch;8.000 đồng;5 ngày làm việc;ho-tich;\n\nA1;Khai tử;Hộ tịch;tám nghìn;-3;ho-tich;ftp://a\nB 2;;Hộ tịch;=1+1;trong ngày;thue;\n`,
  );
  expect(given.problems.map(({ row, column, code, value }) => [row, column, code, value])).toEqual([
    [5, 'Lệ phí', 'not-a-sum', 'tám nghìn'],
    [5, 'Thời hạn', 'not-days', '-3'],
    [5, 'Mẫu đơn', 'not-a-link', 'ftp://a'],
    [5, 'Mã', 'twice', 'A1'],
    [6, 'TEN THU TUC', 'missing', ''],
    [6, 'Mã', 'not-a-code', 'B 2'],
    [6, 'Lệ phí', 'formula', ''],
    [6, 'Dịch vụ lấy số', 'not-a-service', 'thue'],
  ]);
  expect(given.problems.find(({ code }) => code === 'twice')?.params).toEqual({ other: 3 });
  expect(given.problems.find(({ code }) => code === 'not-a-service')?.params['allowed']).toContain('ho-tich');
  const report = await site.procedures.import(given, null);
  expect(report.problemCount).toBe(8);
  expect(site.procedures.count()).toBe(0);
});

it('an update keeps what the file does not name, a replacement takes it away, and the same file again is no event', async () => {
  await site.procedures.import(await read(`${heading}A;Một;X;;;;\nB;Hai;X;;;;\n`), null);
  const changed = await site.procedures.import(await read(`${heading}B;Hai mới;X;0;;;\nC;Ba;X;;;;\n`), null);
  expect([changed.added.length, changed.changed.length, changed.removed.length, changed.unchanged]).toEqual([
    1, 1, 0, 0,
  ]);
  const replacing = await read(`${heading}B;Hai mới;X;0;;;\n`, 'replace');
  expect(site.procedures.preview(replacing).removed.map(({ code }) => code)).toEqual(['A', 'C']);
  expect(site.procedures.count()).toBe(3);
  await site.procedures.import(replacing, null);
  expect(site.procedures.list().map(({ code, name, feeDong }) => [code, name.vi, feeDong])).toEqual([
    ['B', 'Hai mới', 0],
  ]);
  expect(site.procedures.search('ba', 5).found).toEqual([]);
  const rows = () => site.db.prepare('SELECT count(*) FROM journal').pluck().get();
  const before = rows();
  await site.procedures.import(replacing, null);
  expect(rows()).toBe(before);
});

it('after a restart the catalogue is there, and the journal explains it and its index', async () => {
  await site.procedures.import(await read(sampleText), null);
  await site.procedures.import(await read(`${heading}MAU-HT-01;Khai sinh khác;X;;;;\n`), null);
  site = await site.reopen();
  expect(site.procedures.find('MAU-HT-01')?.name.vi).toBe('Khai sinh khác');
  expect(names('khai sinh khac')[0]).toBe('Khai sinh khác');
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
});

it('what is exported, as CSV or as a workbook, and read again is the same catalogue', async () => {
  const given = await read(sampleText);
  const all = given.procedures.map((one, at) => (at === 0 ? { ...one, name: { vi: '=1+1', en: '@x' } } : one));
  const sheet = { title: 'Thủ tục', about: ['Bộ phận Một cửa'], printedAt: new Date(0) };
  const files = { 'a.csv': writeCsv(tableOf(all)), 'a.xlsx': await writeXlsx([tableOf(all)], sheet) };
  for (const [name, bytes] of Object.entries(files)) {
    const table = await readTable({ name, bytes }, procedureColumns, 2_000);
    expect(table.ok && readProcedures(table.value, known), name).toEqual({ procedures: all, problems: [] });
  }
});
