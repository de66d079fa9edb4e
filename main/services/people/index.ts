// People who are checked in, by list: pupils, staff, guests. Names stay out of the journal (ADR-0035).
import type { BusinessDay, CardHash, PersonId, StaffId } from '../../../contract/ids.ts';
import type { PeopleMode, PeopleReport, Person, PersonKind } from '../../../contract/people.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { TableProblem } from '../../../contract/table.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { changeOf, reportOf } from './rules.ts';
import { createPeopleStore } from './store.ts';
import type { GivenPerson, TypedCard } from './table.ts';

export { peopleColumns, readPeople, type TypedCard } from './table.ts';

export interface PeopleDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly workingDay: (tx: Transaction) => BusinessDay;
  /** 22 characters base64url. */
  readonly randomToken: () => string;
}

/** A file as it was understood. */
export interface GivenPeople {
  readonly people: readonly GivenPerson[];
  readonly problems: readonly TableProblem[];
  readonly mode: PeopleMode;
  /** Of new people where the file names none. */
  readonly kind: PersonKind;
  /** What is kept of a card (ADR-0022). */
  readonly hash: (card: TypedCard) => CardHash;
}

export interface People {
  /** What the file would do; nothing is stored. */
  preview(given: GivenPeople): PeopleReport;
  /**
   * Stores all of the file in one transaction, or nothing where it has a problem; the report says which. People are known by
   * their code: the same file again changes nothing. `by`: null from the command line.
   */
  import(given: GivenPeople, by: StaffId | null): Promise<PeopleReport>;
  /** By group and code, those who left too. */
  list(): readonly Person[];
  find(id: PersonId): Person | null;
  /** Upper and lower case are the same. */
  byCode(code: string): Person | null;
  /** Whose card it is; null: nobody's, or of somebody who left. */
  ofCard(card: CardHash): Person | null;
  /** Classes and departments with the number of their people. */
  groups(): readonly { readonly name: string; readonly count: number }[];
  /** Who belongs to the groups now; no group named: everybody. */
  membersOf(groups: readonly string[]): readonly PersonId[];
  /** They left for good; `people-departed` tells who keeps something of them. Refusal: unknown-person. */
  depart(id: PersonId, by: StaffId | null): Promise<Result<Person, Refusal>>;
  /** Deletes name, guardians and cards. Call it when nothing else of the person is kept. Refusal: unknown-person. */
  erase(id: PersonId, by: StaffId | null): Promise<Result<Person, Refusal>>;
}

/** Ids of one event at most: a row of the journal stays small. */
const portion = 500;

export const createPeople = ({ ledger, db, workingDay, randomToken }: PeopleDeps): People => {
  const store = createPeopleStore(db);

  const changeBy = ({ people, mode, kind, hash }: GivenPeople) =>
    changeOf({ people: store.list(), ownerOf: store.ofCard }, people, { mode, kind, hash, cardTitle: 'Số thẻ' });

  const departNow = (tx: Transaction, ids: readonly PersonId[], by: StaffId | null): void => {
    const gone = ids.filter((id) => store.depart(id, tx.nowMs));
    for (let from = 0; from < gone.length; from += portion)
      tx.append(workingDay(tx), { type: 'people-departed', personIds: gone.slice(from, from + portion), by });
  };

  const withPerson = (id: PersonId, act: (tx: Transaction) => void): Promise<Result<Person, Refusal>> =>
    ledger.submit((tx): Result<Person, Refusal> => {
      const person = store.find(id);
      if (person === null)
        return refuse({ code: 'unknown-person', message: `There is no person ${id}. "motcua people list" shows all.` });
      act(tx);
      return ok(person);
    });

  return {
    preview: (given) => {
      const change = changeBy(given);
      return reportOf(change, given.people.length, [...given.problems, ...change.problems]);
    },
    import: (given, by) =>
      ledger.submit((tx) => {
        const change = changeBy(given);
        const problems = [...given.problems, ...change.problems];
        const { added, changed, left } = change;
        if (problems.length === 0 && added.length + changed.length + left.length > 0) {
          for (const put of added) store.put(randomToken() as PersonId, put);
          for (const put of changed) if (put.before !== null) store.put(put.before.id, put);
          const counts = { added: added.length, changed: changed.length, left: left.length };
          tx.append(workingDay(tx), { type: 'people-imported', ...counts, by });
          departNow(
            tx,
            left.map(({ id }) => id),
            by,
          );
        }
        return reportOf(change, given.people.length, problems);
      }),
    list: store.list,
    find: store.find,
    byCode: store.byCode,
    ofCard: (card) => {
      const owner = store.ofCard(card);
      return owner?.leftAtMs === null ? owner : null;
    },
    groups: store.groups,
    membersOf: store.membersOf,
    depart: (id, by) => withPerson(id, (tx) => departNow(tx, [id], by)),
    erase: (id, by) =>
      withPerson(id, (tx) => {
        store.erase(id);
        tx.append(workingDay(tx), { type: 'people-erased', personIds: [id], by });
      }),
  };
};
