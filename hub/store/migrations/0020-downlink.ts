import type { HubMigration } from '../hub-migration.ts';

export const downlink: HubMigration = {
  version: 20,
  name: 'downlink',
  up: `
    CREATE TABLE downlink (
      site_no INT NOT NULL REFERENCES site,
      seq BIGINT GENERATED ALWAYS AS IDENTITY,
      -- Made by whoever gives it: the same press twice is one command.
      id UUID NOT NULL UNIQUE,
      kind TEXT NOT NULL,
      -- Gone once it is answered or over.
      body JSONB,
      given_at TIMESTAMPTZ NOT NULL,
      expires_at TIMESTAMPTZ NOT NULL,
      answered_at TIMESTAMPTZ,
      answer JSONB,
      PRIMARY KEY (site_no, seq)
    );
    CREATE INDEX downlink_open ON downlink (site_no, seq) WHERE answered_at IS NULL;
    CREATE INDEX downlink_answered ON downlink (answered_at);
  `,
};
