import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createRatingsProjection = (db: Db): Projection => {
  const insert = db.prepare(
    `INSERT INTO rating (ticket_id, day, counter_id, service_id, staff_id, is_alone, level, criteria, reasons, given_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return ({ event, atMs }) => {
    if (event.type !== 'rating-given') return;
    const { ticketId, ofDay, counterId, serviceId, staffId, isAlone, level, criteria, reasons } = event;
    const answers = [JSON.stringify(criteria), JSON.stringify(reasons)];
    insert.run(ticketId, ofDay, counterId, serviceId, staffId, isAlone ? 1 : 0, level, ...answers, atMs);
  };
};
