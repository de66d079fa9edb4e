import type { HubMigration } from '../hub-migration.ts';

export const cityLines: HubMigration = {
  version: 60,
  name: 'city-lines',
  up: `
    -- Of the same moment as in its visit, so that the first in line is found without it. Null: not known here, look there.
    ALTER TABLE ticket ADD COLUMN issued_at TIMESTAMPTZ;
    UPDATE ticket SET issued_at = visit.issued_at FROM visit
      WHERE ticket.state = 'waiting' AND visit.site_no = ticket.site_no AND visit.ticket_id = ticket.ticket_id;
    DROP INDEX ticket_waiting;
    -- With all that the city's view asks, or the planner rather reads the whole day.
    CREATE INDEX ticket_waiting ON ticket (day, site_no) INCLUDE (issued_at, ticket_id) WHERE state = 'waiting';
    DROP INDEX ticket_in_hand;
    CREATE INDEX ticket_in_hand ON ticket (day, site_no) WHERE state IN ('called', 'serving');
    -- By it the tickets of a dropped month are found.
    CREATE INDEX ticket_day ON ticket (day);

    -- Who came into a line less who left it, in each five minutes. Kept for a day.
    CREATE TABLE line_change (
      slot TIMESTAMPTZ NOT NULL,
      site_no INT NOT NULL,
      n INT NOT NULL,
      PRIMARY KEY (slot, site_no)
    ) WITH (fillfactor = 50);

    -- What one visit adds to them.
    CREATE FUNCTION line_changes(v visit) RETURNS TABLE (slot TIMESTAMPTZ, n INT) LANGUAGE SQL IMMUTABLE AS $$
      SELECT date_bin('5 minutes', v.issued_at, TIMESTAMPTZ '2000-01-01 00:00:00+00'), 1 WHERE v.issued_at IS NOT NULL
      UNION ALL
      SELECT date_bin('5 minutes', v.left_line_at, TIMESTAMPTZ '2000-01-01 00:00:00+00'), -1
      WHERE v.left_line_at IS NOT NULL AND v.issued_at IS NOT NULL
    $$;
    INSERT INTO line_change
      SELECT c.slot, site_no, sum(c.n) FROM visit, line_changes(visit) AS c WHERE day >= now()::date - 2 AND c.slot > now() - interval '1 day' GROUP BY 1, 2;

    -- Nothing asks for them any more.
    DROP INDEX visit_issued;
    DROP INDEX visit_left_line;
  `,
};
