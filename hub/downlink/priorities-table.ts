// The list of priority reasons as a table.
import { PriorityId } from '../../contract/ids.ts';
import { PRIORITIES_MAX, PRIORITY_MINUTES, Priority } from '../../contract/priority.ts';
import type { Result } from '../../contract/result.ts';
import type { TableProblem } from '../../contract/table.ts';
import { type Read, trouble } from '../../contract/table-cells.ts';
import type { TableCell, TableFile } from '../../main/documents/read-table.ts';
import { idColumn, idIn, nameColumns, nameIn, readNamed } from './named-rows.ts';

const minutesColumn = { id: 'minutes', titles: ['Số phút', 'Phút', 'Minutes'], need: 'must' } as const;

const minutesIn = (cell: TableCell | undefined): Read<number> => {
  if (cell?.kind === 'formula') return trouble('formula', '');
  const value = cell?.value ?? null;
  if (value === null) return trouble('missing', '');
  const number = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value;
  const read = Priority.shape.minutes.safeParse(number);
  return read.success ? { value: read.data } : trouble('not-minutes', value, PRIORITY_MINUTES);
};

/** The list, or all that is wrong with the file. */
export const readPriorities = (file: TableFile): Promise<Result<Priority[], readonly TableProblem[]>> =>
  readNamed<'minutes', Priority>(file, {
    columns: [idColumn, ...nameColumns, minutesColumn],
    most: PRIORITIES_MAX,
    row: (cells, take) => {
      const id = take('id', idIn(PriorityId, cells.id));
      const name = nameIn(cells, take);
      const minutes = take('minutes', minutesIn(cells.minutes));
      const isWhole = id !== null && name !== null && minutes !== null;
      return { id, list: 'priorities', value: isWhole ? { id, name, minutes } : null };
    },
  });
