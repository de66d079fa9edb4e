import type { Migration } from '../migrate.ts';

export const consents: Migration = {
  version: 301,
  name: 'consents',
  up: `
    -- Outside the journal: they name guardians and papers. Rows are only ever added; erasing a person takes the names out.
    CREATE TABLE consent_text (
      purpose TEXT NOT NULL,
      version TEXT NOT NULL,
      text TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      published_at_ms INTEGER NOT NULL,
      PRIMARY KEY (purpose, version)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE consent_entry (
      seq INTEGER PRIMARY KEY,
      person_id TEXT NOT NULL,
      purpose TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('given', 'withdrawn')),
      -- JSON of the entry.
      body TEXT NOT NULL,
      at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX consent_entry_of ON consent_entry (person_id, purpose, seq);

    CREATE TABLE erasure_receipt (
      id TEXT PRIMARY KEY,
      person_id TEXT NOT NULL,
      purpose TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      -- Null until the store of templates has answered.
      erased INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE subject_request (
      id TEXT PRIMARY KEY,
      person_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      note TEXT NOT NULL,
      asked_at_ms INTEGER NOT NULL,
      answer_by TEXT NOT NULL,
      done_by TEXT NOT NULL,
      answered_at_ms INTEGER,
      done_at_ms INTEGER
    ) STRICT, WITHOUT ROWID;
  `,
};
