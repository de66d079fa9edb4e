// The catalogue as a table: its columns, and what each of their cells may hold.

import { amountMaxDong } from '../../../contract/dong.ts';
import { fold } from '../../../contract/fold.ts';
import type { ServiceId } from '../../../contract/ids.ts';
import { FormLink, type Procedure, ProcedureCode } from '../../../contract/procedure.ts';
import type { TableProblem } from '../../../contract/table.ts';
import { mustHave, type Read, textIn, trouble } from '../../../contract/table-cells.ts';
import type { Table, TableCell, TableColumn, TableRow } from '../../documents/read-table.ts';
import type { Table as WrittenTable } from '../../documents/write-table.ts';

type ColumnId = keyof Procedure | 'nameEn' | 'fieldEn';

export const procedureColumns = [
  { id: 'code', titles: ['Mã', 'Mã thủ tục', 'Mã TTHC', 'Code'], need: 'must' },
  { id: 'name', titles: ['Tên thủ tục', 'Tên', 'Thủ tục', 'Name'], need: 'must' },
  { id: 'nameEn', titles: ['Tên tiếng Anh', 'Name in English', 'English name'], need: 'may' },
  { id: 'field', titles: ['Lĩnh vực', 'Field'], need: 'must' },
  { id: 'fieldEn', titles: ['Lĩnh vực tiếng Anh', 'Field in English'], need: 'may' },
  { id: 'bring', titles: ['Giấy tờ cần mang', 'Thành phần hồ sơ', 'Hồ sơ', 'Bring'], need: 'may' },
  { id: 'feeDong', titles: ['Lệ phí', 'Phí, lệ phí', 'Phí', 'Fee'], need: 'may' },
  { id: 'feeNote', titles: ['Ghi chú lệ phí', 'Fee note'], need: 'may' },
  { id: 'workingDays', titles: ['Thời hạn', 'Thời hạn giải quyết', 'Time limit'], need: 'may' },
  { id: 'steps', titles: ['Các bước', 'Trình tự thực hiện', 'Steps'], need: 'may' },
  { id: 'forms', titles: ['Mẫu đơn', 'Biểu mẫu', 'Forms'], need: 'may' },
  { id: 'serviceId', titles: ['Dịch vụ lấy số', 'Service'], need: 'may' },
  { id: 'keywords', titles: ['Từ khóa', 'Keywords'], need: 'may' },
  { id: 'isSample', titles: ['Là mẫu', 'Sample'], need: 'may' },
] as const satisfies readonly TableColumn<ColumnId>[];

/** A line each, or divided by semicolons; bullets and hyphens before them are not kept. */
const listIn = (
  cell: TableCell | undefined,
  most: { readonly items: number; readonly length: number },
): Read<string[]> => {
  const text = textIn(cell, most.items * (most.length + 4));
  if ('trouble' in text) return text;
  const items = text.value.split(/[\n;]+/).map((item) => item.replace(/^[\s•*+–-]+/, '').trim());
  const kept = items.filter((item) => item !== '');
  if (kept.length > most.items) return trouble('too-many', kept.length, { max: most.items });
  const long = kept.find(({ length }) => length > most.length);
  return long === undefined ? { value: kept } : trouble('too-long', long, { length: long.length, max: most.length });
};

/** A whole number from a number cell or its text with `unit` after it; `word` texts stand for 0. */
const numberIn = (
  cell: TableCell | undefined,
  { zero, unit, max, wrong }: { zero: readonly string[]; unit: RegExp; max: number; wrong: 'not-a-sum' | 'not-days' },
): Read<number | null> => {
  if (cell?.kind === 'formula') return trouble('formula', '');
  const value = cell?.value ?? null;
  if (value === null) return { value: null };
  if (typeof value === 'number')
    return Number.isInteger(value) && value >= 0 && value <= max ? { value } : trouble(wrong, value);
  if (typeof value !== 'string') return trouble(wrong, value instanceof Date ? value.toISOString() : value);
  const typed = fold(value).trim();
  if (typed === '') return { value: null };
  if (zero.includes(typed)) return { value: 0 };
  const digits = typed.replace(unit, '').trim();
  if (!/^(\d{1,3}([.,\s]\d{3})+|\d+)$/.test(digits)) return trouble(wrong, value);
  const number = Number(digits.replace(/\D/g, ''));
  return number <= max ? { value: number } : trouble(wrong, value);
};

const fee = { zero: ['mien phi', 'khong', 'khong thu', 'free'], unit: /(dong|vnd|d|₫)$/, max: amountMaxDong } as const;
const limit = {
  zero: ['trong ngay', 'ngay trong ngay', 'ngay', 'same day'],
  unit: /(ngay lam viec|ngay|working days?|days?)$/,
  max: 365,
} as const;

const codeIn = (cell: TableCell | undefined): Read<string> => {
  const text = mustHave(textIn(cell, 400));
  return 'trouble' in text || ProcedureCode.safeParse(text.value).success ? text : trouble('not-a-code', text.value);
};

const linksIn = (cell: TableCell | undefined): Read<string[]> => {
  const links = listIn(cell, { items: 10, length: 500 });
  const wrong = 'value' in links ? links.value.find((link) => !FormLink.safeParse(link).success) : undefined;
  return wrong === undefined ? links : trouble('not-a-link', wrong);
};

