import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createSupervisionProjection = (db: Db): Projection => {
  const close = db.prepare('INSERT OR REPLACE INTO service_closing (service_id, reason, from_ms) VALUES (?, ?, ?)');
  const open = db.prepare('DELETE FROM service_closing WHERE service_id = ?');
  const bar = db.prepare('INSERT OR IGNORE INTO counter_bar (counter_id, since_ms) VALUES (?, ?)');
  const unbar = db.prepare('DELETE FROM counter_bar WHERE counter_id = ?');
  const see = db.prepare('INSERT OR IGNORE INTO late_seen (ticket_id, kind, staff_id, at_ms) VALUES (?, ?, ?, ?)');
  const forgetSeen = db.prepare('DELETE FROM late_seen WHERE ticket_id = ?');
  const morning = ['service_closing', 'counter_bar', 'late_seen'].map((table) => db.prepare(`DELETE FROM ${table}`));
  return ({ event, atMs }) => {
    switch (event.type) {
      case 'day-opened':
        for (const clear of morning) clear.run();
        return;
      case 'service-closed':
        close.run(event.serviceId, event.reason, event.fromMs);
        return;
      case 'service-reopened':
        open.run(event.serviceId);
        return;
      case 'counter-barred':
        bar.run(event.counterId, atMs);
        return;
      case 'counter-unbarred':
        unbar.run(event.counterId);
        return;
      case 'lateness-seen':
        see.run(event.ticketId, event.kind, event.staffId, atMs);
        return;
      // A new stay can be late anew.
      case 'ticket-called':
      case 'ticket-held':
      case 'ticket-lined-up':
        forgetSeen.run(event.ticketId);
        return;
      default:
        return;
    }
  };
};
