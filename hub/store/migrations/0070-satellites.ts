import type { HubMigration } from '../hub-migration.ts';

/** Numbers that a satellite gave, and visits that it served, while the host of its hall was away. */
export const satellites: HubMigration = {
  version: 70,
  name: 'satellites',
  up: `
    CREATE OR REPLACE FUNCTION ticket_state(kind TEXT, body JSONB) RETURNS TEXT LANGUAGE SQL IMMUTABLE AS $$
      SELECT CASE kind
        WHEN 'ticket-issued' THEN 'waiting'
        WHEN 'ticket-lined-up' THEN 'waiting'
        WHEN 'ticket-brought-over' THEN 'waiting'
        WHEN 'ticket-called' THEN 'called'
        WHEN 'service-started' THEN 'serving'
        WHEN 'ticket-resumed' THEN 'serving'
        WHEN 'ticket-held' THEN 'held'
        WHEN 'ticket-finished' THEN 'finished'
        WHEN 'ticket-missed' THEN 'missed'
        WHEN 'ticket-cancelled' THEN 'cancelled'
        WHEN 'ticket-expired' THEN 'expired'
        WHEN 'ticket-kept' THEN 'kept'
        WHEN 'step-undone' THEN body ->> 'to.state'
        WHEN 'ticket-served-apart' THEN CASE body ->> 'state' WHEN 'no-show' THEN 'missed' ELSE body ->> 'state' END
      END
    $$;

    CREATE OR REPLACE FUNCTION leaves_line(kind TEXT) RETURNS BOOLEAN LANGUAGE SQL IMMUTABLE AS $$
      SELECT kind IN ('ticket-called', 'ticket-missed', 'ticket-cancelled', 'ticket-expired', 'ticket-kept', 'ticket-finished',
        'ticket-served-apart')
    $$;

    CREATE FUNCTION moment_of(ms TEXT) RETURNS TIMESTAMPTZ LANGUAGE SQL IMMUTABLE AS $$
      SELECT CASE WHEN ms ~ '^[0-9]{1,15}$' THEN to_timestamp(ms::bigint / 1000.0) END
    $$;

    -- When the citizen had the number in hand: before the row, where a satellite gave it.
    CREATE FUNCTION issued_moment(kind TEXT, at TIMESTAMPTZ, body JSONB) RETURNS TIMESTAMPTZ LANGUAGE SQL IMMUTABLE AS $$
      SELECT CASE WHEN kind = 'ticket-issued' THEN coalesce(moment_of(body ->> 'apart.atMs'), at) END
    $$;

    CREATE FUNCTION called_moment(kind TEXT, at TIMESTAMPTZ, body JSONB) RETURNS TIMESTAMPTZ LANGUAGE SQL IMMUTABLE AS $$
      SELECT CASE kind WHEN 'ticket-called' THEN at WHEN 'ticket-served-apart' THEN moment_of(body ->> 'calledAtMs') END
    $$;
  `,
};
