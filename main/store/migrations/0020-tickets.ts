import type { Migration } from '../migrate.ts';

export const tickets: Migration = {
  version: 20,
  name: 'tickets',
  up: `
    CREATE TABLE ticket (
      id TEXT PRIMARY KEY,
      token TEXT NOT NULL UNIQUE,
      day TEXT NOT NULL REFERENCES business_day (day),
      series_id TEXT NOT NULL,
      sequence INTEGER NOT NULL CHECK (sequence > 0),
      number TEXT NOT NULL,
      service_id TEXT NOT NULL,
      language TEXT NOT NULL,
      state TEXT NOT NULL,
      counter_id TEXT,
      staff_id TEXT,
      issued_at_ms INTEGER NOT NULL,
      called_at_ms INTEGER,
      started_at_ms INTEGER,
      changed_at_ms INTEGER NOT NULL,
      calls INTEGER NOT NULL DEFAULT 0,
      call_seq INTEGER,
      hold_reason TEXT,
      UNIQUE (day, series_id, sequence)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX ticket_by_state ON ticket (day, state, issued_at_ms, sequence, service_id);
    CREATE INDEX ticket_by_call ON ticket (day, call_seq) WHERE call_seq IS NOT NULL;

    -- At most one person called or served at a counter, by the database itself.
    CREATE UNIQUE INDEX one_ticket_a_counter ON ticket (counter_id) WHERE state IN ('called', 'serving');

    -- Every stay in a state is a row: waits, walks and services are sums of them.
    CREATE TABLE ticket_interval (
      ticket_id TEXT NOT NULL REFERENCES ticket (id),
      ordinal INTEGER NOT NULL,
      state TEXT NOT NULL,
      counter_id TEXT,
      staff_id TEXT,
      from_ms INTEGER NOT NULL,
      to_ms INTEGER CHECK (to_ms >= from_ms),
      PRIMARY KEY (ticket_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE print_job (
      ticket_id TEXT NOT NULL REFERENCES ticket (id),
      copy INTEGER NOT NULL CHECK (copy > 0),
      state TEXT NOT NULL,
      fault_code TEXT,
      queued_at_ms INTEGER NOT NULL,
      changed_at_ms INTEGER NOT NULL,
      PRIMARY KEY (ticket_id, copy)
    ) STRICT, WITHOUT ROWID;
  `,
};
