import type { Migration } from '../migrate.ts';

export const remarks: Migration = {
  version: 290,
  name: 'remarks',
  up: `
    CREATE TABLE remark (
      id TEXT PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE,
      -- SHA-256 of the token, hexadecimal.
      token_hash TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL,
      place_id TEXT,
      source TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('received', 'routed', 'answered', 'closed')),
      unit_id TEXT,
      has_photo INTEGER NOT NULL CHECK (has_photo IN (0, 1)),
      is_added INTEGER NOT NULL CHECK (is_added IN (0, 1)),
      is_objected INTEGER NOT NULL CHECK (is_objected IN (0, 1)),
      left_at_ms INTEGER NOT NULL,
      -- The promise that holds now, and the first one with what became of it: an objection begins a second.
      answer_by TEXT NOT NULL,
      first_answer_by TEXT NOT NULL,
      first_ended_at_ms INTEGER,
      changed_at_ms INTEGER NOT NULL,
      erased_at_ms INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX remark_by_state ON remark (state, answer_by);
    CREATE INDEX remark_by_first_day ON remark (first_answer_by);
    CREATE INDEX remark_by_change ON remark (changed_at_ms) WHERE erased_at_ms IS NULL;

    CREATE TABLE remark_step (
      remark_id TEXT NOT NULL REFERENCES remark (id),
      ordinal INTEGER NOT NULL,
      kind TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      staff_id TEXT,
      unit_id TEXT,
      PRIMARY KEY (remark_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    -- What somebody wrote at a step. Outside the journal, so that it can be taken away.
    CREATE TABLE remark_text (
      remark_id TEXT NOT NULL,
      ordinal INTEGER NOT NULL,
      -- 'words', or 'place' where the citizen named it in words.
      part TEXT NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (remark_id, ordinal, part),
      FOREIGN KEY (remark_id, ordinal) REFERENCES remark_step (remark_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    -- An answer that was begun; nobody but those who answer sees it.
    CREATE TABLE remark_draft (
      remark_id TEXT PRIMARY KEY REFERENCES remark (id),
      text TEXT NOT NULL,
      staff_id TEXT NOT NULL,
      at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
