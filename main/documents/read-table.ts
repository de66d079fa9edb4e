// Reads a table that somebody made in a spreadsheet: CSV or XLSX, the headings wherever they stand and however they are
// written, rows with the numbers that the spreadsheet shows. What the cells mean is the caller's.
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { fold } from '../../contract/fold.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { TableProblem, TableProblemCode } from '../../contract/table.ts';
import { readXlsx, type TableCell } from './read-xlsx.ts';

export type { TableCell } from './read-xlsx.ts';

export interface TableColumn<Id extends string> {
  readonly id: Id;
  /** How the heading may read; the first is shown to people. Marks and case do not count. */
  readonly titles: readonly [string, ...string[]];
  /** Whether there is no table without it. */
  readonly need: 'must' | 'may';
}

export interface TableRow<Id extends string> {
  /** As the spreadsheet counts, from 1. */
  readonly row: number;
  /** Columns that the file has; an empty cell is null. */
  readonly cells: Readonly<Partial<Record<Id, TableCell>>>;
}

export interface Table<Id extends string> {
  /** Headings as the file writes them. */
  readonly titles: Readonly<Partial<Record<Id, string>>>;
  readonly rows: readonly TableRow<Id>[];
}

export interface TableFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export const largestFileBytes = 2 * 1024 * 1024;
/** A heading stands among the first rows: above it are titles of an office. */
const headingRows = 20;

const problemOfFile = (code: TableProblemCode, value: string, params: TableProblem['params'] = {}): TableProblem => ({
  code,
  row: null,
  column: null,
  value: value.slice(0, 200),
  params,
});

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** Spreadsheets of Vietnamese computers write semicolons. */
const delimiters = [',', ';', '\t'];

const readCsv = (text: string, delimiter: string): TableCell[][] => {
  const rows: string[][] = parse(text, {
    bom: true,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: false,
  });
  return rows.map((row) =>
    row.map((cell) => {
      const value = cell.trim();
      if (value.startsWith('=')) return { kind: 'formula' };
      // The mark by which our own tables keep a text from being a formula.
      return { kind: 'value', value: value === '' ? null : value.replace(/^'(?=[=+@-])/, '') };
    }),
  );
};

const titleOf = (cell: TableCell | undefined): string =>
  cell?.kind === 'value' && cell.value !== null ? String(cell.value) : '';
const folded = (title: string): string =>
  fold(title)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** Where each column stands, or null when a column that must be there is not. */
const placesIn = <Id extends string>(
  row: readonly TableCell[],
  columns: readonly TableColumn<Id>[],
): ReadonlyMap<Id, number> | null => {
  const titles = row.map((cell) => folded(titleOf(cell)));
  const places = new Map<Id, number>();
  for (const { id, titles: known, need } of columns) {
    const at = titles.findIndex((title) => title !== '' && known.some((one) => folded(one) === title));
    if (at >= 0) places.set(id, at);
    else if (need === 'must') return null;
  }
  return places;
};

const isEmpty = (cell: TableCell | undefined): boolean =>
  cell === undefined || (cell.kind === 'value' && cell.value === null);

const tableOf = <Id extends string>(
  rows: readonly TableCell[][],
  columns: readonly TableColumn<Id>[],
): Table<Id> | null => {
  for (const [at, heading] of rows.slice(0, headingRows).entries()) {
    const places = placesIn(heading, columns);
    if (places === null) continue;
    const below = rows.slice(at + 1).map((row, index): TableRow<Id> => {
      const cells: Partial<Record<Id, TableCell>> = {};
      for (const [id, place] of places) cells[id] = row[place] ?? { kind: 'value', value: null };
      return { row: at + 2 + index, cells };
    });
    return {
      titles: Object.fromEntries(
        [...places].map(([id, place]) => [id, titleOf(heading[place])]),
      ) as Table<Id>['titles'],
      rows: below.filter(({ cells }) => Object.values<TableCell | undefined>(cells).some((cell) => !isEmpty(cell))),
    };
  }
  return null;
};

const sheetsOf = async ({ name, bytes }: TableFile): Promise<Result<TableCell[][][], TableProblem>> => {
  const ending = path.extname(name).toLowerCase();
  if (ending === '.xlsx') {
    const rows = await readXlsx(bytes);
    return rows.ok ? ok([rows.value]) : refuse(problemOfFile('unreadable', rows.error));
  }
  if (ending !== '.csv') return refuse(problemOfFile('unknown-format', name));
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse(problemOfFile('not-utf8', name));
  }
  const sheets: TableCell[][][] = [];
  let wrong = '';
  for (const delimiter of delimiters) {
    try {
      sheets.push(readCsv(text, delimiter));
    } catch (error) {
      // Quotes make no sense with the wrong delimiter.
      wrong ||= error instanceof Error ? error.message : String(error);
    }
  }
  return sheets.length > 0 ? ok(sheets) : refuse(problemOfFile('unreadable', wrong));
};

/** Reads the first sheet. Problems: too-large, unknown-format, unreadable, not-utf8, no-header, no-rows, too-many-rows. */
export const readTable = async <Id extends string>(
  file: TableFile,
  columns: readonly TableColumn<Id>[],
  mostRows: number,
): Promise<Result<Table<Id>, TableProblem>> => {
  if (file.bytes.length > largestFileBytes)
    return refuse(problemOfFile('too-large', megabytes(file.bytes.length), { max: megabytes(largestFileBytes) }));
  const sheets = await sheetsOf(file);
  if (!sheets.ok) return sheets;
  for (const rows of sheets.value) {
    const found = tableOf(rows, columns);
    if (found === null) continue;
    if (found.rows.length === 0) return refuse(problemOfFile('no-rows', file.name));
    if (found.rows.length > mostRows)
      return refuse(problemOfFile('too-many-rows', String(found.rows.length), { max: mostRows }));
    return ok(found);
  }
  const allowed = columns.flatMap(({ titles, need }) => (need === 'must' ? [titles[0]] : [])).join(', ');
  return refuse(problemOfFile('no-header', '', { allowed, max: headingRows }));
};
