import type { Migration } from '../migrate.ts';

export const onWay: Migration = {
  version: 440,
  name: 'on the way',
  up: `
    -- When the holder of a ticket said by phone to be on the way.
    ALTER TABLE ticket ADD COLUMN on_way_at_ms INTEGER;
  `,
};
