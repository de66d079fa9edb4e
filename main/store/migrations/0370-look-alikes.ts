import type { Migration } from '../migrate.ts';

export const lookAlikes: Migration = {
  version: 370,
  name: 'look-alikes',
  up: `
    CREATE TABLE look_alike (
      person_id TEXT NOT NULL,
      -- Empty: somebody who is not on the list.
      other_id TEXT NOT NULL,
      PRIMARY KEY (person_id, other_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX look_alike_other ON look_alike (other_id);
  `,
};
