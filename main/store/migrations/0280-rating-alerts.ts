import type { Migration } from '../migrate.ts';

export const ratingAlerts: Migration = {
  version: 280,
  name: 'rating-alerts',
  up: `
    -- A low rating that asks a manager to do something. The ticket leads to the rating's answers and words, for the host alone.
    CREATE TABLE rating_alert (
      id TEXT PRIMARY KEY,
      ticket_id TEXT NOT NULL UNIQUE REFERENCES ticket (id),
      day TEXT NOT NULL,
      half TEXT NOT NULL CHECK (half IN ('morning', 'afternoon')),
      counter_id TEXT NOT NULL,
      service_id TEXT NOT NULL,
      level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
      raised_at_ms INTEGER NOT NULL,
      due_at_ms INTEGER NOT NULL,
      -- Who has it in hand; null for nobody.
      holder_id TEXT,
      -- The first time that somebody took it.
      taken_at_ms INTEGER,
      answered_at_ms INTEGER,
      closed_at_ms INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX rating_alert_by_day ON rating_alert (day);
    CREATE INDEX rating_alert_not_closed ON rating_alert (due_at_ms) WHERE closed_at_ms IS NULL;

    -- What was done. Outside the journal, so that it can be taken away.
    CREATE TABLE rating_alert_answer (
      alert_id TEXT PRIMARY KEY REFERENCES rating_alert (id),
      text TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
