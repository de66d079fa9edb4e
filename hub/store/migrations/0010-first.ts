import type { HubMigration } from '../hub-migration.ts';

export const first: HubMigration = {
  version: 10,
  name: 'first',
  up: `
    CREATE TABLE setting (
      one INT PRIMARY KEY DEFAULT 1 CHECK (one = 1),
      -- Never changed: a site's subject hangs on it.
      parts INT NOT NULL CHECK (parts BETWEEN 1 AND 64),
      -- Grows with each change of who may connect.
      rights_version BIGINT NOT NULL DEFAULT 1
    );

    CREATE TABLE site (
      no INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      key TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      province TEXT NOT NULL,
      part INT NOT NULL,
      state TEXT NOT NULL DEFAULT 'invited' CHECK (state IN ('invited', 'active', 'revoked')),
      public_key TEXT UNIQUE,
      -- SHA-256 of the secret of a join code that was not used yet.
      join_hash BYTEA,
      join_until TIMESTAMPTZ,
      created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
      joined_at TIMESTAMPTZ,
      last_seen TIMESTAMPTZ,
      -- The site's clock less the hub's, when the newest message came.
      clock_off_ms BIGINT NOT NULL DEFAULT 0
    );

    -- A life of a site's database.
    CREATE TABLE epoch (
      no INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      site_no INT NOT NULL REFERENCES site,
      epoch UUID NOT NULL,
      starts_after BIGINT NOT NULL,
      applied_seq BIGINT NOT NULL,
      last_id UUID,
      gaps INT NOT NULL DEFAULT 0,
      doubles BIGINT NOT NULL DEFAULT 0,
      began_at TIMESTAMPTZ NOT NULL DEFAULT now(),
      updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
      UNIQUE (site_no, epoch)
    ) WITH (fillfactor = 50);

    -- How far the stream was read; committed together with what was read.
    CREATE TABLE part_place (
      part INT PRIMARY KEY,
      stream_created TEXT NOT NULL,
      stream_seq BIGINT NOT NULL,
      resets INT NOT NULL DEFAULT 0
    ) WITH (fillfactor = 50);

    CREATE TABLE event (
      site_no INT NOT NULL,
      id UUID NOT NULL,
      epoch_no INT NOT NULL,
      seq BIGINT NOT NULL,
      at TIMESTAMPTZ NOT NULL,
      day DATE NOT NULL,
      kind TEXT NOT NULL,
      body JSONB NOT NULL,
      applied_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
      -- The day belongs to it because the table is cut by it; an id names one row of one journal and with it one day, so a double
      -- is found as well as by the id alone.
      PRIMARY KEY (site_no, id, day)
    ) PARTITION BY RANGE (day);

    -- The newest state of each ticket.
    CREATE TABLE ticket (
      site_no INT NOT NULL,
      ticket_id TEXT NOT NULL,
      at TIMESTAMPTZ NOT NULL,
      seq BIGINT NOT NULL,
      day DATE NOT NULL,
      state TEXT,
      service_id TEXT,
      PRIMARY KEY (site_no, ticket_id)
    ) WITH (fillfactor = 80);
    CREATE INDEX ticket_waiting ON ticket (site_no, day) WHERE state = 'waiting';

    CREATE TABLE day_count (
      site_no INT NOT NULL,
      day DATE NOT NULL,
      kind TEXT NOT NULL,
      n BIGINT NOT NULL,
      PRIMARY KEY (site_no, day, kind)
    ) WITH (fillfactor = 70);

    -- What could not be applied, with all it says, until somebody looked at it.
    CREATE TABLE kept_aside (
      no BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      at TIMESTAMPTZ NOT NULL DEFAULT now(),
      site TEXT NOT NULL,
      subject TEXT NOT NULL,
      stream_seq BIGINT NOT NULL,
      epoch TEXT,
      seq BIGINT,
      why TEXT NOT NULL,
      detail TEXT NOT NULL,
      payload TEXT NOT NULL,
      -- The same row of a message that came again.
      UNIQUE NULLS NOT DISTINCT (site, epoch, seq, why, payload)
    );

    CREATE FUNCTION ticket_state(kind TEXT, body JSONB) RETURNS TEXT LANGUAGE SQL IMMUTABLE AS $$
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
      END
    $$;
  `,
};
