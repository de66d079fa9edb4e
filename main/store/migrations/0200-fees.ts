import type { Migration } from '../migrate.ts';

export const fees: Migration = {
  version: 200,
  name: 'fees',
  up: `
    -- What a counter asked a ticket for; at most one is open. seq: the journal row that asked.
    CREATE TABLE fee (
      seq INTEGER PRIMARY KEY,
      ticket_id TEXT NOT NULL REFERENCES ticket (id),
      day TEXT NOT NULL,
      counter_id TEXT NOT NULL,
      staff_id TEXT NOT NULL,
      amount_dong INTEGER NOT NULL CHECK (amount_dong > 0),
      purpose TEXT NOT NULL,
      asked_at_ms INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('asked', 'transfer', 'cash', 'withdrawn')),
      settled_at_ms INTEGER,
      settled_by TEXT
    ) STRICT;
    CREATE UNIQUE INDEX fee_open ON fee (ticket_id) WHERE state = 'asked';
    CREATE INDEX fee_ticket ON fee (ticket_id, seq);
    CREATE INDEX fee_day ON fee (day);
  `,
};
