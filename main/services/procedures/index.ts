// The catalogue of procedures: handed in as a table, looked through by citizens.
import { distance } from 'fastest-levenshtein';
import type { BusinessDay, ServiceId, StaffId } from '../../../contract/ids.ts';
import type { ImportMode, ImportReport, Procedure, ProcedureField } from '../../../contract/procedure.ts';
import type { TableProblem } from '../../../contract/table.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { changeOf, nearestWord, reportOf, type SearchQuery, searchQuery } from './rules.ts';
import { createProceduresReads } from './store.ts';

export { searchWords, summaryOf } from './rules.ts';
export { createProceduresProjection } from './store.ts';
export { procedureColumns, readProcedures, tableOf } from './table.ts';

export interface ProceduresDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  /** Opens the business day inside the transaction where needed. */
  readonly workingDay: (tx: Transaction) => BusinessDay;
}

/** A file as it was understood. */
export interface GivenProcedures {
  readonly procedures: readonly Procedure[];
  readonly problems: readonly TableProblem[];
  readonly mode: ImportMode;
}

export interface Procedures {
  /** What the file would do; nothing is stored. */
  preview(given: GivenProcedures): ImportReport;
  /**
   * Stores all of the file in one transaction, or nothing where it has a problem; the report says which. The same file
   * again changes nothing. `by`: null from the command line and from headquarters.
   */
  import(given: GivenProcedures, by: StaffId | null): Promise<ImportReport>;
  importIn(tx: Transaction, given: GivenProcedures, by: StaffId | null): ImportReport;
  find(code: string): Procedure | null;
  /** Those with the most procedures first. */
  fields(): readonly ProcedureField[];
  /** Procedures of the field of that Vietnamese name, by code. */
  inField(field: string): readonly Procedure[];
  /** The field in which most procedures of a service lie. */
  fieldsOfServices(): ReadonlyMap<ServiceId, Procedure['field']>;
  /** By code. */
  list(): readonly Procedure[];
  count(): number;
  /**
   * Looks for what was typed: best first. `isNear`: nothing has all of the words, and these have some of them, or words
   * that were perhaps meant.
   */
  search(typed: string, most: number): { readonly isNear: boolean; readonly found: readonly Procedure[] };
}

export const createProcedures = ({ ledger, db, workingDay }: ProceduresDeps): Procedures => {
  const reads = createProceduresReads(db);

  const meant = ({ words, begun }: SearchQuery): SearchQuery => {
    const known = reads.words();
    const has = new Set(known);
    const mend = (word: string) => (has.has(word) ? word : nearestWord(word, known, distance));
    return {
      words: words.map(mend),
      begun: known.some((word) => word.startsWith(begun)) ? begun : nearestWord(begun, known, distance),
    };
  };

  const preview = ({ procedures, problems, mode }: GivenProcedures): ImportReport =>
    reportOf(changeOf(reads.list(), procedures, mode), procedures, problems);

  const importIn = (tx: Transaction, given: GivenProcedures, by: StaffId | null): ImportReport => {
    const change = changeOf(reads.list(), given.procedures, given.mode);
    const put = [...change.added, ...change.changed];
    if (given.problems.length === 0 && put.length + change.removed.length > 0)
      tx.append(workingDay(tx), {
        type: 'procedures-imported',
        put,
        removed: change.removed.map(({ code }) => code),
        ...(by === null ? {} : { by }),
      });
    return reportOf(change, given.procedures, given.problems);
  };

  return {
    preview,
    import: (given, by) => ledger.submit((tx) => importIn(tx, given, by)),
    importIn,
    find: reads.find,
    fields: reads.fields,
    inField: reads.inField,
    fieldsOfServices: reads.fieldsOfServices,
    list: reads.list,
    count: reads.count,
    search: (typed, most) => {
      const query = searchQuery(typed);
      if (query === null) return { isNear: false, found: [] };
      const found = reads.matchAll(query, most);
      if (found.length > 0) return { isNear: false, found };
      const mended = meant(query);
      const near = reads.matchAll(mended, most);
      return { isNear: true, found: near.length > 0 ? near : reads.matchSome(mended, most) };
    },
  };
};
