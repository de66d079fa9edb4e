import type { Migration } from '../migrate.ts';

export const appointmentRevisions: Migration = {
  version: 450,
  name: 'appointment-revisions',
  up: `
    -- How often it was moved or cancelled: a calendar takes the file with the higher one.
    ALTER TABLE appointment ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
    UPDATE appointment SET revision = changes.count FROM (
      SELECT body ->> '$.code' AS code, count(*) AS count FROM journal
      WHERE type IN ('appointment-moved', 'appointment-cancelled') GROUP BY 1
    ) AS changes WHERE changes.code = appointment.code;
  `,
};
