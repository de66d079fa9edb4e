// How the cells of a table that somebody hands in become values. What is wrong with one is a value too.
import type { TableProblem } from './table.ts';

/** `formula`: what it came to is not told, since it may be old. */
export type CellRead =
  | { readonly kind: 'formula' }
  | { readonly kind: 'value'; readonly value: string | number | boolean | Date | null };

export type Trouble = Pick<TableProblem, 'code' | 'value'> & { readonly params?: TableProblem['params'] };
export type Read<T> = { readonly value: T } | { readonly trouble: Trouble };

export const trouble = (
  code: Trouble['code'],
  value: unknown,
  params: TableProblem['params'] = {},
): { trouble: Trouble } => ({
  trouble: { code, value: String(value).slice(0, 60), params },
});

/** The text of a cell; a number or a date has lost what somebody typed, such as the zeros of a code. */
export const textIn = (cell: CellRead | undefined, max: number): Read<string> => {
  if (cell === undefined) return { value: '' };
  if (cell.kind === 'formula') return trouble('formula', '');
  const { value } = cell;
  if (value === null) return { value: '' };
  if (typeof value !== 'string') return trouble('not-text', value instanceof Date ? value.toISOString() : value);
  const text = value.trim().normalize('NFC');
  return text.length > max ? trouble('too-long', text, { length: text.length, max }) : { value: text };
};

export const mustHave = (read: Read<string>): Read<string> =>
  'value' in read && read.value === '' ? trouble('missing', '') : read;

const dateOf = (year: number, month: number, day: number): string | null => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
};

const asWritten = (day: string): string => day.split('-').toReversed().join('/');

/** A date cell, `24/11/2018` or `2018-11-24`, between `min` and `max` (yyyy-mm-dd); null where the cell is empty. */
export const dateIn = (
  cell: CellRead | undefined,
  { min, max }: { readonly min: string; readonly max: string },
): Read<string | null> => {
  const allowed = { min: asWritten(min), max: asWritten(max) };
  const isDate = cell?.kind === 'value' && cell.value instanceof Date;
  const text = isDate ? { value: (cell.value as Date).toISOString().slice(0, 10) } : textIn(cell, 60);
  if ('trouble' in text)
    return text.trouble.code === 'not-text' ? trouble('not-a-date', text.trouble.value, allowed) : text;
  if (text.value === '') return { value: null };
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.value);
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.value);
  const [year, month, day] = (iso?.slice(1) ?? local?.slice(1).reverse() ?? []).map(Number);
  const date = year === undefined || month === undefined || day === undefined ? null : dateOf(year, month, day);
  return date !== null && date >= min && date <= max ? { value: date } : trouble('not-a-date', text.value, allowed);
};
