// What may be wrong with a table that somebody hands in.
import { z } from 'zod';

/** What is wrong with one cell, or with the file: a text `table.<code>` each. */
export const TableProblemCode = z.enum([
  'too-large',
  'unknown-format',
  'unreadable',
  'not-utf8',
  'no-header',
  'no-rows',
  'too-many-rows',
  'missing',
  'formula',
  'not-text',
  'not-a-code',
  'not-an-id',
  'not-minutes',
  'not-a-question',
  'not-a-file',
  'not-a-sum',
  'not-days',
  'not-a-link',
  'not-a-service',
  'not-yes-or-no',
  'too-long',
  'too-many',
  'twice',
  'not-a-date',
  'not-a-kind',
  'not-a-card',
  'card-twice',
  'card-taken',
]);
export type TableProblemCode = z.infer<typeof TableProblemCode>;

export const TableProblem = z.object({
  code: TableProblemCode,
  /** As the spreadsheet counts, from 1; null where the whole file is meant. */
  row: z.int().positive().nullable(),
  /** Heading of the column; null where no cell is meant. */
  column: z.string().nullable(),
  /** What stands there, shortened. */
  value: z.string(),
  /** Fills the placeholders of the text. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type TableProblem = z.infer<typeof TableProblem>;
