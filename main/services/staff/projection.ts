import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createStaffProjection = (db: Db): Projection => {
  const addStaff = db.prepare('INSERT INTO staff (id, login, name) VALUES (?, ?, ?)');
  const removeStaff = db.prepare('DELETE FROM staff WHERE id = ?');
  const removeSecret = db.prepare('DELETE FROM staff_secret WHERE staff_id = ?');
  const sit = db.prepare('INSERT INTO counter_seat (counter_id, staff_id, since_ms) VALUES (?, ?, ?)');
  const leave = db.prepare('DELETE FROM counter_seat WHERE counter_id = ?');
  const leaveAll = db.prepare('DELETE FROM counter_seat');
  const endSessionsOf = db.prepare('DELETE FROM staff_session WHERE staff_id = ?');
  const endAllSessions = db.prepare('DELETE FROM staff_session');
  return ({ event, atMs }) => {
    switch (event.type) {
      case 'day-opened':
        leaveAll.run();
        endAllSessions.run();
        return;
      case 'staff-added':
        addStaff.run(event.staffId, event.login, event.name);
        return;
      case 'staff-removed':
        endSessionsOf.run(event.staffId);
        removeSecret.run(event.staffId);
        removeStaff.run(event.staffId);
        return;
      case 'password-changed':
        endSessionsOf.run(event.staffId);
        return;
      case 'counter-opened':
        sit.run(event.counterId, event.staffId, atMs);
        return;
      case 'counter-closed':
        leave.run(event.counterId);
        endSessionsOf.run(event.staffId);
        return;
      default:
        return;
    }
  };
};
