import type { Migration } from '../migrate.ts';

export const reportDays: Migration = {
  version: 350,
  name: 'report days',
  up: `
    -- What a day that is over adds to reports. Follows from the tables; may be deleted at any time.
    CREATE TABLE report_day (
      day TEXT PRIMARY KEY,
      version TEXT NOT NULL,
      facts BLOB NOT NULL
    ) STRICT;
  `,
};
