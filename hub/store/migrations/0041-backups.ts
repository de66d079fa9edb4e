import type { HubMigration } from '../hub-migration.ts';

export const backups: HubMigration = {
  version: 41,
  name: 'backups',
  up: `
    -- Those that were finished; rehearsed: a backup that was restored on trial and was the same.
    CREATE TABLE backup (
      at TIMESTAMPTZ PRIMARY KEY DEFAULT clock_timestamp(),
      kind TEXT NOT NULL CHECK (kind IN ('backup', 'rehearsed')),
      bytes BIGINT NOT NULL
    );
  `,
};
