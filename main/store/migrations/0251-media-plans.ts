import type { Migration } from '../migrate.ts';

export const mediaPlans: Migration = {
  version: 251,
  name: 'media plans',
  up: `
    -- On which boards (JSON list; null: all) and from which day to which a file is shown; without a row always and everywhere.
    CREATE TABLE media_plan (
      name TEXT PRIMARY KEY,
      boards TEXT,
      from_day TEXT,
      until_day TEXT
    ) STRICT, WITHOUT ROWID;
  `,
};
