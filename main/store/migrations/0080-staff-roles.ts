import type { Migration } from '../migrate.ts';

export const staffRoles: Migration = {
  version: 80,
  name: 'staff-roles',
  up: `
    ALTER TABLE staff ADD COLUMN roles TEXT NOT NULL DEFAULT '["clerk"]';

    -- Log-ins away from the counters.
    CREATE TABLE office_session (
      cookie_hash BLOB PRIMARY KEY,
      staff_id TEXT NOT NULL REFERENCES staff (id),
      started_at_ms INTEGER NOT NULL,
      seen_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Screens that may take numbers wherever they stand.
    CREATE TABLE paired_screen (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      page TEXT NOT NULL,
      paired_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Apart from the journal, which leaves the site; only the hash of the cookie is kept.
    CREATE TABLE paired_screen_secret (
      cookie_hash BLOB PRIMARY KEY,
      screen_id TEXT NOT NULL UNIQUE REFERENCES paired_screen (id)
    ) STRICT, WITHOUT ROWID;
  `,
};
