import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

/** Writes nothing: notes are no events. It only lets those of the day before go, in the transaction of the new day. */
export const createNotesProjection = (db: Db): Projection => {
  const purge = db.prepare('DELETE FROM ticket_note');
  return ({ event }) => {
    if (event.type === 'day-opened') purge.run();
  };
};
