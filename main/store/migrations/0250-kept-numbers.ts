import type { Migration } from '../migrate.ts';

export const keptNumbers: Migration = {
  version: 250,
  name: 'kept numbers',
  up: `
    -- The day in whose line a ticket stands: a number that was kept stands in a later one than that of its number.
    ALTER TABLE ticket ADD COLUMN line_day TEXT NOT NULL DEFAULT '';
    ALTER TABLE ticket ADD COLUMN kept_as TEXT;
    ALTER TABLE ticket ADD COLUMN end_reason TEXT;
    UPDATE ticket SET line_day = day;
    UPDATE ticket SET end_reason = (
      SELECT body ->> '$.reason' FROM journal
      WHERE type = 'ticket-cancelled' AND body ->> '$.ticketId' = ticket.id ORDER BY seq DESC LIMIT 1
    ) WHERE state = 'cancelled';

    DROP INDEX ticket_by_state;
    DROP INDEX ticket_by_call;
    CREATE INDEX ticket_by_state ON ticket (line_day, state, line_at_ms, sequence, service_id);
    CREATE INDEX ticket_by_call ON ticket (line_day, call_seq) WHERE call_seq IS NOT NULL;

    -- Numbers that somebody of an earlier day bears on a day: they are given to nobody else on it.
    CREATE TABLE kept_number (
      day TEXT NOT NULL,
      series_id TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      ticket_id TEXT NOT NULL REFERENCES ticket (id),
      PRIMARY KEY (day, series_id, sequence)
    ) STRICT, WITHOUT ROWID;
  `,
};
