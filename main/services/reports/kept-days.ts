// The facts of business days that are over, kept so that a year is read in a moment. They follow from the tables, and are made
// anew when they were made by another version or for other counters: whoever deletes them loses nothing.
import { hash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { BusinessDay } from '../../../contract/ids.ts';
import type { Db } from '../../store/open-db.ts';
import type { DayFacts } from './day-facts.ts';

/** To be counted up with each change of what a day's facts hold or how they are made. */
const format = 1;

export interface KeptDays {
  of(day: BusinessDay): DayFacts | null;
  /** Whether nothing about the day can change any more: it ended an hour ago, and so did every visit that began on it or stood in its line. */
  isOver(day: BusinessDay, nowMs: number): boolean;
  /** Inside a transaction of the writer. */
  keep(day: BusinessDay, facts: DayFacts): void;
  /** Days before the newest for which nothing is kept, oldest first. */
  missing(): BusinessDay[];
}

/** A last step may be taken back for some seconds, over the end of a day too. */
const settledAfterMs = 3_600_000;

/** `setting`: all that the facts depend on besides the tables. */
export const createKeptDays = (db: Db, setting: unknown): KeptDays => {
  const version = hash('sha256', JSON.stringify([format, setting]), 'base64url');
  const find = db
    .prepare<[string, string], Buffer>('SELECT facts FROM report_day WHERE day = ? AND version = ?')
    .pluck();
  const keep = db.prepare('INSERT OR REPLACE INTO report_day (day, version, facts) VALUES (?, ?, ?)');
  const missing = db
    .prepare<[string], BusinessDay>(
      `SELECT day FROM business_day WHERE day < (SELECT max(day) FROM business_day)
       AND NOT EXISTS (SELECT 1 FROM report_day AS kept WHERE kept.day = business_day.day AND version = ?) ORDER BY day`,
    )
    .pluck();
  const nextOpened = db
    .prepare<[string], number | null>('SELECT min(opened_at_ms) FROM business_day WHERE day > ?')
    .pluck();
  const anyOpen = db
    .prepare<[{ day: string }], 1>(
      // Who is absent of those whose number was kept may still come on the newest day.
      `SELECT 1 FROM ticket WHERE (day = @day OR line_day = @day)
       AND (state NOT IN ('finished', 'no-show', 'cancelled', 'expired')
         OR state = 'no-show' AND line_day = (SELECT max(day) FROM business_day)) LIMIT 1`,
    )
    .pluck();
  return {
    of: (day) => {
      const facts = find.get(day, version);
      return facts === undefined ? null : deserialize(facts);
    },
    isOver: (day, nowMs) => {
      const endedAtMs = nextOpened.get(day) ?? null;
      return endedAtMs !== null && endedAtMs + settledAfterMs <= nowMs && anyOpen.get({ day }) === undefined;
    },
    keep: (day, facts) => void keep.run(day, version, serialize(facts)),
    missing: () => missing.all(version),
  };
};
