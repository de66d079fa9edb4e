import type { Migration } from '../migrate.ts';

export const staff: Migration = {
  version: 30,
  name: 'staff',
  up: `
    CREATE TABLE staff (
      id TEXT PRIMARY KEY,
      login TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Apart from the journal, which leaves the site: an Argon2id string.
    CREATE TABLE staff_secret (
      staff_id TEXT PRIMARY KEY REFERENCES staff (id),
      password_hash TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Who sits at which counter now.
    CREATE TABLE counter_seat (
      counter_id TEXT PRIMARY KEY,
      staff_id TEXT NOT NULL UNIQUE REFERENCES staff (id),
      since_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Log-ins survive a restart; only the hash of the cookie is kept.
    CREATE TABLE staff_session (
      cookie_hash BLOB PRIMARY KEY,
      staff_id TEXT NOT NULL REFERENCES staff (id),
      counter_id TEXT NOT NULL,
      started_at_ms INTEGER NOT NULL,
      seen_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
