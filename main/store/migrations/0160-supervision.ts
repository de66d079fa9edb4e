import type { Migration } from '../migrate.ts';

export const supervision: Migration = {
  version: 160,
  name: 'supervision',
  up: `
    -- Services for which no more numbers are given today, from a moment on.
    CREATE TABLE service_closing (
      service_id TEXT PRIMARY KEY,
      reason TEXT NOT NULL,
      from_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    -- Counters at which nobody may log in today.
    CREATE TABLE counter_bar (
      counter_id TEXT PRIMARY KEY,
      since_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    -- Who has seen that a ticket is late, and in what.
    CREATE TABLE late_seen (
      ticket_id TEXT NOT NULL REFERENCES ticket (id),
      kind TEXT NOT NULL,
      staff_id TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      PRIMARY KEY (ticket_id, kind)
    ) STRICT, WITHOUT ROWID;
  `,
};
