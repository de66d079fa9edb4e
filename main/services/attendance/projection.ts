import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createAttendanceProjection = (db: Db): Projection => {
  const open = db.prepare(
    `INSERT INTO sheet (id, day, kind, title, place, agenda, opens_at_ms, starts_at_ms, late_after_ms, ends_at_ms, quorum,
       calendar_id, is_cancelled, reported_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, NULL)`,
  );
  const change = db.prepare(
    `UPDATE sheet SET title = ?, place = ?, agenda = ?, opens_at_ms = ?, starts_at_ms = ?, late_after_ms = ?, ends_at_ms = ?,
       quorum = ? WHERE id = ?`,
  );
  const cancel = db.prepare('UPDATE sheet SET is_cancelled = 1 WHERE id = ?');
  const report = db.prepare('UPDATE sheet SET reported_at_ms = ? WHERE id = ?');
  const expect = db.prepare(
    `INSERT INTO attendance (sheet_id, person_id, role, seat) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET role = excluded.role, seat = excluded.seat`,
  );
  const release = db.prepare('DELETE FROM attendance WHERE sheet_id = ? AND person_id = ?');
  const arrive = db.prepare(
    `UPDATE attendance SET
       arrived_by = CASE WHEN arrived_at_ms IS NULL OR :atMs < arrived_at_ms THEN :by ELSE arrived_by END,
       arrived_device = CASE WHEN arrived_at_ms IS NULL OR :atMs < arrived_at_ms THEN :device ELSE arrived_device END,
       arrived_at_ms = min(coalesce(arrived_at_ms, :atMs), :atMs),
       last_in_at_ms = max(coalesce(last_in_at_ms, :atMs), :atMs),
       left_at_ms = CASE WHEN :atMs > left_at_ms THEN NULL ELSE left_at_ms END
     WHERE sheet_id = :sheetId AND person_id = :personId`,
  );
  const leave = db.prepare('UPDATE attendance SET left_at_ms = ? WHERE sheet_id = ? AND person_id = ?');
  const withdraw = db.prepare(
    `UPDATE attendance SET arrived_at_ms = NULL, arrived_by = NULL, arrived_device = NULL, last_in_at_ms = NULL, left_at_ms = NULL
     WHERE sheet_id = ? AND person_id = ?`,
  );
  const announce = db.prepare('UPDATE attendance SET absence = ? WHERE sheet_id = ? AND person_id = ?');
  const correct = db.prepare(
    'UPDATE attendance SET corrected = ?, corrected_because = ?, corrected_by = ? WHERE sheet_id = ? AND person_id = ?',
  );

  const addLeave = db.prepare(
    `INSERT INTO person_leave (person_id, from_day, to_day, reason, by_staff) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET to_day = excluded.to_day, reason = excluded.reason, by_staff = excluded.by_staff`,
  );
  const cutLeave = db.prepare(
    `UPDATE person_leave SET to_day = date(:day, '-1 day')
     WHERE person_id = :personId AND from_day < :day AND to_day >= :day`,
  );
  const dropLeave = db.prepare('DELETE FROM person_leave WHERE person_id = :personId AND from_day = :day');

  return ({ event, day, atMs }) => {
    switch (event.type) {
      case 'sheet-opened': {
        const { sheetId, kind, title, place, agenda, times, quorum, calendarId } = event;
        const { opensAtMs, startsAtMs, lateAfterMs, endsAtMs } = times;
        open.run(
          ...[sheetId, day, kind, title, place, JSON.stringify(agenda)],
          ...[opensAtMs, startsAtMs, lateAfterMs, endsAtMs, quorum, calendarId],
        );
        return;
      }
      case 'sheet-expects':
        for (const { personId, role, seat } of event.attendees) expect.run(event.sheetId, personId, role, seat);
        return;
      case 'sheet-releases':
        for (const personId of event.personIds) release.run(event.sheetId, personId);
        return;
      case 'sheet-changed': {
        const { sheetId, title, place, agenda, times, quorum } = event;
        const { opensAtMs, startsAtMs, lateAfterMs, endsAtMs } = times;
        change.run(
          ...[title, place, JSON.stringify(agenda), opensAtMs, startsAtMs, lateAfterMs, endsAtMs, quorum, sheetId],
        );
        return;
      }
      case 'sheet-cancelled':
        cancel.run(event.sheetId);
        return;
      case 'person-arrived': {
        const { sheetId, personId, seenAtMs, method, deviceId } = event;
        arrive.run({ sheetId, personId, atMs: seenAtMs, by: method, device: deviceId });
        return;
      }
      case 'person-left':
        leave.run(event.seenAtMs, event.sheetId, event.personId);
        return;
      case 'arrival-withdrawn':
        withdraw.run(event.sheetId, event.personId);
        return;
      case 'absence-announced':
        announce.run(event.reason, event.sheetId, event.personId);
        return;
      case 'leave-announced':
        addLeave.run(event.personId, event.from, event.to, event.reason, event.by);
        return;
      case 'leave-recalled':
        cutLeave.run({ personId: event.personId, day: event.day });
        dropLeave.run({ personId: event.personId, day: event.day });
        return;
      case 'absence-recalled':
        announce.run(null, event.sheetId, event.personId);
        return;
      case 'attendance-corrected': {
        const { sheetId, personId, status, reason, by } = event;
        correct.run(status, status === null ? null : reason, status === null ? null : by, sheetId, personId);
        return;
      }
      case 'absence-reported':
        report.run(atMs, event.sheetId);
    }
  };
};
