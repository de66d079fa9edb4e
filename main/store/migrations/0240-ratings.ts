import type { Migration } from '../migrate.ts';

export const ratings: Migration = {
  version: 240,
  name: 'ratings',
  up: `
    -- One rating a ticket, by the key. Counter, service and person are those of Finish; day is the ticket's.
    CREATE TABLE rating (
      ticket_id TEXT PRIMARY KEY REFERENCES ticket (id),
      day TEXT NOT NULL,
      counter_id TEXT NOT NULL,
      service_id TEXT NOT NULL,
      staff_id TEXT NOT NULL,
      -- Whether nobody else served that visit.
      is_alone INTEGER NOT NULL CHECK (is_alone IN (0, 1)),
      level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
      -- JSON: levels by criterion, list of reasons.
      criteria TEXT NOT NULL,
      reasons TEXT NOT NULL,
      given_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX rating_by_day ON rating (day, counter_id);
    CREATE INDEX rating_by_staff ON rating (staff_id, day);

    -- What somebody wrote. Outside the journal, so that it can be taken away.
    CREATE TABLE rating_text (
      ticket_id TEXT PRIMARY KEY REFERENCES rating (ticket_id),
      text TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
