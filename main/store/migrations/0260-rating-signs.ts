import type { Migration } from '../migrate.ts';

export const ratingSigns: Migration = {
  version: 260,
  name: 'rating-signs',
  up: `
    -- Ratings by the sign of a counter: nobody knows whether who gave them was served.
    CREATE TABLE sign_rating (
      id TEXT PRIMARY KEY,
      day TEXT NOT NULL,
      counter_id TEXT NOT NULL,
      -- Who sat there at that moment; null where nobody did.
      staff_id TEXT,
      level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
      -- JSON: levels by criterion, list of reasons.
      criteria TEXT NOT NULL,
      reasons TEXT NOT NULL,
      given_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sign_rating_by_day ON sign_rating (day, counter_id);

    -- What somebody wrote. Outside the journal, so that it can be taken away.
    CREATE TABLE sign_rating_text (
      id TEXT PRIMARY KEY REFERENCES sign_rating (id),
      text TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- What the code of a counter's sign carries. Apart from the journal, which leaves the site.
    CREATE TABLE rating_sign (
      counter_id TEXT PRIMARY KEY,
      token TEXT NOT NULL UNIQUE
    ) STRICT, WITHOUT ROWID;

    -- From where signs were rated lately, as hashes; rows go when the limits no longer need them.
    CREATE TABLE sign_sender (
      id TEXT PRIMARY KEY,
      counter_id TEXT NOT NULL,
      device_hash TEXT NOT NULL,
      address_hash TEXT NOT NULL,
      given_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sign_sender_by_time ON sign_sender (given_at_ms);
  `,
};
