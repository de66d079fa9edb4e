import type { Migration } from '../migrate.ts';

export const satellites: Migration = {
  version: 420,
  name: 'satellites',
  up: `
    -- Which satellite gave the number on its own; it is none of those that this machine counts.
    ALTER TABLE ticket ADD COLUMN apart TEXT;
    CREATE INDEX ticket_own_number ON ticket (day, series_id, sequence) WHERE apart IS NULL;

    -- Where own numbers go on after those of other machines: follows is the last one before.
    CREATE TABLE number_jump (
      day TEXT NOT NULL,
      series_id TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      follows INTEGER NOT NULL CHECK (follows >= 0 AND follows < sequence - 1),
      PRIMARY KEY (day, series_id, sequence)
    ) STRICT, WITHOUT ROWID;

    -- At a satellite: tickets that the host of the hall has.
    CREATE TABLE handed_in (ticket_id TEXT PRIMARY KEY REFERENCES ticket (id)) STRICT, WITHOUT ROWID;

    -- At a satellite, and outside the journal: what the host said. Numbers of its band that are borne already …
    CREATE TABLE known_number (
      day TEXT NOT NULL,
      series_id TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      PRIMARY KEY (day, series_id, sequence)
    ) STRICT, WITHOUT ROWID;
    -- … and for which numbers it was let in, with what codes on tickets begin with.
    CREATE TABLE host_line (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      numbers_from INTEGER NOT NULL,
      numbers_to INTEGER NOT NULL,
      turn_base TEXT NOT NULL
    ) STRICT;
  `,
};
