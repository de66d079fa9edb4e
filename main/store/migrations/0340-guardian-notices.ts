import type { Migration } from '../migrate.ts';

export const guardianNotices: Migration = {
  version: 340,
  name: 'guardian-notices',
  up: `
    -- Each once for a sheet, a person and a kind. Words and contacts are not kept: they are made when it is sent.
    CREATE TABLE guardian_notice (
      sheet_id TEXT NOT NULL REFERENCES sheet (id),
      person_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      why TEXT NOT NULL,
      queued_at_ms INTEGER NOT NULL,
      changed_at_ms INTEGER NOT NULL,
      PRIMARY KEY (sheet_id, person_id, kind)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX guardian_notice_waiting ON guardian_notice (queued_at_ms) WHERE state = 'waiting';

    -- Tries of those that wait; not in the journal, which tells how each of them ended.
    CREATE TABLE guardian_notice_try (
      sheet_id TEXT NOT NULL,
      person_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      tries INTEGER NOT NULL,
      next_at_ms INTEGER NOT NULL,
      why TEXT NOT NULL,
      PRIMARY KEY (sheet_id, person_id, kind)
    ) STRICT, WITHOUT ROWID;
  `,
};
