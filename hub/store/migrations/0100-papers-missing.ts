import type { HubMigration } from '../hub-migration.ts';

/** Whoever went to bring papers is not being served. */
export const papersMissing: HubMigration = {
  version: 100,
  name: 'papers-missing',
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
        WHEN 'papers-missing' THEN 'supplement'
        WHEN 'ticket-finished' THEN 'finished'
        WHEN 'ticket-missed' THEN 'missed'
        WHEN 'ticket-cancelled' THEN 'cancelled'
        WHEN 'ticket-expired' THEN 'expired'
        WHEN 'ticket-kept' THEN 'kept'
        WHEN 'step-undone' THEN body ->> 'to.state'
        WHEN 'ticket-served-apart' THEN CASE body ->> 'state' WHEN 'no-show' THEN 'missed' ELSE body ->> 'state' END
      END
    $$;

    -- Earlier days are over.
    UPDATE ticket SET state = 'supplement' FROM event
    WHERE event.site_no = ticket.site_no AND event.seq = ticket.seq AND event.at = ticket.at AND event.kind = 'papers-missing'
      AND event.day >= current_date - 1 AND ticket.state = 'serving';
  `,
};
