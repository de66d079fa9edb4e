import type { Migration } from '../migrate.ts';

/** Outside the journal: counts of a device's life, no business. */
export const deviceStatistics: Migration = {
  version: 50,
  name: 'device-statistics',
  up: `
    CREATE TABLE device_statistic (
      device TEXT NOT NULL,
      statistic TEXT NOT NULL,
      value INTEGER NOT NULL CHECK (value >= 0),
      PRIMARY KEY (device, statistic)
    ) STRICT, WITHOUT ROWID;
  `,
};
