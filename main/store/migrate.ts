// Brings a database to this version's schema: small numbered steps, each in one transaction with its version row.
import type { Db } from './open-db.ts';
import { StoreError } from './store-error.ts';

export interface Migration {
  /** In steps of ten, so that a late fix finds room between. */
  readonly version: number;
  readonly name: string;
  readonly up: string;
}

const versionOf = (db: Db): number => {
  const hasTable = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'").pluck().get();
  return hasTable === undefined
    ? 0
    : Number(db.prepare('SELECT coalesce(max(version), 0) FROM migration').pluck().get());
};

/** The steps that the file lacks. Errors: StoreError `newer-database` when a later version wrote it. */
export const missingSteps = (db: Db, migrations: readonly Migration[]): readonly Migration[] => {
  const newest = migrations.at(-1)?.version ?? 0;
  const current = versionOf(db);
  if (current > newest) {
    throw new StoreError(
      'newer-database',
      `The database has schema ${current}, this version knows up to ${newest}. Install the newer version again, or restore a backup that this version made.`,
    );
  }
  // By name of the step, not by the newest: a step may have been published after one of a later number.
  const done = current === 0 ? new Set() : new Set(db.prepare('SELECT version FROM migration').pluck().all());
  return migrations.filter(({ version }) => !done.has(version));
};

/**
 * Applies what is missing and returns the names of the steps done. A cut in the middle leaves the old or the new schema.
 * Errors: those of `missingSteps`; nothing is touched then.
 */
export const migrate = (db: Db, migrations: readonly Migration[], nowMs: number): string[] =>
  missingSteps(db, migrations).map(({ version, name, up }) => {
    db.transaction(() => {
      db.exec(up);
      db.prepare('INSERT INTO migration (version, name, applied_at_ms) VALUES (?, ?, ?)').run(version, name, nowMs);
    }).immediate();
    return name;
  });
