import type { TableProblem } from './table.ts';
import { fill } from './texts/catalogue.ts';
import { table as problemWords } from './texts/table.ts';

/** What is wrong with a table, as an English line for whoever works at a command line. */
export const problemLine = ({ code, row, column, value, params }: TableProblem): string => {
  const place = row === null ? '' : `${fill(problemWords.en['table.place'], { row, column: column ?? '' })}: `;
  return `${place}${fill(problemWords.en[`table.${code}`], { ...params, value })}`;
};
