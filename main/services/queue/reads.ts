// Questions to the queue's tables.
import type { BusinessDay, CounterId, ServiceId, TicketId, TicketToken } from '../../../contract/ids.ts';
import type { PrintState, TicketState } from '../../../contract/ticket.ts';
import type { Db } from '../../store/open-db.ts';
import type { Remember } from '../../store/remembered.ts';
import type { Ticket } from './evolve.ts';
import { byCallOrder } from './line.ts';
import type { OpenTickets } from './open-tickets.ts';
import { createTicketTable, type TicketRow, ticketColumns, toTicket } from './ticket-table.ts';

/** Of a number that is borne whatever the day is on this machine (`known_number`). */
export const ANY_DAY = '9999-12-31';

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

/** A board shows hundreds of them: no more than it needs. */
export type LastCall = Pick<Ticket, 'number' | 'state' | 'counterId' | 'calledAtMs' | 'calls' | 'callSeq'>;

export interface QueueReads {
  /** The newest business day, or null before the first. */
  openDay(): BusinessDay | null;
  /** Of this machine's own numbers; 0 when the series has none on that day. */
  lastSequence(day: BusinessDay, seriesId: string): number;
  /** Whether a number was given on that day. */
  hasNumbers(day: BusinessDay): boolean;
  /** Whether somebody bears it on that day whose number was kept, or was given in another life of this database. */
  isBorne(day: BusinessDay, seriesId: string, sequence: number): boolean;
  /** Of the people of that day; who lives before who has ended. */
  byNumber(day: BusinessDay, number: string): Ticket | undefined;
  /** 0 when nobody was called on that day. */
  lastCallSeq(day: BusinessDay): number;
  byId(ticketId: TicketId): Ticket | undefined;
  byToken(token: TicketToken): Ticket | undefined;
  /** Waiting, in call order; the same list until somebody comes, goes or is passed. */
  waiting(day: BusinessDay): readonly Ticket[];
  /** How many wait for each service; a service for which nobody waits is not there. */
  waitingByService(day: BusinessDay): ReadonlyMap<ServiceId, number>;
  /** Waiting for one of these services, in no order. */
  line(day: BusinessDay, services: ReadonlySet<ServiceId>): Ticket[];
  /** Who waits on the ticket's day and comes before it in call order: how many of each service and each counter meant. */
  waitingBefore(ticket: Ticket): WaitingBefore[];
  /** On hold, bringing papers, or absent; longest first. */
  aside(day: BusinessDay): readonly Ticket[];
  /** Called or being served at the counter, from whatever day. */
  inHand(counterId: CounterId): Ticket | undefined;
  /** How many tickets in the line of the day are in each state; a state without any is not there. */
  countsOf(day: BusinessDay): ReadonlyMap<TicketState, number>;
  /** Called or being served anywhere. */
  allInHand(): readonly Ticket[];
  /** Newest call first. */
  lastCalled(day: BusinessDay, limit: number): LastCall[];
  /** Left over by a day that was not this one. */
  leftOver(day: BusinessDay): Ticket[];
  lastPrint(ticketId: TicketId): PrintJob | undefined;
  /** Oldest first. */
  openPrints(): PrintJob[];
}

export type TicketReads = Omit<QueueReads, keyof OpenTickets | 'line' | 'waitingBefore' | 'allInHand'>;

