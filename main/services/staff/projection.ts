import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createStaffProjection = (db: Db): Projection => {
  const addStaff = db.prepare('INSERT INTO staff (id, login, name, roles) VALUES (?, ?, ?, ?)');
  const changeRoles = db.prepare('UPDATE staff SET roles = ? WHERE id = ?');
  const removeStaff = db.prepare('DELETE FROM staff WHERE id = ?');
  const removeSecret = db.prepare('DELETE FROM staff_secret WHERE staff_id = ?');
  const sit = db.prepare('INSERT INTO counter_seat (counter_id, staff_id, since_ms) VALUES (?, ?, ?)');
  const leave = db.prepare('DELETE FROM counter_seat WHERE counter_id = ?');
  const leaveAll = db.prepare('DELETE FROM counter_seat');
  const endSessionsOf = db.prepare('DELETE FROM staff_session WHERE staff_id = ?');
  const endAllSessions = db.prepare('DELETE FROM staff_session');
  const endOffice = db.prepare('DELETE FROM office_session WHERE staff_id = ?');
  const endAllOffice = db.prepare('DELETE FROM office_session');
  const endSessions = (staffId: string): void => {
    endSessionsOf.run(staffId);
    endOffice.run(staffId);
  };
  return ({ event, atMs }) => {
    switch (event.type) {
      case 'day-opened':
        leaveAll.run();
        endAllSessions.run();
        endAllOffice.run();
        return;
      case 'staff-added':
        addStaff.run(event.staffId, event.login, event.name, JSON.stringify(event.roles ?? ['clerk']));
        return;
      case 'staff-removed':
        endSessions(event.staffId);
        removeSecret.run(event.staffId);
        removeStaff.run(event.staffId);
        return;
      case 'roles-changed':
        changeRoles.run(JSON.stringify(event.roles), event.staffId);
        endSessions(event.staffId);
        return;
      case 'password-changed':
        endSessions(event.staffId);
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
