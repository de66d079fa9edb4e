import { parse } from 'csv-parse/sync';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { type Table, writeCsv, writePdf, writeXlsx } from './write-table.ts';

const paper = { title: 'Báo cáo', about: ['Phường Hoa Sữa'], printedAt: new Date('2026-11-26T03:00:00Z') };
const table: Table = {
  name: 'Lĩnh vực',
  columns: [
    { heading: 'Tên', width: 30 },
    { heading: 'Số lượt', width: 10 },
    { heading: 'Tỷ lệ', width: 10, format: '0.0%' },
    { heading: 'Ngày', width: 12 },
  ],
  rows: [
    ['Chứng thực', 12, 0.5, new Date('2026-11-23T00:00:00Z')],
    ['=1+1', 0, null, null],
    ['+84 90, "ngoặc"\nhai dòng', -3, 0.123, null],
  ],
};

describe('a table that somebody opens in a spreadsheet', () => {
  it('as XLSX: numbers are numbers, a text that begins with = stays a text', async () => {
    const [sheet] = await readXlsxFile(await writeXlsx([table, { ...table, name: 'Quầy' }], paper));
    expect(sheet?.sheet).toBe('Lĩnh vực');
    expect(sheet?.data.slice(3)).toEqual([
      ['Tên', 'Số lượt', 'Tỷ lệ', 'Ngày'],
      ['Chứng thực', 12, 0.5, new Date('2026-11-23T00:00:00Z')],
      ['=1+1', 0, null, null],
      ['+84 90, "ngoặc"\nhai dòng', -3, 0.123, null],
    ]);
  });

  it('as CSV: marked as UTF-8, and no cell begins a formula', () => {
    const bytes = writeCsv(table);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows: string[][] = parse(bytes, { bom: true });
    expect(rows[0]).toEqual(['Tên', 'Số lượt', 'Tỷ lệ', 'Ngày']);
    expect(rows[1]).toEqual(['Chứng thực', '12', '0.5', '2026-11-23']);
    expect(
      rows
        .slice(2)
        .flat()
        .filter((cell) => /^[=+@\t]/.test(cell)),
    ).toEqual([]);
  });
});

it('two hundred rows on paper: several pages, each with its number, and none of them empty', async () => {
  const rows = Array.from({ length: 200 }, (_, at) => [`Dòng ${at}`, at, null, null]);
  const pdf = (await writePdf([{ ...table, rows }], paper)).toString('latin1');
  const pages = Number(/\/Type \/Pages\n\/Count (\d+)/.exec(pdf)?.[1] ?? /\/Count (\d+)/.exec(pdf)?.[1]);
  expect(pages).toBeGreaterThan(4);
  expect(pages).toBeLessThan(15);
});
