import type { Migration } from '../migrate.ts';

export const headquartersSettings: Migration = {
  version: 430,
  name: 'headquarters-settings',
  up: `
    -- What headquarters set in the configuration's place, as JSON; without a row the configuration counts.
    CREATE TABLE headquarters_setting (
      kind TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
