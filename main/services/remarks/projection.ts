import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createRemarksProjection = (db: Db): Projection => {
  const insert = db.prepare(
    `INSERT INTO remark (id, number, token_hash, kind, place_id, source, state, unit_id, has_photo, is_added, is_objected,
       left_at_ms, answer_by, first_answer_by, first_ended_at_ms, changed_at_ms, erased_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, 'received', NULL, 0, 0, 0, ?, ?, ?, NULL, ?, NULL)`,
  );
  const step = db.prepare(
    `INSERT INTO remark_step (remark_id, ordinal, kind, at_ms, staff_id, unit_id)
     SELECT ?, count(*), ?, ?, ?, ? FROM remark_step WHERE remark_id = ?`,
  );
  const show = db.prepare('UPDATE remark SET has_photo = 1, changed_at_ms = ? WHERE id = ?');
  const route = db.prepare(`UPDATE remark SET state = 'routed', unit_id = ?, changed_at_ms = ? WHERE id = ?`);
  const end = db.prepare(
    `UPDATE remark SET state = ?, first_ended_at_ms = coalesce(first_ended_at_ms, ?), changed_at_ms = ? WHERE id = ?`,
  );
  const add = db.prepare('UPDATE remark SET is_added = 1, changed_at_ms = ? WHERE id = ?');
  const object = db.prepare(
    `UPDATE remark SET is_objected = 1, answer_by = ?, state = iif(unit_id IS NULL, 'received', 'routed'), changed_at_ms = ?
     WHERE id = ?`,
  );
  const erase = db.prepare('UPDATE remark SET erased_at_ms = ?, has_photo = 0 WHERE id = ?');

  return ({ event, atMs }) => {
    switch (event.type) {
      case 'remark-left': {
        const { remarkId, remarkNumber, tokenHash, kind, placeId, source, answerBy } = event;
        insert.run(remarkId, remarkNumber, tokenHash, kind, placeId, source, atMs, answerBy, answerBy, atMs);
        step.run(remarkId, 'left', atMs, null, null, remarkId);
        return;
      }
      case 'remark-shown':
        show.run(atMs, event.remarkId);
        return;
      case 'remark-routed':
        route.run(event.unitId, atMs, event.remarkId);
        step.run(event.remarkId, 'routed', atMs, event.staffId, event.unitId, event.remarkId);
        return;
      case 'remark-answered':
        end.run('answered', atMs, atMs, event.remarkId);
        step.run(event.remarkId, 'answered', atMs, event.staffId, null, event.remarkId);
        return;
      case 'remark-closed':
        end.run('closed', atMs, atMs, event.remarkId);
        step.run(event.remarkId, 'closed', atMs, event.staffId, null, event.remarkId);
        return;
      case 'remark-added':
        add.run(atMs, event.remarkId);
        step.run(event.remarkId, 'added', atMs, null, null, event.remarkId);
        return;
      case 'remark-objected':
        object.run(event.answerBy, atMs, event.remarkId);
        step.run(event.remarkId, 'objected', atMs, null, null, event.remarkId);
        return;
      case 'remark-erased':
        erase.run(atMs, event.remarkId);
        return;
      default:
        return;
    }
  };
};
