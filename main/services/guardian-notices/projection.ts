import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createGuardianNoticesProjection = (db: Db): Projection => {
  const queue = db.prepare(
    `INSERT INTO guardian_notice (sheet_id, person_id, kind, state, why, queued_at_ms, changed_at_ms)
     VALUES (?, ?, ?, 'waiting', '', ?, ?)`,
  );
  const set = db.prepare(
    'UPDATE guardian_notice SET state = ?, why = ?, changed_at_ms = ? WHERE sheet_id = ? AND person_id = ? AND kind = ?',
  );
  const again = db.prepare(
    `UPDATE guardian_notice SET state = 'waiting', why = '', queued_at_ms = ?, changed_at_ms = ?
     WHERE sheet_id = ? AND person_id = ? AND kind = ?`,
  );
  return ({ event, atMs }) => {
    switch (event.type) {
      case 'guardian-notices-queued':
        for (const personId of event.personIds) queue.run(event.sheetId, personId, event.kind, atMs, atMs);
        return;
      case 'guardian-notice-settled':
        set.run(event.outcome, event.why, atMs, event.sheetId, event.personId, event.kind);
        return;
      case 'guardian-notice-told':
        set.run('told', '', atMs, event.sheetId, event.personId, event.kind);
        return;
      case 'guardian-notice-requeued':
        again.run(atMs, atMs, event.sheetId, event.personId, event.kind);
    }
  };
};
