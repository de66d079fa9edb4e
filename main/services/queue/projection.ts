// Writes what follows from the queue's events into its tables. Depends on the events alone, so the whole database can be
// rebuilt from the journal.
import type { BusinessEvent, Recorded } from '../../../contract/events.ts';
import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { begin, evolve, isNewStay, type Ticket } from './evolve.ts';
import { createTicketTable } from './ticket-table.ts';

export const createQueueProjection = (db: Db): Projection => {
  const tickets = createTicketTable(db);
  const openDay = db.prepare('INSERT INTO business_day (day, opened_at_ms) VALUES (?, ?)');
  const endInterval = db.prepare('UPDATE ticket_interval SET to_ms = ? WHERE ticket_id = ? AND to_ms IS NULL');
  const beginInterval = db.prepare(
    `INSERT INTO ticket_interval (ticket_id, ordinal, state, counter_id, staff_id, from_ms, service_id)
     VALUES (?, (SELECT coalesce(max(ordinal), 0) + 1 FROM ticket_interval WHERE ticket_id = ?), ?, ?, ?, ?, ?)`,
  );
  const keepNumber = db.prepare('INSERT INTO kept_number (day, series_id, sequence, ticket_id) VALUES (?, ?, ?, ?)');
  const jump = db.prepare('INSERT INTO number_jump (day, series_id, sequence, follows) VALUES (?, ?, ?, ?)');
  const handIn = db.prepare('INSERT INTO handed_in (ticket_id) VALUES (?)');
  const queuePrint = db.prepare(
    `INSERT INTO print_job (ticket_id, copy, state, queued_at_ms, changed_at_ms) VALUES (?, ?, 'queued', ?, ?)`,
  );
  const movePrint = db.prepare(
    'UPDATE print_job SET state = ?, fault_code = ?, changed_at_ms = ? WHERE ticket_id = ? AND copy = ?',
  );

  const stay = ({ ticketId, state, counterId, staffId, serviceId }: Ticket, atMs: number): void => {
    beginInterval.run(ticketId, ticketId, state, counterId, staffId, atMs, serviceId);
  };

  const change = (ticketId: Ticket['ticketId'], event: BusinessEvent, { atMs, day }: Recorded): void => {
    const before = tickets.byId(ticketId);
    const after = before === undefined ? null : evolve(before, event, { atMs, day });
    if (before === undefined || after === null) throw new Error(`${event.type} of ticket ${ticketId} changes nothing`);
    if (event.type === 'ticket-called' && event.passedIn !== undefined) tickets.pass(before, event, atMs);
    tickets.update(after);
    if (event.type === 'ticket-brought-over') keepNumber.run(day, after.seriesId, after.sequence, ticketId);
    if (!isNewStay(event, before, after)) return;
    endInterval.run(atMs, ticketId);
    stay(after, atMs);
  };

  /** The stays at counters of a satellite, which this machine does not know by name. */
  const servedApart = (event: Extract<BusinessEvent, { type: 'ticket-served-apart' }>, moment: Recorded): void => {
    const before = tickets.byId(event.ticketId);
    const after = before === undefined ? null : evolve(before, event, moment);
    if (after === null) throw new Error(`${event.type} of a ticket ${event.ticketId} that is not there`);
    tickets.update(after);
    const stays = [
      ['called', event.calledAtMs],
      ['serving', event.startedAtMs],
      [event.state, event.endedAtMs],
    ] as const;
    for (const [state, fromMs] of stays) {
      if (fromMs === null) continue;
      endInterval.run(fromMs, after.ticketId);
      stay({ ...after, state }, fromMs);
    }
  };

  const apply = (event: BusinessEvent, recorded: Recorded): void => {
    const { atMs, day } = recorded;
    switch (event.type) {
      case 'day-opened':
        openDay.run(event.day, atMs);
        return;
      case 'ticket-issued': {
        const ticket = begin(event, atMs, day);
        tickets.insert(ticket);
        stay(ticket, ticket.issuedAtMs);
        if (event.follows !== undefined) jump.run(day, event.seriesId, event.sequence, event.follows);
        if (event.prints) queuePrint.run(event.ticketId, 1, atMs, atMs);
        return;
      }
      case 'ticket-called':
      case 'service-started':
      case 'ticket-finished':
      case 'ticket-missed':
      case 'ticket-held':
      case 'ticket-resumed':
      case 'ticket-lined-up':
      case 'service-switched':
      case 'papers-missing':
      case 'ticket-cancelled':
      case 'ticket-expired':
      case 'ticket-kept':
      case 'ticket-brought-over':
      case 'ticket-on-way':
      case 'step-undone':
        change(event.ticketId, event, recorded);
        return;
      case 'ticket-served-apart':
        servedApart(event, recorded);
        return;
      case 'ticket-handed-in':
        handIn.run(event.ticketId);
        if (tickets.byId(event.ticketId)?.state === 'waiting') change(event.ticketId, event, recorded);
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
