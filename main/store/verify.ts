// Proves a database: pages sound, references whole, hash chain unbroken, numbers without a hole, and the tables equal
// to what the journal says when it is played again from its first row.
import { isDeepStrictEqual } from 'node:util';
import { type ChainReport, walkChain } from './journal.ts';
import type { Projection } from './ledger.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { type Db, openDatabase } from './open-db.ts';

export interface VerifyReport {
  readonly sound: boolean;
  readonly journal: ChainReport;
  readonly tickets: number;
  /** In plain words, at most 20; empty when sound. */
  readonly problems: readonly string[];
}

/** Tables that follow from the journal alone, with the order in which their rows are compared. */
const projectedTables = {
  business_day: 'day',
  ticket: 'id',
  ticket_interval: 'ticket_id, ordinal',
  kept_number: 'day, series_id, sequence',
  number_jump: 'day, series_id, sequence',
  handed_in: 'ticket_id',
  print_job: 'ticket_id, copy',
  staff: 'id',
  counter_seat: 'counter_id',
  counter_pause: 'counter_id',
  sighting: 'source_id, key',
  paired_screen: 'id',
  appointment: 'code',
  wait_promise: 'ticket_id',
  ticket_card: 'card_hash',
  rating: 'ticket_id',
  sign_rating: 'id',
  rating_alert: 'id',
  remark: 'id',
  remark_step: 'remark_id, ordinal',
  fee: 'seq',
  sheet: 'id',
  attendance: 'sheet_id, person_id',
  person_leave: 'person_id, from_day',
  guardian_notice: 'sheet_id, person_id, kind',
  look_alike: 'person_id, other_id',
  service_closing: 'service_id',
  counter_bar: 'counter_id',
  late_seen: 'ticket_id, kind',
  notice: 'kind',
  media_plan: 'name',
  headquarters_setting: 'kind',
  procedure: 'code',
  procedure_words: 'rowid',
} as const;

const rowsOf = (db: Db, table: string, order: string): IterableIterator<unknown> =>
  db.prepare(`SELECT * FROM ${table} ORDER BY ${order}`).iterate();

const compareTable = (db: Db, replayed: Db, table: string, order: string): string | null => {
  const expected = rowsOf(replayed, table, order);
  try {
    for (const actual of rowsOf(db, table, order)) {
      const next = expected.next();
      if (next.done === true)
        return `table ${table} has a row that the journal does not explain: ${JSON.stringify(actual)}`;
      if (!isDeepStrictEqual(actual, next.value)) {
        return `table ${table} differs from the journal: stored ${JSON.stringify(actual)}, journal says ${JSON.stringify(next.value)}`;
      }
    }
    const missing = expected.next();
    return missing.done === true
      ? null
      : `table ${table} lacks a row that the journal wrote: ${JSON.stringify(missing.value)}`;
  } finally {
    // A statement left half read would keep the database from closing.
    expected.return?.();
  }
};

const holes = (db: Db): string[] =>
  db
    .prepare<[], { day: string; series_id: string; issued: number; last: number }>(
      // A number that somebody of an earlier day bears on a day is not given on it, and those of satellites are given by them.
      `SELECT day, series_id, count(*) AS issued, max(sequence) AS last,
         (SELECT coalesce(sum(jump.sequence - jump.follows - 1), 0) FROM number_jump AS jump
          WHERE jump.day = ticket.day AND jump.series_id = ticket.series_id) AS jumped,
         (SELECT count(*) FROM kept_number AS kept
          WHERE kept.day = ticket.day AND kept.series_id = ticket.series_id AND kept.sequence < max(ticket.sequence)
            AND NOT EXISTS (SELECT 1 FROM number_jump AS jump WHERE jump.day = kept.day AND jump.series_id = kept.series_id
              AND kept.sequence > jump.follows AND kept.sequence < jump.sequence)) AS kept
       FROM ticket WHERE apart IS NULL GROUP BY day, series_id HAVING issued + kept + jumped <> last`,
    )
    .all()
    .map((row) => `series ${row.series_id} of ${row.day} issued ${row.issued} numbers but its last one is ${row.last}`);

const verifySnapshot = (db: Db, createProjections: (db: Db) => readonly Projection[]): VerifyReport => {
  const problems: string[] = [];
  const integrity = db.prepare('PRAGMA integrity_check(5)').pluck().all().map(String);
  if (integrity.join() !== 'ok') problems.push(...integrity.map((line) => `damaged pages: ${line}`));
  for (const row of db.prepare<[], { table: string; parent: string }>('PRAGMA foreign_key_check').all().slice(0, 5)) {
    problems.push(`a row of ${row.table} points to a missing row of ${row.parent}`);
  }
  const replayed = openDatabase(':memory:');
  try {
    migrate(replayed, migrations, 0);
    const projections = createProjections(replayed);
    const journal = walkChain(db, (recorded) => {
      for (const project of projections) project(recorded);
    });
    if (journal.brokenAt !== null) {
      problems.push(`journal broken at row ${journal.brokenAt.seq}: ${journal.brokenAt.reason}`);
    } else {
      for (const [table, order] of Object.entries(projectedTables)) {
        const difference = compareTable(db, replayed, table, order);
        if (difference !== null) problems.push(difference);
      }
    }
    problems.push(...holes(db));
    const tickets = Number(db.prepare('SELECT count(*) FROM ticket').pluck().get());
    return { sound: problems.length === 0, journal, tickets, problems: problems.slice(0, 20) };
  } finally {
    replayed.close();
  }
};

/**
 * Reads only, from one snapshot, so a host may go on beside it. `createProjections` builds the product's projections for
 * the database it is given.
 */
export const verifyDatabase = (db: Db, createProjections: (db: Db) => readonly Projection[]): VerifyReport =>
  db.transaction(() => verifySnapshot(db, createProjections)).deferred();
