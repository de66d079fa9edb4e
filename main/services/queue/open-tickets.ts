// Whose visit has not ended, kept in memory: a press of Next, a new number and every screen ask for them, many times a
// second. The tables stay the truth: what the writer projects is taken over event by event, and everything is read anew once
// a transaction was undone or another process wrote.
import type { BusinessDay, CounterId, ServiceId, TicketId } from '../../../contract/ids.ts';
import type { TicketState } from '../../../contract/ticket.ts';
import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { createDataVersion } from '../../store/remembered.ts';
import { begin, evolve, type Ticket } from './evolve.ts';
import { byCallOrder, passedBy } from './line.ts';
import { createTicketTable, type TicketRow, ticketColumns, toTicket } from './ticket-table.ts';

/** Each list is the same one until somebody in it changes. */
export interface OpenTickets {
  /** In the line of that day, in call order. */
  waiting(day: BusinessDay): readonly Ticket[];
  /** The same people in no order, for who only looks for some of them. */
  line(day: BusinessDay): Iterable<Ticket>;
  /** How many wait for each service; a service for which nobody waits is not there. */
  waitingByService(day: BusinessDay): ReadonlyMap<ServiceId, number>;
  /** On hold, bringing papers, or absent, of that day; longest first. */
  aside(day: BusinessDay): readonly Ticket[];
  /** Called or being served at a counter, from whatever day. */
  inHand(): ReadonlyMap<CounterId, Ticket>;
  /** Undefined for one that has ended, or that is not known here: the tables may have it. */
  find(ticketId: TicketId): Ticket | undefined;
  /** Runs after the projection that writes the tickets. */
  readonly project: Projection;
  /** A transaction was undone: what was taken over from it is wrong. */
  forget(): void;
}

type Place = 'waiting' | 'aside' | 'inHand';

const placeOf: Partial<Record<TicketState, Place>> = {
  waiting: 'waiting',
  'on-hold': 'aside',
  supplement: 'aside',
  'no-show': 'aside',
  called: 'inHand',
  serving: 'inHand',
};

interface Known {
  /** Null until somebody asks for the people of a day. */
  readonly day: BusinessDay | null;
  readonly version: number | undefined;
  readonly tickets: Readonly<Record<Place, Map<TicketId, Ticket>>>;
  readonly lists: {
    waiting: readonly Ticket[] | null;
    byService: ReadonlyMap<ServiceId, number> | null;
    aside: readonly Ticket[] | null;
    inHand: ReadonlyMap<CounterId, Ticket> | null;
  };
}

const findIn = ({ tickets }: Known, ticketId: TicketId): Ticket | undefined =>
  tickets.waiting.get(ticketId) ?? tickets.inHand.get(ticketId) ?? tickets.aside.get(ticketId);

const change = (lists: Known['lists'], place: Place): void => {
  lists[place] = null;
  if (place === 'waiting') lists.byService = null;
};

const countByService = (tickets: Iterable<Ticket>): ReadonlyMap<ServiceId, number> => {
  const counts = new Map<ServiceId, number>();
  for (const { serviceId } of tickets) counts.set(serviceId, (counts.get(serviceId) ?? 0) + 1);
  return counts;
};

const byChange = (a: Ticket, b: Ticket): number => a.changedAtMs - b.changedAtMs || (a.ticketId < b.ticketId ? -1 : 1);

export const createOpenTickets = (db: Db): OpenTickets => {
  const rows = db.prepare<[string | null], TicketRow>(
    `SELECT ${ticketColumns} FROM ticket
     WHERE line_day = ? AND state IN ('waiting', 'on-hold', 'supplement', 'no-show')
     ORDER BY line_at_ms, sequence, id`,
  );
  const inHandRows = db.prepare<[], TicketRow>(
    `SELECT ${ticketColumns} FROM ticket WHERE state IN ('called', 'serving') AND counter_id IS NOT NULL`,
  );
  const { byId } = createTicketTable(db);
  const dataVersion = createDataVersion(db);
  let known: Known | null = null;

  const add = ({ tickets, lists }: Known, ticket: Ticket): void => {
    const place = placeOf[ticket.state];
    if (place === undefined) return;
    tickets[place].set(ticket.ticketId, ticket);
    change(lists, place);
  };

  const drop = ({ tickets, lists }: Known, ticketId: TicketId): void => {
    for (const place of ['waiting', 'aside', 'inHand'] as const)
      if (tickets[place].delete(ticketId)) change(lists, place);
  };

  /** Null `day`: only who is in hand is asked for, so that whichever day is known will do. */
  const read = (day: BusinessDay | null): Known => {
    const version = dataVersion();
    if (known !== null && known.version === version && (day === null || known.day === day)) return known;
    const fresh: Known = {
      day: day ?? known?.day ?? null,
      version,
      tickets: { waiting: new Map(), aside: new Map(), inHand: new Map() },
      lists: { waiting: null, byService: null, aside: null, inHand: null },
    };
    for (const row of [...rows.all(fresh.day), ...inHandRows.all()]) add(fresh, toTicket(row));
    known = fresh;
    return fresh;
  };

  /** Counts it for everybody whom the call passes, as the table does. */
  const pass = (
    into: Known,
    called: Ticket,
    by: { readonly counterId: Ticket['counterId']; readonly services: ReadonlySet<ServiceId>; readonly atMs: number },
  ): void => {
    const { counterId, services, atMs } = by;
    if (counterId === null) return;
    for (const one of passedBy([...into.tickets.waiting.values()], called, { counterId, services }, atMs))
      add(into, { ...one, passed: one.passed + 1 });
  };

  return {
    waiting: (day) => {
      const { tickets, lists } = read(day);
      lists.waiting ??= [...tickets.waiting.values()].sort(byCallOrder);
      return lists.waiting;
    },
    line: (day) => read(day).tickets.waiting.values(),
    waitingByService: (day) => {
      const { tickets, lists } = read(day);
      lists.byService ??= countByService(tickets.waiting.values());
      return lists.byService;
    },
    aside: (day) => {
      const { tickets, lists } = read(day);
      lists.aside ??= [...tickets.aside.values()].sort(byChange);
      return lists.aside;
    },
    inHand: () => {
      const { tickets, lists } = read(null);
      lists.inHand ??= new Map(
        [...tickets.inHand.values()].flatMap((one) => (one.counterId ? [[one.counterId, one]] : [])),
      );
      return lists.inHand;
    },
    find: (ticketId) => findIn(read(null), ticketId),
    project: ({ event, atMs, day }) => {
      if (known === null || !('ticketId' in event) || event.type.startsWith('print-')) return;
      const { ticketId } = event;
      const before = findIn(known, ticketId);
      if (before !== undefined && event.type === 'ticket-called' && event.passedIn !== undefined)
        pass(known, before, { counterId: event.counterId, services: new Set(event.passedIn), atMs });
      const moved = before === undefined ? null : evolve(before, event, { atMs, day });
      const ticket = event.type === 'ticket-issued' ? begin(event, atMs, day) : (moved ?? byId(ticketId));
      drop(known, ticketId);
      if (ticket === undefined) return;
      if (ticket.lineDay === known.day || placeOf[ticket.state] === 'inHand') add(known, ticket);
    },
    forget: () => {
      known = null;
    },
  };
};
