import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createAppointmentProjection = (db: Db): Projection => {
  const insert = db.prepare(
    `INSERT INTO appointment (code, service_id, start_ms, state, person, booked_at_ms, changed_at_ms)
     VALUES (?, ?, ?, 'booked', ?, ?, ?)`,
  );
  const move = db.prepare(
    'UPDATE appointment SET start_ms = ?, changed_at_ms = ?, revision = revision + 1 WHERE code = ?',
  );
  const cancel = db.prepare(
    `UPDATE appointment SET state = 'cancelled', changed_at_ms = ?, revision = revision + 1 WHERE code = ?`,
  );
  const end = db.prepare('UPDATE appointment SET state = ?, ticket_id = ?, changed_at_ms = ? WHERE code = ?');
  return ({ event, atMs }) => {
    switch (event.type) {
      case 'appointment-booked':
        insert.run(event.code, event.serviceId, event.startMs, event.person, atMs, atMs);
        return;
      case 'appointment-moved':
        move.run(event.startMs, atMs, event.code);
        return;
      case 'appointment-cancelled':
        cancel.run(atMs, event.code);
        return;
      case 'appointment-kept':
        end.run('kept', event.ticketId, atMs, event.code);
        return;
      case 'appointment-missed':
        end.run('missed', null, atMs, event.code);
        return;
      default:
        return;
    }
  };
};