/** Of the tables alone. */
export const createTicketReads = (db: Db): TicketReads => {
  const newestDay = db.prepare<[], BusinessDay>('SELECT max(day) FROM business_day').pluck();
  const lastSequence = db
    .prepare<[string, string], number>(
      'SELECT sequence FROM ticket WHERE day = ? AND series_id = ? AND apart IS NULL ORDER BY sequence DESC LIMIT 1',
    )
    .pluck();
  const lastCallSeq = db
    .prepare<[string], number>(
      'SELECT call_seq FROM ticket WHERE line_day = ? AND call_seq IS NOT NULL ORDER BY call_seq DESC LIMIT 1',
    )
    .pluck();
  const anyNumber = db.prepare<[string], 1>('SELECT 1 FROM ticket WHERE day = ? LIMIT 1').pluck();
  const borne = db
    .prepare<{ day: string; seriesId: string; sequence: number }, 1>(
      `SELECT 1 FROM kept_number WHERE day = @day AND series_id = @seriesId AND sequence = @sequence
       UNION ALL SELECT 1 FROM known_number WHERE day IN (@day, '${ANY_DAY}') AND series_id = @seriesId AND sequence = @sequence
       UNION ALL SELECT 1 FROM ticket WHERE day = @day AND series_id = @seriesId AND sequence = @sequence`,
    )
    .pluck();
  const table = createTicketTable(db);
  const tickets = (where: string) =>
    db.prepare<(string | number)[], TicketRow>(`SELECT ${ticketColumns} FROM ticket WHERE ${where}`);
  const one = (row: TicketRow | undefined) => (row === undefined ? undefined : toTicket(row));
  const byToken = tickets('token = ?');
  const byNumber = tickets(
    `line_day = ? AND number = ? ORDER BY state IN ('finished', 'no-show', 'cancelled', 'expired') LIMIT 1`,
  );
  const lastCalled = db.prepare<[string, number], LastCall>(
    `SELECT number, state, counter_id AS counterId, called_at_ms AS calledAtMs, calls, call_seq AS callSeq FROM ticket
     WHERE line_day = ? AND call_seq IS NOT NULL ORDER BY call_seq DESC LIMIT ?`,
  );
  const leftOver = tickets(
    `line_day <> ? AND state IN ('waiting', 'called', 'on-hold', 'supplement', 'kept') ORDER BY line_at_ms, sequence, id`,
  );
  const counts = db.prepare<[string], { state: TicketState; count: number }>(
    'SELECT state, count(*) AS count FROM ticket WHERE line_day = ? GROUP BY state',
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
    hasNumbers: (day) => anyNumber.get(day) !== undefined,
    isBorne: (day, seriesId, sequence) => borne.get({ day, seriesId, sequence }) !== undefined,
    byNumber: (day, number) => one(byNumber.get(day, number)),
    lastCallSeq: (day) => lastCallSeq.get(day) ?? 0,
    byId: table.byId,
    byToken: (token) => one(byToken.get(token)),
    countsOf: (day) => new Map(counts.all(day).map(({ state, count }) => [state, count])),
    lastCalled: (day, limit) => lastCalled.all(day, limit),
    leftOver: (day) => leftOver.all(day).map(toTicket),
    lastPrint: (ticketId) => lastPrint.get(ticketId),
    openPrints: () => openPrints.all(),
  };
};

const waitingBefore = (line: Iterable<Ticket>, ticket: Ticket): WaitingBefore[] => {
  const groups = new Map<string, WaitingBefore>();
  for (const one of line) {
    if (one.ticketId === ticket.ticketId || byCallOrder(one, ticket) >= 0) continue;
    const { serviceId, forCounter } = one;
    const key = forCounter === null ? serviceId : `${serviceId} ${forCounter}`;
    groups.set(key, { serviceId, forCounter, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()];
};

export const createQueueReads = (db: Db, open: OpenTickets): QueueReads => {
  const tables = createTicketReads(db);
  return {
    ...tables,
    byId: (ticketId) => open.find(ticketId) ?? tables.byId(ticketId),
    waiting: open.waiting,
    waitingByService: open.waitingByService,
    line: (day, services) => [...open.line(day)].filter(({ serviceId }) => services.has(serviceId)),
    waitingBefore: (ticket) => waitingBefore(open.line(ticket.lineDay), ticket),
    aside: open.aside,
    inHand: (counterId) => open.inHand().get(counterId),
    allInHand: () => [...open.inHand().values()],
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
    countsOf: ofDay(reads.countsOf),
  };
};
