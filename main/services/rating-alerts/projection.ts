import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createRatingAlertsProjection = (db: Db): Projection => {
  const insert = db.prepare(
    `INSERT INTO rating_alert (id, ticket_id, day, half, counter_id, service_id, level, raised_at_ms, due_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const take = db.prepare('UPDATE rating_alert SET holder_id = ?, taken_at_ms = coalesce(taken_at_ms, ?) WHERE id = ?');
  const answer = db.prepare('UPDATE rating_alert SET answered_at_ms = ? WHERE id = ?');
  const close = db.prepare('UPDATE rating_alert SET closed_at_ms = ? WHERE id = ?');
  return ({ event, atMs }) => {
    switch (event.type) {
      case 'rating-alert-raised': {
        const { alertId, ticketId, ofDay, half, counterId, serviceId, level, dueAtMs } = event;
        insert.run(alertId, ticketId, ofDay, half, counterId, serviceId, level, atMs, dueAtMs);
        return;
      }
      case 'rating-alert-taken':
        take.run(event.staffId, atMs, event.alertId);
        return;
      case 'rating-alert-answered':
        answer.run(atMs, event.alertId);
        return;
      case 'rating-alert-closed':
        close.run(atMs, event.alertId);
        return;
      default:
    }
  };
};
