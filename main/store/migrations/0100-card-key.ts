import type { Migration } from '../migrate.ts';

/** Every key that the site's cards were ever hashed with, by its fingerprint; the key itself is a file. */
export const cardKey: Migration = {
  version: 100,
  name: 'card-key',
  up: `
    CREATE TABLE card_key (
      fingerprint TEXT PRIMARY KEY,
      since_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
