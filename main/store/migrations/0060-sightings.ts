import type { Migration } from '../migrate.ts';

export const sightings: Migration = {
  version: 60,
  name: 'sightings',
  up: `
    CREATE TABLE sighting (
      source_id TEXT NOT NULL,
      key TEXT NOT NULL,
      day TEXT NOT NULL REFERENCES business_day (day),
      person_code TEXT NOT NULL,
      seen_at_ms INTEGER NOT NULL,
      terminal_time TEXT NOT NULL,
      method TEXT NOT NULL,
      direction TEXT NOT NULL,
      received_at_ms INTEGER NOT NULL,
      PRIMARY KEY (source_id, key)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX sighting_by_time ON sighting (seen_at_ms);
  `,
};
