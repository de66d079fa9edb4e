// Brings the hub's database to this version: steps in ascending order, each in a transaction of its own.
import type pg from 'pg';
import { HubError } from '../hub-error.ts';
import type { HubMigration } from './hub-migration.ts';
import { first } from './migrations/0010-first.ts';
import { downlink } from './migrations/0020-downlink.ts';
import { operations } from './migrations/0040-operations.ts';
import { backups } from './migrations/0041-backups.ts';
import { asideDropped } from './migrations/0042-aside-dropped.ts';
import { city } from './migrations/0050-city.ts';
import { cityLines } from './migrations/0060-city-lines.ts';
import { satellites } from './migrations/0070-satellites.ts';
import { asideOfAnySize } from './migrations/0080-aside-of-any-size.ts';
import { errands } from './migrations/0090-errands.ts';
import { papersMissing } from './migrations/0100-papers-missing.ts';

/** Published steps are never edited, only followed by new ones. */
export const hubMigrations: readonly HubMigration[] = [
  first,
  downlink,
  operations,
  backups,
  asideDropped,
  city,
  cityLines,
  satellites,
  asideOfAnySize,
  errands,
  papersMissing,
];

/** Two hubs that start at once do not migrate at once. */
const MIGRATION_LOCK = 7730;

/** The names of the steps that were taken. Errors: HubError when a newer version was here. */
export const migrateHub = async (client: pg.ClientBase, steps: readonly HubMigration[]): Promise<string[]> => {
  await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
  try {
    await client.query(
      'CREATE TABLE IF NOT EXISTS migration (version INT PRIMARY KEY, name TEXT NOT NULL, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())',
    );
    const { rows } = await client.query<{ version: number; name: string }>('SELECT version, name FROM migration');
    const stranger = rows.find(({ version }) => !steps.some((step) => step.version === version));
    if (stranger !== undefined)
      throw new HubError(
        `The hub's database has the step "${stranger.name}" (${stranger.version}), which this version does not know. Install the newer version again.`,
      );
    const missing = steps.filter(({ version }) => !rows.some((row) => row.version === version));
    for (const { version, name, up } of missing) {
      await client.query('BEGIN');
      try {
        await client.query(up);
        await client.query('INSERT INTO migration (version, name) VALUES ($1, $2)', [version, name]);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      }
    }
    return missing.map(({ name }) => name);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  }
};
