import type { Migration } from '../migrate.ts';

export const lines: Migration = {
  version: 70,
  name: 'lines',
  up: `
    ALTER TABLE ticket ADD COLUMN source TEXT NOT NULL DEFAULT 'kiosk';
    ALTER TABLE ticket ADD COLUMN priority TEXT;
    -- Further services of the visit, a JSON list.
    ALTER TABLE ticket ADD COLUMN further TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE ticket ADD COLUMN line_at_ms INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE ticket ADD COLUMN joined_at_ms INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE ticket ADD COLUMN not_before_ms INTEGER;
    ALTER TABLE ticket ADD COLUMN for_counter TEXT;
    ALTER TABLE ticket ADD COLUMN return_to TEXT;
    ALTER TABLE ticket ADD COLUMN passed INTEGER NOT NULL DEFAULT 0 CHECK (passed >= 0);
    ALTER TABLE ticket ADD COLUMN missed INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE ticket ADD COLUMN lined_up_why TEXT;
    ALTER TABLE ticket ADD COLUMN hold_until_ms INTEGER;
    ALTER TABLE ticket ADD COLUMN result TEXT;
    UPDATE ticket SET line_at_ms = issued_at_ms, joined_at_ms = issued_at_ms;

    DROP INDEX ticket_by_state;
    CREATE INDEX ticket_by_state ON ticket (day, state, line_at_ms, sequence, service_id);

    ALTER TABLE ticket_interval ADD COLUMN service_id TEXT;
    UPDATE ticket_interval SET service_id = (SELECT service_id FROM ticket WHERE id = ticket_id);
  `,
};
