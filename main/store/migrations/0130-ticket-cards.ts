import type { Migration } from '../migrate.ts';

export const ticketCards: Migration = {
  version: 130,
  name: 'ticket-cards',
  up: `
    -- Which ticket a card stands for today: the card as keyed hash, each at most once.
    CREATE TABLE ticket_card (
      card_hash TEXT PRIMARY KEY,
      ticket_id TEXT NOT NULL REFERENCES ticket (id),
      bound_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
