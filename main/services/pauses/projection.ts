import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createPausesProjection = (db: Db): Projection => {
  const begin = db.prepare('INSERT INTO counter_pause (counter_id, staff_id, reason, since_ms) VALUES (?, ?, ?, ?)');
  const end = db.prepare('DELETE FROM counter_pause WHERE counter_id = ?');
  const endAll = db.prepare('DELETE FROM counter_pause');
  return ({ event, atMs }) => {
    switch (event.type) {
      case 'day-opened':
        endAll.run();
        return;
      case 'counter-paused':
        begin.run(event.counterId, event.staffId, event.reason, atMs);
        return;
      case 'counter-unpaused':
      case 'counter-closed':
        end.run(event.counterId);
        return;
      default:
        return;
    }
  };
};
