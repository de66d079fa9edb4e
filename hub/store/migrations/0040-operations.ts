import type { HubMigration } from '../hub-migration.ts';

export const operations: HubMigration = {
  version: 40,
  name: 'operations',
  up: `
    CREATE TABLE retention (
      one INT PRIMARY KEY DEFAULT 1 CHECK (one = 1),
      events_months INT NOT NULL DEFAULT 24 CHECK (events_months BETWEEN 1 AND 240),
      aside_days INT NOT NULL DEFAULT 180 CHECK (aside_days BETWEEN 7 AND 3650),
      -- Months before it were dropped. Never moves back: what was dropped cannot be told from what never came.
      events_from DATE NOT NULL DEFAULT '-infinity'
    );
    INSERT INTO retention DEFAULT VALUES;

    -- Events that came after their month had been dropped.
    CREATE TABLE late_count (
      site_no INT NOT NULL,
      month DATE NOT NULL,
      n BIGINT NOT NULL,
      newest_at TIMESTAMPTZ NOT NULL DEFAULT now(),
      PRIMARY KEY (site_no, month)
    );

    CREATE TABLE upkeep_run (
      at TIMESTAMPTZ PRIMARY KEY DEFAULT clock_timestamp(),
      made TEXT[] NOT NULL,
      dropped TEXT[] NOT NULL,
      dropped_tickets BIGINT NOT NULL,
      dropped_aside BIGINT NOT NULL
    );
  `,
};
