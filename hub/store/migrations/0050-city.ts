import type { HubMigration } from '../hub-migration.ts';

export const city: HubMigration = {
  version: 50,
  name: 'city',
  up: `
    -- Provinces, districts of the time before July 2025, communes. Another life of the same code is another row.
    CREATE TABLE unit (
      code TEXT NOT NULL,
      name TEXT NOT NULL,
      level TEXT NOT NULL CHECK (level IN ('province', 'district', 'commune')),
      parent_code TEXT,
      valid_from DATE NOT NULL DEFAULT '-infinity',
      -- The last day; open for units of today.
      valid_to DATE NOT NULL DEFAULT 'infinity',
      PRIMARY KEY (code, valid_from),
      CHECK (valid_from <= valid_to)
    );
    ALTER TABLE site ADD COLUMN unit_code TEXT;

    CREATE TABLE account (
      login TEXT PRIMARY KEY,
      password_hash TEXT NOT NULL,
      -- Sees this unit and all below it; null: the whole city.
      unit_code TEXT,
      created_at TIMESTAMPTZ NOT NULL DEFAULT now()
    );
    CREATE TABLE account_session (
      -- SHA-256 of what the cookie holds.
      token_hash BYTEA PRIMARY KEY,
      login TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
      started_ms BIGINT NOT NULL,
      seen_ms BIGINT NOT NULL
    );
    CREATE TABLE account_audit (
      no BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      at TIMESTAMPTZ NOT NULL DEFAULT now(),
      -- As it was typed; null for what was done on the machine itself.
      login TEXT,
      what TEXT NOT NULL,
      detail TEXT NOT NULL DEFAULT ''
    );

    -- What a site says of itself whenever it asks how far the hub is.
    CREATE TABLE site_word (
      site_no INT PRIMARY KEY REFERENCES site,
      heard_at TIMESTAMPTZ NOT NULL,
      lag_ms BIGINT NOT NULL,
      devices INT NOT NULL,
      -- Kinds of the devices that cannot work, one for each device.
      down TEXT[] NOT NULL
    ) WITH (fillfactor = 50);

    -- One line for each visit: what waits and promises are counted from.
    CREATE TABLE visit (
      site_no INT NOT NULL,
      ticket_id TEXT NOT NULL,
      -- Of the first event of the ticket.
      day DATE NOT NULL,
      issued_at TIMESTAMPTZ,
      -- The later end of the range that the citizen was told.
      promised_until TIMESTAMPTZ,
      -- The first call.
      called_at TIMESTAMPTZ,
      -- Called, or gone without a call.
      left_line_at TIMESTAMPTZ,
      is_served BOOLEAN,
      PRIMARY KEY (site_no, ticket_id)
    ) WITH (fillfactor = 70);
    CREATE INDEX visit_issued ON visit (issued_at);
    CREATE INDEX visit_left_line ON visit (left_line_at) WHERE left_line_at IS NOT NULL;
    CREATE INDEX visit_day ON visit (day);
    CREATE INDEX ticket_in_hand ON ticket (site_no, day) WHERE state IN ('called', 'serving');

    -- Sums of the visits of a day, kept with each of their changes.
    CREATE TABLE hall_day (
      site_no INT NOT NULL,
      day DATE NOT NULL,
      issued BIGINT NOT NULL,
      called BIGINT NOT NULL,
      wait_s BIGINT NOT NULL,
      within_30 BIGINT NOT NULL,
      -- Of those called: whom a range was told, and whose call came within it.
      promised BIGINT NOT NULL,
      kept BIGINT NOT NULL,
      served BIGINT NOT NULL,
      PRIMARY KEY (site_no, day)
    ) WITH (fillfactor = 50);
    CREATE INDEX hall_day_by_day ON hall_day (day);

    -- Ratings of visits, by the day of the visit.
    CREATE TABLE rating_day (
      site_no INT NOT NULL,
      day DATE NOT NULL,
      level INT NOT NULL,
      n BIGINT NOT NULL,
      PRIMARY KEY (site_no, day, level)
    ) WITH (fillfactor = 70);
    CREATE INDEX rating_day_by_day ON rating_day (day);
    CREATE INDEX day_count_by_day ON day_count (day);

    -- What one visit adds to the sums of its day.
    CREATE FUNCTION visit_sums(v visit) RETURNS TABLE (
      issued INT, called INT, wait_s BIGINT, within_30 INT, promised INT, kept INT, served INT
    ) LANGUAGE SQL IMMUTABLE AS $$
      SELECT (v.issued_at IS NOT NULL)::int,
        (v.called_at IS NOT NULL AND v.issued_at IS NOT NULL)::int,
        coalesce(greatest(0, extract(epoch FROM v.called_at - v.issued_at)), 0)::bigint,
        coalesce(v.called_at <= v.issued_at + interval '30 minutes', false)::int,
        (v.called_at IS NOT NULL AND v.promised_until IS NOT NULL)::int,
        coalesce(v.called_at <= v.promised_until, false)::int,
        coalesce(v.is_served, false)::int
    $$;

    -- The range is told in minutes.
    CREATE FUNCTION promised_until(at TIMESTAMPTZ, body JSONB) RETURNS TIMESTAMPTZ LANGUAGE SQL IMMUTABLE AS $$
      SELECT CASE WHEN body ->> 'promised.high' ~ '^[0-9]{1,4}$' THEN at + (body ->> 'promised.high')::int * interval '1 minute' END
    $$;

    -- Moments that end the first wait of a ticket.
    CREATE FUNCTION leaves_line(kind TEXT) RETURNS BOOLEAN LANGUAGE SQL IMMUTABLE AS $$
      SELECT kind IN ('ticket-called', 'ticket-missed', 'ticket-cancelled', 'ticket-expired', 'ticket-kept', 'ticket-finished')
    $$;

    -- What was stored before this step.
    INSERT INTO visit
      SELECT site_no, body ->> 'ticketId', min(day),
        min(at) FILTER (WHERE kind = 'ticket-issued'),
        min(promised_until(at, body)) FILTER (WHERE kind = 'ticket-issued'),
        min(at) FILTER (WHERE kind = 'ticket-called'), min(at) FILTER (WHERE leaves_line(kind)),
        (array_agg(ticket_state(kind, body) = 'finished' ORDER BY at DESC, seq DESC) FILTER (WHERE ticket_state(kind, body) IS NOT NULL))[1]
      FROM event WHERE body ? 'ticketId' GROUP BY 1, 2;
    INSERT INTO hall_day
      SELECT site_no, day, sum(s.issued), sum(s.called), sum(s.wait_s), sum(s.within_30), sum(s.promised), sum(s.kept), sum(s.served)
      FROM visit, visit_sums(visit) AS s GROUP BY 1, 2;
    INSERT INTO rating_day
      SELECT site_no, coalesce((body ->> 'ofDay')::date, day), (body ->> 'level')::int, count(*)
      FROM event WHERE kind = 'rating-given' AND body ->> 'level' ~ '^[1-5]$' GROUP BY 1, 2, 3;
  `,
};
