import type { Migration } from '../migrate.ts';

export const procedures: Migration = {
  version: 140,
  name: 'procedures',
  up: `
    CREATE TABLE procedure (
      id INTEGER PRIMARY KEY,
      code TEXT NOT NULL UNIQUE,
      field_vi TEXT NOT NULL,
      field_en TEXT NOT NULL,
      service_id TEXT,
      -- JSON, as contract/procedure.ts says.
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX procedure_field ON procedure (field_vi, field_en);
    CREATE INDEX procedure_service ON procedure (service_id, field_vi, field_en);
    -- rowid: procedure.id. Words without marks, made by us: the tokenizer's own folding leaves the letter đ.
    CREATE VIRTUAL TABLE procedure_words USING fts5 (
      name, keywords, field, body, tokenize = 'ascii', prefix = '1 2 3'
    );
    CREATE VIRTUAL TABLE procedure_terms USING fts5vocab (procedure_words, row);
  `,
};
