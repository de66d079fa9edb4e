import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { largestFileBytes, readTable, type TableColumn } from './read-table.ts';

const columns = [
  { id: 'code', titles: ['Mã'], need: 'must' },
  { id: 'name', titles: ['Họ và tên', 'Tên'], need: 'must' },
  { id: 'born', titles: ['Ngày sinh'], need: 'may' },
] as const satisfies readonly TableColumn<string>[];

const csv = (bytes: string | Uint8Array) => readTable({ name: 'a.csv', bytes: Buffer.from(bytes) }, columns, 3);
const code = async (read: ReturnType<typeof csv>) => {
  const table = await read;
  return table.ok ? 'read' : table.error.code;
};

/** A workbook as spreadsheets write it, with `cells` as the rows of its first sheet. */
const workbook = (rows: string, more: Readonly<Record<string, Buffer>> = {}): Promise<Buffer> => {
  const zip = new ZipFile();
  const put = (name: string, text: string) =>
    zip.addBuffer(Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`), name);
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  put('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>');
  put(
    '_rels/.rels',
    `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  );
  put(
    'xl/workbook.xml',
    `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Danh mục" sheetId="7" r:id="rId5"/><sheet name="Khác" sheetId="2" r:id="rId1"/></sheets></workbook>`,
  );
  put(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId5" Type="${office}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
  );
  put('xl/worksheets/sheet1.xml', `<worksheet xmlns="${main}"><sheetData></sheetData></worksheet>`);
  put('xl/worksheets/sheet2.xml', `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`);
  put(
    'xl/styles.xml',
    `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
  );
  for (const [name, bytes] of Object.entries(more)) zip.addBuffer(bytes, name);
  zip.end();
  return buffer(zip.outputStream);
};
const text = (place: string, words: string) => `<c r="${place}" t="inlineStr"><is><t>${words}</t></is></c>`;
const xlsx = (bytes: Uint8Array) => readTable({ name: 'Danh mục.XLSX', bytes }, columns, 100);

const heads = `<row r="3">${text('B3', 'MA')}${text('C3', 'họ  và Ten:')}${text('D3', 'Ngày sinh')}</row>`;

it('headings stand in row 3 and column B, written without marks; rows keep the numbers of the spreadsheet', async () => {
  const table = await xlsx(
    await workbook(
      `<row r="1">${text('B1', 'UBND phường Hoa Sữa')}</row>${heads}` +
        `<row r="4">${text('B4', ' 01 ')}${text('C4', 'Nguyễn Văn Ổn')}<c r="D4" s="1"><v>40000</v></c></row>` +
        `<row r="7"><c r="B7"><v>1.0108</v></c><c r="C7" t="str"><f>UPPER("an")</f><v>AN</v></c></row>`,
    ),
  );
  expect(table).toEqual({
    ok: true,
    value: {
      titles: { code: 'MA', name: 'họ  và Ten:', born: 'Ngày sinh' },
      rows: [
        {
          row: 4,
          cells: {
            code: { kind: 'value', value: '01' },
            name: { kind: 'value', value: 'Nguyễn Văn Ổn' },
            born: { kind: 'value', value: new Date('2009-07-06T00:00:00.000Z') },
          },
        },
        {
          row: 7,
          cells: {
            code: { kind: 'value', value: 1.0108 },
            name: { kind: 'formula' },
            born: { kind: 'value', value: null },
          },
        },
      ],
    },
  });
});

it('a small archive that would fill the memory is refused, and so is one that is cut off', async () => {
  const bomb = await workbook(heads, { 'xl/media/rubbish.xml': Buffer.alloc(40 * 1024 * 1024) });
  expect(bomb.length).toBeLessThan(largestFileBytes);
  const refused = await xlsx(bomb);
  expect(refused.ok ? '' : refused.error.value).toContain('32 MB');
  const whole = await workbook(heads);
  expect(await code(xlsx(whole.subarray(0, whole.length - 50)))).toBe('unreadable');
  expect(await code(xlsx(await workbook(`${heads}<row r="900000">${text('B900000', 'x')}</row>`)))).toBe('unreadable');
});

it('commas, semicolons and tabs; a byte order mark; a cell of several lines; an empty line that counts', async () => {
  const [comma, semicolon, tab] = await Promise.all([
    csv('\uFEFFMã,Tên\n1,"a, b\nc"\n\n3,d\n'),
    csv('Mã;Tên\n1;"a, b\nc"\n\n3;d\n'),
    csv('Mã\tTên\n1\t"a, b\nc"\n\n3\td\n'),
  ]);
  expect(comma).toEqual(semicolon);
  expect(comma).toEqual(tab);
  expect(comma.ok && comma.value.rows.map(({ row, cells }) => [row, cells.name])).toEqual([
    [2, { kind: 'value', value: 'a, b\nc' }],
    [4, { kind: 'value', value: 'd' }],
  ]);
});

it('what is no table says why', async () => {
  expect(await code(csv('Mã,Tên\n'))).toBe('no-rows');
  expect(await code(csv('Tên\nAn\n'))).toBe('no-header');
  expect(await code(csv('Mã,Tên\n1,a\n2,b\n3,c\n4,d\n'))).toBe('too-many-rows');
  expect(await code(csv(Buffer.from('Mã,Tên\n1,a', 'utf16le')))).toBe('not-utf8');
  expect(await code(csv('Mã,Tên\n1,"a\n'))).toBe('unreadable');
  expect(await code(csv(Buffer.alloc(largestFileBytes + 1)))).toBe('too-large');
  expect(await code(readTable({ name: 'a.doc', bytes: Buffer.from('') }, columns, 3))).toBe('unknown-format');
  expect(await code(readTable({ name: 'a.xlsx', bytes: Buffer.from('PK') }, columns, 3))).toBe('unreadable');
});
