import type { Migration } from '../migrate.ts';

export const appointments: Migration = {
  version: 90,
  name: 'appointments',
  up: `
    CREATE TABLE appointment (
      code TEXT PRIMARY KEY,
      service_id TEXT NOT NULL,
      start_ms INTEGER NOT NULL,
      state TEXT NOT NULL,
      -- Keyed hash of the phone number: enough to count, not to call.
      person TEXT NOT NULL,
      booked_at_ms INTEGER NOT NULL,
      changed_at_ms INTEGER NOT NULL,
      ticket_id TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX appointment_by_slot ON appointment (service_id, start_ms, state);
    CREATE INDEX appointment_by_person ON appointment (person, start_ms);
    CREATE INDEX appointment_by_start ON appointment (state, start_ms);
  `,
};