const serviceIn = (cell: TableCell | undefined, known: ReadonlySet<string>): Read<ServiceId | null> => {
  const text = textIn(cell, 400);
  if ('trouble' in text) return text;
  if (text.value === '') return { value: null };
  return known.has(text.value)
    ? { value: text.value as ServiceId }
    : trouble('not-a-service', text.value, { allowed: [...known].join(', ') });
};

const yesIn = (cell: TableCell | undefined): Read<boolean> => {
  if (cell?.kind === 'value' && typeof cell.value === 'boolean') return { value: cell.value };
  const text = textIn(cell, 60);
  if ('trouble' in text) return text;
  const typed = fold(text.value);
  if (['co', 'x', 'yes', 'true', '1'].includes(typed)) return { value: true };
  return ['', 'khong', 'no', 'false', '0'].includes(typed) ? { value: false } : trouble('not-yes-or-no', text.value);
};

const readRow = (
  { row, cells }: TableRow<ColumnId>,
  titles: Table<ColumnId>['titles'],
  services: ReadonlySet<string>,
): { readonly procedure: Procedure | null; readonly problems: TableProblem[] } => {
  const problems: TableProblem[] = [];
  const take = <T>(id: ColumnId, read: Read<T>, otherwise: T): T => {
    if ('value' in read) return read.value;
    const { code, value, params = {} } = read.trouble;
    problems.push({ code, row, column: titles[id] ?? id, value, params });
    return otherwise;
  };
  const name = take('name', mustHave(textIn(cells.name, 300)), '');
  const field = take('field', mustHave(textIn(cells.field, 100)), '');
  const procedure: Procedure = {
    code: take('code', codeIn(cells.code), ''),
    name: { vi: name, en: take('nameEn', textIn(cells.nameEn, 300), '') || name },
    field: { vi: field, en: take('fieldEn', textIn(cells.fieldEn, 100), '') || field },
    bring: take('bring', listIn(cells.bring, { items: 30, length: 400 }), []),
    feeDong: take('feeDong', numberIn(cells.feeDong, { ...fee, wrong: 'not-a-sum' }), null),
    feeNote: take('feeNote', textIn(cells.feeNote, 300), ''),
    workingDays: take('workingDays', numberIn(cells.workingDays, { ...limit, wrong: 'not-days' }), null),
    steps: take('steps', listIn(cells.steps, { items: 30, length: 400 }), []),
    forms: take('forms', linksIn(cells.forms), []),
    serviceId: take('serviceId', serviceIn(cells.serviceId, services), null),
    keywords: take('keywords', listIn(cells.keywords, { items: 40, length: 60 }), []),
    isSample: take('isSample', yesIn(cells.isSample), false),
  };
  return { procedure: problems.length === 0 ? procedure : null, problems };
};

/** Every problem of every row, each code once. `procedures` is what may be stored when there is no problem. */
export const readProcedures = (
  { titles, rows }: Table<ColumnId>,
  services: ReadonlySet<string>,
): { readonly procedures: readonly Procedure[]; readonly problems: readonly TableProblem[] } => {
  const firstRows = new Map<string, number>();
  const read = rows.map((row) => {
    const { procedure, problems } = readRow(row, titles, services);
    const code = row.cells.code?.kind === 'value' ? String(row.cells.code.value ?? '').trim() : '';
    const other = firstRows.get(code);
    if (code !== '' && other !== undefined)
      problems.push({ code: 'twice', row: row.row, column: titles.code ?? 'code', value: code, params: { other } });
    else firstRows.set(code, row.row);
    return { procedure, problems };
  });
  return {
    procedures: read.flatMap(({ procedure }) => (procedure === null ? [] : [procedure])),
    problems: read.flatMap(({ problems }) => problems),
  };
};

const listOut = (items: readonly string[]): string => items.join('\n');

const cellsOf = (procedure: Procedure): Readonly<Record<ColumnId, string>> => ({
  code: procedure.code,
  name: procedure.name.vi,
  nameEn: procedure.name.en,
  field: procedure.field.vi,
  fieldEn: procedure.field.en,
  bring: listOut(procedure.bring),
  feeDong: procedure.feeDong === null ? '' : procedure.feeDong === 0 ? 'miễn phí' : String(procedure.feeDong),
  feeNote: procedure.feeNote,
  workingDays:
    procedure.workingDays === null ? '' : procedure.workingDays === 0 ? 'trong ngày' : String(procedure.workingDays),
  steps: listOut(procedure.steps),
  forms: listOut(procedure.forms),
  serviceId: procedure.serviceId ?? '',
  keywords: listOut(procedure.keywords),
  isSample: procedure.isSample ? 'có' : '',
});

const wide: ReadonlySet<ColumnId> = new Set(['name', 'nameEn', 'bring', 'steps']);

/** The whole of it for a spreadsheet; read again it is the same. */
export const tableOf = (procedures: readonly Procedure[]): WrittenTable => ({
  name: 'Thủ tục',
  columns: procedureColumns.map(({ id, titles }) => ({ heading: titles[0], width: wide.has(id) ? 50 : 20 })),
  rows: procedures.map((procedure) => {
    const cells = cellsOf(procedure);
    return procedureColumns.map(({ id }) => cells[id]);
  }),
});
