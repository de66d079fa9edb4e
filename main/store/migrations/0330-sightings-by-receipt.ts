import type { Migration } from '../migrate.ts';

export const sightingsByReceipt: Migration = {
  version: 330,
  name: 'sightings by receipt',
  up: `
    CREATE INDEX sighting_by_receipt ON sighting (source_id, received_at_ms);
  `,
};
