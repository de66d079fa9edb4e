import type { Migration } from '../migrate.ts';

/** The hash-chained journal is the audit, the outbox and the source of every business table. */
export const journal: Migration = {
  version: 10,
  name: 'journal',
  up: `
    CREATE TABLE migration (
      version INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      applied_at_ms INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE journal (
      seq INTEGER PRIMARY KEY,
      at_ms INTEGER NOT NULL,
      day TEXT NOT NULL,
      type TEXT NOT NULL,
      body TEXT NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;

    CREATE TABLE business_day (
      day TEXT PRIMARY KEY,
      opened_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- The answer already given to a command, so that a repeated press changes nothing more.
    CREATE TABLE command (
      key TEXT NOT NULL UNIQUE,
      request TEXT NOT NULL,
      reply TEXT NOT NULL,
      day TEXT NOT NULL
    ) STRICT;
  `,
};
