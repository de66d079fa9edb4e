import type { Migration } from '../migrate.ts';

/** Outside the journal: what headquarters sent, so that it is done once however often it comes. */
export const hubCommands: Migration = {
  version: 380,
  name: 'hub-commands',
  up: `
    CREATE TABLE hub_command (
      id TEXT PRIMARY KEY,
      answer TEXT NOT NULL,
      done_at_ms INTEGER NOT NULL
    ) STRICT;
  `,
};
