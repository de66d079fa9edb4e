// The list of priority reasons as a table: its columns, and what each of their cells may hold.
import { PriorityId } from '../../contract/ids.ts';
import { PRIORITIES_MAX, PRIORITY_MINUTES, Priority } from '../../contract/priority.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { TableProblem } from '../../contract/table.ts';
import { mustHave, type Read, textIn, trouble } from '../../contract/table-cells.ts';
import { readTable, type TableCell, type TableColumn, type TableFile } from '../../main/documents/read-table.ts';

const columns = [
  { id: 'id', titles: ['Mã', 'Id'], need: 'must' },
  { id: 'vi', titles: ['Tên', 'Lý do', 'Name'], need: 'must' },
  { id: 'en', titles: ['Tên tiếng Anh', 'Name in English', 'English name'], need: 'may' },
  { id: 'minutes', titles: ['Số phút', 'Phút', 'Minutes'], need: 'must' },
] as const satisfies readonly TableColumn<string>[];

const NAME_MAX = 120;

const minutesIn = (cell: TableCell | undefined): Read<number> => {
  if (cell?.kind === 'formula') return trouble('formula', '');
  const value = cell?.value ?? null;
  if (value === null) return trouble('missing', '');
  const number = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value;
  const read = Priority.shape.minutes.safeParse(number);
  return read.success ? { value: read.data } : trouble('not-minutes', value, PRIORITY_MINUTES);
};

const idIn = (cell: TableCell | undefined): Read<PriorityId> => {
  const text = mustHave(textIn(cell, 400));
  if ('trouble' in text) return text;
  const id = PriorityId.safeParse(text.value);
  return id.success ? { value: id.data } : trouble('not-an-id', text.value);
};

/** The list, or all that is wrong with the file. A reason without an English name has the Vietnamese one in both. */
export const readPriorities = async (file: TableFile): Promise<Result<Priority[], readonly TableProblem[]>> => {
  const table = await readTable(file, columns, PRIORITIES_MAX);
  if (!table.ok) return refuse([table.error]);
  const problems: TableProblem[] = [];
  const priorities: Priority[] = [];
  const rowOf = new Map<PriorityId, number>();
  for (const { row, cells } of table.value.rows) {
    const take = <T>(column: keyof typeof cells, read: Read<T>): T | null => {
      if ('value' in read) return read.value;
      const { code, value, params = {} } = read.trouble;
      problems.push({ code, row, column: table.value.titles[column] ?? column, value, params });
      return null;
    };
    const id = take('id', idIn(cells.id));
    const vi = take('vi', mustHave(textIn(cells.vi, NAME_MAX)));
    const en = take('en', textIn(cells.en, NAME_MAX));
    const minutes = take('minutes', minutesIn(cells.minutes));
    const other = id === null ? undefined : rowOf.get(id);
    if (other !== undefined) take('id', trouble('twice', id, { other }));
    else if (id !== null) rowOf.set(id, row);
    if (id !== null && vi !== null && en !== null && minutes !== null)
      priorities.push({ id, name: { vi, en: en || vi }, minutes });
  }
  return problems.length === 0 ? ok(priorities) : refuse(problems);
};
