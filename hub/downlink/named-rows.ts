// Tables of things with an id and a name in both languages: what is the same in all of them.
import type { z } from 'zod';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { TableProblem } from '../../contract/table.ts';
import { mustHave, type Read, textIn, trouble } from '../../contract/table-cells.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { readTable, type TableColumn, type TableFile, type TableRow } from '../../main/documents/read-table.ts';

const NAME_MAX = 120;

export const idColumn = { id: 'id', titles: ['Mã', 'Id'], need: 'must' } as const;
export const nameColumns = [
  { id: 'vi', titles: ['Tên', 'Lý do', 'Câu hỏi', 'Name'], need: 'must' },
  { id: 'en', titles: ['Tên tiếng Anh', 'Name in English', 'English name'], need: 'may' },
] as const;

type Cells<Id extends string> = TableRow<Id | 'id' | 'vi' | 'en'>['cells'];
/** The value of a cell, or null: what is wrong with it is noted. */
export type Take<Id extends string> = <T>(column: Id | 'id' | 'vi' | 'en', read: Read<T>) => T | null;

interface NamedRow<T> {
  readonly id: string | null;
  /** In which an id may stand once; null where it is not known. */
  readonly list: string | null;
  /** Null where the row is no whole thing. */
  readonly value: T | null;
}

export interface NamedTable<Id extends string, T> {
  readonly columns: readonly TableColumn<Id | 'id' | 'vi' | 'en'>[];
  readonly most: number;
  readonly row: (cells: Cells<Id>, take: Take<Id>) => NamedRow<T>;
}

export const idIn = <S extends z.ZodType<string>>(schema: S, cell: Cells<string>['id']): Read<z.infer<S>> => {
  const text = mustHave(textIn(cell, 400));
  if ('trouble' in text) return text;
  const id = schema.safeParse(text.value);
  return id.success ? { value: id.data } : trouble('not-an-id', text.value);
};

/** Without an English name the Vietnamese one stands in both. */
export const nameIn = <Id extends string>(cells: Cells<Id>, take: Take<Id>): LocalisedText | null => {
  const vi = take('vi', mustHave(textIn(cells.vi, NAME_MAX)));
  const en = take('en', textIn(cells.en, NAME_MAX));
  return vi === null || en === null ? null : { vi, en: en || vi };
};

/** What each row says, or all that is wrong with the file. */
export const readNamed = async <Id extends string, T>(
  file: TableFile,
  { columns, most, row: readRow }: NamedTable<Id, T>,
): Promise<Result<T[], readonly TableProblem[]>> => {
  const table = await readTable(file, columns, most);
  if (!table.ok) return refuse([table.error]);
  const problems: TableProblem[] = [];
  const values: T[] = [];
  const rowOf = new Map<string, number>();
  for (const { row, cells } of table.value.rows) {
    const take: Take<Id> = (column, read) => {
      if ('value' in read) return read.value;
      const { code, value, params = {} } = read.trouble;
      problems.push({ code, row, column: table.value.titles[column] ?? column, value, params });
      return null;
    };
    const { id, list, value } = readRow(cells, take);
    if (id !== null && list !== null) {
      const other = rowOf.get(`${list} ${id}`);
      if (other === undefined) rowOf.set(`${list} ${id}`, row);
      else take('id', trouble('twice', id, { other }));
    }
    if (value !== null) values.push(value);
  }
  return problems.length === 0 ? ok(values) : refuse(problems);
};
