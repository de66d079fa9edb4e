import type { HubMigration } from '../hub-migration.ts';

export const asideDropped: HubMigration = {
  version: 42,
  name: 'aside-dropped',
  up: `
    -- What somebody gave up, and why; without what it said.
    CREATE TABLE aside_dropped (
      no BIGINT PRIMARY KEY,
      at TIMESTAMPTZ NOT NULL DEFAULT now(),
      site TEXT NOT NULL,
      epoch TEXT,
      seq BIGINT,
      why TEXT NOT NULL,
      because TEXT NOT NULL
    );
  `,
};
