import type { Migration } from '../migrate.ts';

export const padAsks: Migration = {
  version: 270,
  name: 'pad-asks',
  up: `
    -- What a rating pad was given to ask: its number comes back with the press and says which visit is rated.
    CREATE TABLE pad_ask (
      number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 2147483647),
      ticket_id TEXT NOT NULL,
      counter_id TEXT NOT NULL,
      -- What the second question was about; null where none was asked.
      criterion_id TEXT,
      asked_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX pad_ask_by_time ON pad_ask (asked_at_ms);
  `,
};
