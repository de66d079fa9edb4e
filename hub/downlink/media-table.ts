// Which files are shown on which boards and when, as a table.
import { MEDIA_PLANS_MAX, type NamedPlan } from '../../contract/downlink.ts';
import { mediaName } from '../../contract/media.ts';
import type { Result } from '../../contract/result.ts';
import type { TableProblem } from '../../contract/table.ts';
import { dateIn, mustHave, type Read, textIn, trouble } from '../../contract/table-cells.ts';
import type { TableCell, TableFile } from '../../main/documents/read-table.ts';
import { readNamed } from './named-rows.ts';

const columns = [
  { id: 'id', titles: ['Tệp', 'Tên tệp', 'File'], need: 'must' },
  { id: 'boards', titles: ['Bảng', 'Boards'], need: 'may' },
  { id: 'from', titles: ['Từ ngày', 'From'], need: 'may' },
  { id: 'until', titles: ['Đến ngày', 'Until'], need: 'may' },
] as const;

const days = { min: '2000-01-01', max: '2099-12-31' } as const;

const fileIn = (cell: TableCell | undefined): Read<string> => {
  const text = mustHave(textIn(cell, 400));
  return 'trouble' in text || mediaName.test(text.value) ? text : trouble('not-a-file', text.value);
};

/** Ids with commas, semicolons or line breaks between them; null where the cell is empty: all boards. */
const boardsIn = (cell: TableCell | undefined): Read<string[] | null> => {
  const text = textIn(cell, 2000);
  if ('trouble' in text) return text;
  const ids = text.value.split(/[,;\s]+/).filter((id) => id !== '');
  const wrong = ids.find((id) => !/^[a-z0-9][a-z0-9-]{0,39}$/.test(id));
  if (wrong !== undefined) return trouble('not-an-id', wrong);
  return { value: ids.length === 0 ? null : [...new Set(ids)] };
};

/** The plans, or all that is wrong with the file. */
export const readMediaPlans = (file: TableFile): Promise<Result<NamedPlan[], readonly TableProblem[]>> =>
  readNamed<'boards' | 'from' | 'until', NamedPlan>(file, {
    columns,
    most: MEDIA_PLANS_MAX,
    row: (cells, take) => {
      const name = take('id', fileIn(cells.id));
      const boards = take('boards', boardsIn(cells.boards));
      const from = take('from', dateIn(cells.from, days));
      // The last day is not before the first.
      const until = take('until', dateIn(cells.until, { ...days, min: from ?? days.min }));
      return { id: name, list: 'files', value: name === null ? null : { name, boards, from, until } };
    },
  });
