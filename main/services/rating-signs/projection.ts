import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createRatingSignsProjection = (db: Db): Projection => {
  const insert = db.prepare(
    `INSERT INTO sign_rating (id, day, counter_id, staff_id, level, criteria, reasons, given_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return ({ event, day, atMs }) => {
    if (event.type !== 'sign-rating-given') return;
    const { id, counterId, staffId, level, criteria, reasons } = event;
    insert.run(id, day, counterId, staffId, level, JSON.stringify(criteria), JSON.stringify(reasons), atMs);
  };
};
