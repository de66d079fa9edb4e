import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createFeesProjection = (db: Db): Projection => {
  const ask = db.prepare(
    `INSERT INTO fee (seq, ticket_id, day, counter_id, staff_id, amount_dong, purpose, asked_at_ms, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'asked')`,
  );
  const settle = db.prepare(
    `UPDATE fee SET state = ?, settled_at_ms = ?, settled_by = ? WHERE ticket_id = ? AND state = 'asked'`,
  );
  return ({ event, day, seq, atMs }) => {
    switch (event.type) {
      case 'fee-asked': {
        const { ticketId, counterId, staffId, amountDong, purpose } = event;
        ask.run(seq, ticketId, day, counterId, staffId, amountDong, purpose, atMs);
        return;
      }
      case 'fee-paid':
        settle.run(event.how, atMs, event.staffId, event.ticketId);
        return;
      case 'fee-withdrawn':
        settle.run('withdrawn', atMs, event.staffId, event.ticketId);
        return;
      default:
        return;
    }
  };
};
