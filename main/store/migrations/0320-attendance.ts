import type { Migration } from '../migrate.ts';

export const attendance: Migration = {
  version: 320,
  name: 'attendance',
  up: `
    -- One meeting, or one session of a school.
    CREATE TABLE sheet (
      id TEXT PRIMARY KEY,
      day TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('meeting', 'school')),
      title TEXT NOT NULL,
      place TEXT NOT NULL,
      -- JSON: list of points.
      agenda TEXT NOT NULL,
      opens_at_ms INTEGER NOT NULL,
      starts_at_ms INTEGER NOT NULL,
      late_after_ms INTEGER NOT NULL,
      ends_at_ms INTEGER NOT NULL,
      quorum TEXT NOT NULL,
      calendar_id TEXT,
      is_cancelled INTEGER NOT NULL CHECK (is_cancelled IN (0, 1)),
      reported_at_ms INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sheet_by_time ON sheet (ends_at_ms);
    CREATE UNIQUE INDEX sheet_of_calendar ON sheet (calendar_id, day) WHERE calendar_id IS NOT NULL;

    -- What is known of one person on one sheet; the status follows from it and from the time (rules.ts).
    CREATE TABLE attendance (
      sheet_id TEXT NOT NULL REFERENCES sheet (id),
      person_id TEXT NOT NULL,
      role TEXT NOT NULL,
      seat TEXT NOT NULL,
      arrived_at_ms INTEGER,
      arrived_by TEXT,
      arrived_device TEXT,
      -- The newest sighting on the way in: later than arrived_at_ms for who had left and came back.
      last_in_at_ms INTEGER,
      left_at_ms INTEGER,
      absence TEXT,
      corrected TEXT,
      corrected_because TEXT,
      corrected_by TEXT,
      PRIMARY KEY (sheet_id, person_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX attendance_of_person ON attendance (person_id);
  `,
};
