import type { Migration } from '../migrate.ts';

export const journalByDay: Migration = {
  version: 210,
  name: 'journal-by-day',
  up: `
    -- Reports and the audit ask for the events of some days and kinds.
    CREATE INDEX journal_by_day ON journal (day, type);
    CREATE INDEX appointment_by_ticket ON appointment (ticket_id) WHERE ticket_id IS NOT NULL;
  `,
};
