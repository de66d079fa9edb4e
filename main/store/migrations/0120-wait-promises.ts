import type { Migration } from '../migrate.ts';

export const waitPromises: Migration = {
  version: 120,
  name: 'wait-promises',
  up: `
    CREATE TABLE wait_promise (
      ticket_id TEXT PRIMARY KEY REFERENCES ticket (id),
      day TEXT NOT NULL,
      service_id TEXT NOT NULL,
      issued_at_ms INTEGER NOT NULL,
      low_minutes INTEGER NOT NULL CHECK (low_minutes >= 0),
      high_minutes INTEGER NOT NULL CHECK (high_minutes > low_minutes),
      -- Of the first call; null for who left before.
      called_at_ms INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX wait_promise_by_day ON wait_promise (day, service_id);
  `,
};
