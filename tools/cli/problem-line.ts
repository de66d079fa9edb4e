// What is wrong with a table, as a line of the command line.
import type { TableProblem } from '../../contract/table.ts';
import { fill } from '../../contract/texts/catalogue.ts';
import { table as problemWords } from '../../contract/texts/table.ts';

export const problemLine = ({ code, row, column, value, params }: TableProblem): string => {
  const place = row === null ? '' : `${fill(problemWords.en['table.place'], { row, column: column ?? '' })}: `;
  return `${place}${fill(problemWords.en[`table.${code}`], { ...params, value })}`;
};
