import type { Migration } from '../migrate.ts';

/** Outside the journal: sums over everybody, nothing of a person. */
export const faceScores: Migration = {
  version: 371,
  name: 'face-scores',
  up: `
    CREATE TABLE face_score (
      pack TEXT NOT NULL,
      day TEXT NOT NULL,
      n INTEGER NOT NULL,
      sum REAL NOT NULL,
      sum_of_squares REAL NOT NULL,
      PRIMARY KEY (pack, day)
    ) STRICT, WITHOUT ROWID;
  `,
};
