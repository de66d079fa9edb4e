// Which card stands for which ticket, out of the journal.
import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createVisitsProjection = (db: Db): Projection => {
  const bind = db.prepare('INSERT OR REPLACE INTO ticket_card (card_hash, ticket_id, bound_at_ms) VALUES (?, ?, ?)');
  const free = db.prepare('DELETE FROM ticket_card WHERE card_hash = ?');
  // A kept number has no other sign for who took it with a card alone.
  const freeAll = db.prepare(
    `DELETE FROM ticket_card WHERE ticket_id NOT IN (SELECT id FROM ticket WHERE state = 'kept')`,
  );
  return ({ event, atMs }) => {
    if (event.type === 'card-bound') bind.run(event.cardHash, event.ticketId, atMs);
    else if (event.type === 'card-collected') free.run(event.cardHash);
    else if (event.type === 'day-opened') freeAll.run();
  };
};
