import type { HubMigration } from '../hub-migration.ts';

export const asideOfAnySize: HubMigration = {
  version: 80,
  name: 'aside-of-any-size',
  up: `
    -- An index has room for some two thousand bytes: a longer payload was refused with the whole partition behind it.
    ALTER TABLE kept_aside DROP CONSTRAINT kept_aside_site_epoch_seq_why_payload_key;
    CREATE UNIQUE INDEX kept_aside_once ON kept_aside (site, epoch, seq, why, md5(payload)) NULLS NOT DISTINCT;
  `,
};
