import type { Migration } from '../migrate.ts';

export const personLeaves: Migration = {
  version: 341,
  name: 'person-leaves',
  up: `
    -- Absences announced for days ahead, both days included.
    CREATE TABLE person_leave (
      person_id TEXT NOT NULL,
      from_day TEXT NOT NULL,
      to_day TEXT NOT NULL,
      reason TEXT NOT NULL,
      by_staff TEXT NOT NULL,
      PRIMARY KEY (person_id, from_day)
    ) STRICT, WITHOUT ROWID;
  `,
};
