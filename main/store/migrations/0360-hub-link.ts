import type { Migration } from '../migrate.ts';

/** Outside the journal: how far the hub has it, and the name of this life of the database. */
export const hubLink: Migration = {
  version: 360,
  name: 'hub-link',
  up: `
    CREATE TABLE hub_link (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      epoch TEXT NOT NULL,
      -- The journal row after which the epoch begins.
      starts_after INTEGER NOT NULL CHECK (starts_after >= 0),
      -- The hub's database has the rows up to this one.
      applied_seq INTEGER NOT NULL CHECK (applied_seq >= starts_after),
      -- Makes the ids of rows from the hashes of the journal.
      salt BLOB NOT NULL
    ) STRICT;
  `,
};
