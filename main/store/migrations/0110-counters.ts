import type { Migration } from '../migrate.ts';

export const counters: Migration = {
  version: 110,
  name: 'counters',
  up: `
    -- Counters whose clerk sits there and calls nobody.
    CREATE TABLE counter_pause (
      counter_id TEXT PRIMARY KEY,
      staff_id TEXT NOT NULL,
      reason TEXT NOT NULL,
      since_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Staff's words about a ticket, apart from the journal and only for the day.
    CREATE TABLE ticket_note (
      key TEXT PRIMARY KEY,
      ticket_id TEXT NOT NULL REFERENCES ticket (id),
      staff_id TEXT NOT NULL,
      counter_id TEXT NOT NULL,
      text TEXT NOT NULL,
      at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX ticket_note_by_ticket ON ticket_note (ticket_id);
  `,
};
