// Compares what people were promised with what a database holds.
import type { Db } from '../../main/store/open-db.ts';
import type { Promised } from './load.ts';

export interface Kept {
  /** Different tickets that people were promised. */
  readonly acked: number;
  /** Promised, but not stored, or stored with another number. */
  readonly lost: number;
  /** Numbers that two tickets bear within one series and day, and keys that were given two tickets. */
  readonly doubled: number;
}

export const comparePromises = (db: Db, promised: readonly Promised[]): Kept => {
  const numbers = new Map(
    db
      .prepare<[], { id: string; number: string }>('SELECT id, number FROM ticket')
      .all()
      .map(({ id, number }) => [id, number]),
  );
  const ticketOfKey = new Map<string, string>();
  const keyOfTicket = new Map<string, string>();
  let doubled = Number(
    db.prepare('SELECT count(*) FROM (SELECT 1 FROM ticket GROUP BY day, number HAVING count(*) > 1)').pluck().get(),
  );
  for (const { key, ticketId } of promised) {
    if ((ticketOfKey.get(key) ?? ticketId) !== ticketId || (keyOfTicket.get(ticketId) ?? key) !== key) doubled += 1;
    ticketOfKey.set(key, ticketId);
    keyOfTicket.set(ticketId, key);
  }
  const tickets = new Map(promised.map(({ ticketId, number }) => [ticketId, number]));
  const lost = [...tickets].filter(([ticketId, number]) => numbers.get(ticketId) !== number).length;
  return { acked: tickets.size, lost, doubled };
};
