// Questions to the queue's tables.
import type { BusinessDay, CounterId, ServiceId, TicketId, TicketToken } from '../../../contract/ids.ts';
import type { PrintState, TicketState } from '../../../contract/ticket.ts';
import type { Db } from '../../store/open-db.ts';
import type { Remember } from '../../store/remembered.ts';
import type { Ticket } from './evolve.ts';
import { createTicketTable, type TicketRow, ticketColumns, toTicket } from './ticket-table.ts';

export interface PrintJob {
  readonly ticketId: TicketId;
  readonly copy: number;
  readonly state: Exclude<PrintState, 'none'>;
  readonly faultCode: string | null;
}

const jobColumns = 'ticket_id AS ticketId, copy, state, fault_code AS faultCode';

export interface WaitingBefore {
  readonly serviceId: ServiceId;
  readonly forCounter: CounterId | null;
  readonly count: number;
}

export interface QueueReads {
  /** The newest business day, or null before the first. */
  openDay(): BusinessDay | null;
  /** 0 when the series has no number on that day. */
  lastSequence(day: BusinessDay, seriesId: string): number;
  /** 0 when nobody was called on that day. */
  lastCallSeq(day: BusinessDay): number;
  byId(ticketId: TicketId): Ticket | undefined;
  byToken(token: TicketToken): Ticket | undefined;
  /** Waiting, in call order. */
  waiting(day: BusinessDay): Ticket[];
  /** Who waits on the ticket's day and comes before it in call order: how many of each service and each counter meant. */
  waitingBefore(ticket: Ticket): WaitingBefore[];
  /** On hold, bringing papers, or absent; longest first. */
  aside(day: BusinessDay): Ticket[];
  /** Called or being served at the counter, from whatever day. */
  inHand(counterId: CounterId): Ticket | undefined;
  /** How many tickets of the day are in each state; a state without any is not there. */
  countsOf(day: BusinessDay): ReadonlyMap<TicketState, number>;
  /** Called or being served anywhere. */
  allInHand(): Ticket[];
  /** Newest call first. */
  lastCalled(day: BusinessDay, limit: number): Ticket[];
  /** Left over by a day that was not this one. */
  leftOver(day: BusinessDay): Ticket[];
  lastPrint(ticketId: TicketId): PrintJob | undefined;
  /** Oldest first. */
  openPrints(): PrintJob[];
}

export const createQueueReads = (db: Db): QueueReads => {
  const newestDay = db.prepare<[], BusinessDay>('SELECT max(day) FROM business_day').pluck();
  const lastSequence = db
    .prepare<[string, string], number>(
      'SELECT sequence FROM ticket WHERE day = ? AND series_id = ? ORDER BY sequence DESC LIMIT 1',
    )
    .pluck();
  const lastCallSeq = db
    .prepare<[string], number>(
      'SELECT call_seq FROM ticket WHERE day = ? AND call_seq IS NOT NULL ORDER BY call_seq DESC LIMIT 1',
    )
    .pluck();
  const table = createTicketTable(db);
  const tickets = (where: string) =>
    db.prepare<(string | number)[], TicketRow>(`SELECT ${ticketColumns} FROM ticket WHERE ${where}`);
  const one = (row: TicketRow | undefined) => (row === undefined ? undefined : toTicket(row));
  const byToken = tickets('token = ?');
  const waiting = tickets(`day = ? AND state = 'waiting' ORDER BY line_at_ms, sequence, id`);
  const waitingBefore = db.prepare<[string, number, number, string], WaitingBefore>(
    `SELECT service_id AS serviceId, for_counter AS forCounter, count(*) AS count FROM ticket
     WHERE day = ? AND state = 'waiting' AND (line_at_ms, sequence, id) < (?, ?, ?) GROUP BY service_id, for_counter`,
  );
  const aside = tickets(`day = ? AND state IN ('on-hold', 'supplement', 'no-show') ORDER BY changed_at_ms`);
  const inHand = tickets(`counter_id = ? AND state IN ('called', 'serving')`);
  const allInHand = tickets(`state IN ('called', 'serving') AND counter_id IS NOT NULL`);
  const lastCalled = tickets('day = ? AND call_seq IS NOT NULL ORDER BY call_seq DESC LIMIT ?');
  const leftOver = tickets(`day <> ? AND state IN ('waiting', 'called', 'on-hold', 'supplement')`);
  const counts = db.prepare<[string], { state: TicketState; count: number }>(
    'SELECT state, count(*) AS count FROM ticket WHERE day = ? GROUP BY state',
  );
  const lastPrint = db.prepare<[string], PrintJob>(
    `SELECT ${jobColumns} FROM print_job WHERE ticket_id = ? ORDER BY copy DESC LIMIT 1`,
  );
  const openPrints = db.prepare<[], PrintJob>(
    `SELECT ${jobColumns} FROM print_job WHERE state IN ('queued', 'printing') ORDER BY queued_at_ms, ticket_id`,
  );
  return {
    openDay: () => newestDay.get() ?? null,
    lastSequence: (day, seriesId) => lastSequence.get(day, seriesId) ?? 0,
    lastCallSeq: (day) => lastCallSeq.get(day) ?? 0,
    byId: table.byId,
    byToken: (token) => one(byToken.get(token)),
    waiting: (day) => waiting.all(day).map(toTicket),
    waitingBefore: ({ day, lineAtMs, sequence, ticketId }) => waitingBefore.all(day, lineAtMs, sequence, ticketId),
    aside: (day) => aside.all(day).map(toTicket),
    inHand: (counterId) => one(inHand.get(counterId)),
    countsOf: (day) => new Map(counts.all(day).map(({ state, count }) => [state, count])),
    allInHand: () => allInHand.all().map(toTicket),
    lastCalled: (day, limit) => lastCalled.all(day, limit).map(toTicket),
    leftOver: (day) => leftOver.all(day).map(toTicket),
    lastPrint: (ticketId) => lastPrint.get(ticketId),
    openPrints: () => openPrints.all(),
  };
};

/** The same answers; the lists of the day are read once for each state of the tables. Outside of transactions only. */
export const rememberReads = (reads: QueueReads, remember: Remember): QueueReads => {
  const ofDay = <T>(read: (day: BusinessDay) => T): ((day: BusinessDay) => T) => {
    const byDay = remember(() => new Map<BusinessDay, T>());
    return (day) => {
      const known = byDay();
      const value = known.get(day) ?? read(day);
      known.set(day, value);
      return value;
    };
  };
  return {
    ...reads,
    openDay: remember(reads.openDay),
    waiting: ofDay(reads.waiting),
    aside: ofDay(reads.aside),
    countsOf: ofDay(reads.countsOf),
    allInHand: remember(reads.allInHand),
  };
};
