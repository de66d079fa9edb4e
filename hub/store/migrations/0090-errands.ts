import type { HubMigration } from '../hub-migration.ts';

export const errands: HubMigration = {
  version: 90,
  name: 'errands',
  up: `
    -- What errands of citizens are sealed for; null: the site is of a version that takes none.
    ALTER TABLE site_word ADD COLUMN box_key TEXT;
    -- How many of them wait at a hall is counted at each new one.
    CREATE INDEX downlink_errands ON downlink (site_no) WHERE kind = 'errand' AND answered_at IS NULL;
  `,
};
