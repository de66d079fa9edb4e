import type { Migration } from '../migrate.ts';

export const people: Migration = {
  version: 300,
  name: 'people',
  up: `
    -- Outside the journal, so that whoever is erased is gone (ADR-0035).
    CREATE TABLE person (
      id TEXT PRIMARY KEY,
      code TEXT NOT NULL UNIQUE COLLATE NOCASE,
      name TEXT NOT NULL,
      group_name TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('pupil', 'staff', 'guest')),
      birth_date TEXT,
      -- JSON: name, relation and contact of each.
      guardians TEXT NOT NULL,
      left_at_ms INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX person_by_group ON person (group_name);

    CREATE TABLE person_card (
      card_hash TEXT PRIMARY KEY,
      person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX person_card_of ON person_card (person_id);
  `,
};
