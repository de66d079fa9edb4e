import type { TableProblem } from './table.ts';
import { fill } from './texts/catalogue.ts';
import { table as problemWords } from './texts/table.ts';
import type { Language } from './ticket.ts';

/** What is wrong with a table, as one line with its place. */
export const problemLineIn = (language: Language, { code, row, column, value, params }: TableProblem): string => {
  const words = problemWords[language];
  const place = row === null ? '' : `${fill(words['table.place'], { row, column: column ?? '' })}: `;
  return `${place}${fill(words[`table.${code}`], { ...params, value })}`;
};

/** In English, for whoever works at a command line. */
export const problemLine = (problem: TableProblem): string => problemLineIn('en', problem);
