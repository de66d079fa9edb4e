import type { Migration } from '../migrate.ts';

export const notices: Migration = {
  version: 230,
  name: 'notices',
  up: `
    -- What managers tell the hall: at most one of each kind.
    CREATE TABLE notice (
      kind TEXT PRIMARY KEY CHECK (kind IN ('emergency', 'running')),
      vi TEXT NOT NULL,
      en TEXT NOT NULL,
      since_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
