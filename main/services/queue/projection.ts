// Writes what follows from the queue's events into its tables. Depends on the event alone, so the whole database can be
// rebuilt from the journal.
import type { BusinessEvent, Recorded } from '../../../contract/events.ts';
import type { TicketState } from '../../../contract/ticket.ts';
import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

type Stay = { readonly ticketId: string; readonly counterId: string | null; readonly staffId: string | null };

export const createQueueProjection = (db: Db): Projection => {
  const openDay = db.prepare('INSERT INTO business_day (day, opened_at_ms) VALUES (?, ?)');
  const insertTicket = db.prepare(
    `INSERT INTO ticket (id, token, day, series_id, sequence, number, service_id, language, state, issued_at_ms, changed_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)`,
  );
  const moveTicket = db.prepare(
    'UPDATE ticket SET state = ?, counter_id = ?, staff_id = ?, changed_at_ms = ? WHERE id = ?',
  );
  const markCalled = db.prepare('UPDATE ticket SET called_at_ms = ?, calls = ?, call_seq = ? WHERE id = ?');
  const markStarted = db.prepare('UPDATE ticket SET started_at_ms = ? WHERE id = ?');
  const markHeld = db.prepare('UPDATE ticket SET hold_reason = ? WHERE id = ?');
  const endInterval = db.prepare('UPDATE ticket_interval SET to_ms = ? WHERE ticket_id = ? AND to_ms IS NULL');
  const firstInterval = db.prepare(
    "INSERT INTO ticket_interval (ticket_id, ordinal, state, from_ms) VALUES (?, 1, 'waiting', ?)",
  );
  const beginInterval = db.prepare(
    `INSERT INTO ticket_interval (ticket_id, ordinal, state, counter_id, staff_id, from_ms)
     VALUES (?, (SELECT max(ordinal) + 1 FROM ticket_interval WHERE ticket_id = ?), ?, ?, ?, ?)`,
  );
  const queuePrint = db.prepare(
    `INSERT INTO print_job (ticket_id, copy, state, queued_at_ms, changed_at_ms) VALUES (?, ?, 'queued', ?, ?)`,
  );
  const movePrint = db.prepare(
    'UPDATE print_job SET state = ?, fault_code = ?, changed_at_ms = ? WHERE ticket_id = ? AND copy = ?',
  );

  const move = ({ ticketId, counterId, staffId }: Stay, state: TicketState, atMs: number): void => {
    moveTicket.run(state, counterId, staffId, atMs, ticketId);
    endInterval.run(atMs, ticketId);
    beginInterval.run(ticketId, ticketId, state, counterId, staffId, atMs);
  };

  const apply = (event: BusinessEvent, { atMs, day }: Recorded): void => {
    switch (event.type) {
      case 'day-opened':
        openDay.run(event.day, atMs);
        return;
      case 'ticket-issued':
        insertTicket.run(
          event.ticketId,
          event.token,
          day,
          event.seriesId,
          event.sequence,
          event.number,
          event.serviceId,
          event.language,
          atMs,
          atMs,
        );
        firstInterval.run(event.ticketId, atMs);
        if (event.prints) queuePrint.run(event.ticketId, 1, atMs, atMs);
        return;
      case 'ticket-called':
        move(event, 'called', atMs);
        markCalled.run(atMs, event.calls, event.callSeq, event.ticketId);
        return;
      case 'service-started':
        move(event, 'serving', atMs);
        markStarted.run(atMs, event.ticketId);
        return;
      case 'ticket-finished':
        move(event, 'finished', atMs);
        return;
      case 'ticket-missed':
        move(event, 'no-show', atMs);
        return;
      case 'ticket-held':
        move(event, 'on-hold', atMs);
        markHeld.run(event.reason, event.ticketId);
        return;
      case 'ticket-resumed':
        move(event, 'serving', atMs);
        markHeld.run(null, event.ticketId);
        return;
      case 'ticket-expired':
        move({ ticketId: event.ticketId, counterId: null, staffId: null }, 'expired', atMs);
        return;
      case 'print-queued':
        queuePrint.run(event.ticketId, event.copy, atMs, atMs);
        return;
      case 'print-started':
        movePrint.run('printing', null, atMs, event.ticketId, event.copy);
        return;
      case 'print-ended':
        movePrint.run(event.state, event.faultCode, atMs, event.ticketId, event.copy);
        return;
      default:
        return;
    }
  };
  return (recorded) => apply(recorded.event, recorded);
};
