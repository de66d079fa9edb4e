// What each person was told when taking the number, and when the call came.
import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createWaitsProjection = (db: Db): Projection => {
  const promise = db.prepare(
    `INSERT INTO wait_promise (ticket_id, day, service_id, issued_at_ms, low_minutes, high_minutes)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const call = db.prepare('UPDATE wait_promise SET called_at_ms = ? WHERE ticket_id = ? AND called_at_ms IS NULL');
  const forget = db.prepare('DELETE FROM wait_promise WHERE ticket_id = ? AND called_at_ms IS NULL');
  return ({ event, day, atMs }) => {
    if (event.type === 'ticket-issued' && event.promised !== undefined)
      promise.run(event.ticketId, day, event.serviceId, atMs, event.promised.low, event.promised.high);
    if (event.type === 'ticket-called') call.run(atMs, event.ticketId);
    // The day ended before the call: what was promised can no longer be right or wrong.
    if (event.type === 'ticket-kept') forget.run(event.ticketId);
  };
};
