// What a catalogue of procedures may hold, and how it is looked through.
import { foldedWords } from '../../../contract/fold.ts';
import type { ImportMode, ImportReport, Procedure, ProcedureSummary } from '../../../contract/procedure.ts';
import type { TableProblem } from '../../../contract/table.ts';

/** Longest question; what is typed beyond it does not count. */
const most = { words: 8, letters: 30 };

/** Words as they are looked up: without marks; y and i are one letter, since both spellings of many words are right. */
export const searchWords = (text: string): string[] => foldedWords(text).map((word) => word.replaceAll('y', 'i'));

export interface SearchQuery {
  /** Whole words, the last of them perhaps only begun. */
  readonly words: readonly string[];
  readonly begun: string;
}

/** Null where nothing was typed that can be looked up. */
export const searchQuery = (typed: string): SearchQuery | null => {
  const words = searchWords(typed.slice(0, 400))
    .slice(0, most.words)
    .map((word) => word.slice(0, most.letters));
  const begun = words.pop();
  return begun === undefined ? null : { words, begun };
};

/** The query in the language of FTS5. Words hold letters and digits only, so nothing typed can be an operator. */
export const matchOf = ({ words, begun }: SearchQuery, join: 'AND' | 'OR'): string =>
  [...words.map((word) => `"${word}"`), `"${begun}"*`].join(` ${join} `);

const lettersOf = (word: string): string => [...word].sort().join('');

/** Whether `typed` may be a slip of the finger for `known`: two letters that changed places. */
const isSwapped = (typed: string, known: string): boolean =>
  typed.length === known.length && typed[0] === known[0] && lettersOf(typed) === lettersOf(known);

/** The word of the catalogue that was meant by one it does not have; the same word where none is near. */
export const nearestWord = (
  typed: string,
  known: readonly string[],
  distance: (a: string, b: string) => number,
): string => {
  if (typed.length < 3 || /\d/.test(typed)) return typed;
  const swapped = known.find((word) => isSwapped(typed, word));
  if (swapped !== undefined || typed.length < 4) return swapped ?? typed;
  return known.find((word) => Math.abs(word.length - typed.length) <= 1 && distance(typed, word) === 1) ?? typed;
};

export const summaryOf = ({ code, name, field, isSample }: Procedure): ProcedureSummary => ({
  code,
  name,
  field,
  isSample,
});

export interface Change {
  readonly added: readonly Procedure[];
  readonly changed: readonly Procedure[];
  readonly removed: readonly Procedure[];
}

/** What `given` does to `before`; each of the lists has every code once. */
export const changeOf = (before: readonly Procedure[], given: readonly Procedure[], mode: ImportMode): Change => {
  const known = new Map(before.map((procedure) => [procedure.code, JSON.stringify(procedure)]));
  const codes = new Set(given.map(({ code }) => code));
  return {
    added: given.filter(({ code }) => !known.has(code)),
    changed: given.filter((one) => known.has(one.code) && known.get(one.code) !== JSON.stringify(one)),
    removed: mode === 'replace' ? before.filter(({ code }) => !codes.has(code)) : [],
  };
};

const shownProblems = 100;

export const reportOf = (
  change: Change,
  given: readonly Procedure[],
  problems: readonly TableProblem[],
): ImportReport => ({
  rows: given.length,
  added: change.added.map(summaryOf),
  changed: change.changed.map(summaryOf),
  removed: change.removed.map(summaryOf),
  unchanged: given.length - change.added.length - change.changed.length,
  problems: problems.slice(0, shownProblems),
  problemCount: problems.length,
});
