// The ticket table: rows to tickets and back. Ids in it were checked when they were written; here they only get their
// brand back.
import type { ServiceId, TicketId } from '../../../contract/ids.ts';
import type { Db } from '../../store/open-db.ts';
import type { Ticket } from './evolve.ts';

export type TicketRow = Omit<Ticket, 'further'> & { readonly further: string };

/** Column of each part of a ticket. */
const columns = {
  ticketId: 'id',
  token: 'token',
  day: 'day',
  lineDay: 'line_day',
  seriesId: 'series_id',
  sequence: 'sequence',
  number: 'number',
  language: 'language',
  source: 'source',
  priority: 'priority',
  apart: 'apart',
  issuedAtMs: 'issued_at_ms',
  serviceId: 'service_id',
  further: 'further',
  state: 'state',
  changedAtMs: 'changed_at_ms',
  counterId: 'counter_id',
  staffId: 'staff_id',
  lineAtMs: 'line_at_ms',
  joinedAtMs: 'joined_at_ms',
  notBeforeMs: 'not_before_ms',
  forCounter: 'for_counter',
  returnTo: 'return_to',
  passed: 'passed',
  missed: 'missed',
  linedUpWhy: 'lined_up_why',
  calledAtMs: 'called_at_ms',
  startedAtMs: 'started_at_ms',
  calls: 'calls',
  callSeq: 'call_seq',
  holdReason: 'hold_reason',
  holdUntilMs: 'hold_until_ms',
  result: 'result',
  keptAs: 'kept_as',
  endReason: 'end_reason',
  onWayAtMs: 'on_way_at_ms',
} as const satisfies Record<keyof Ticket, string>;

const names = Object.entries(columns);

/** What a SELECT of tickets names. */
export const ticketColumns = names.map(([name, column]) => `${column} AS ${name}`).join(', ');

const nothing: readonly ServiceId[] = [];

export const toTicket = (row: TicketRow): Ticket => ({
  ...row,
  further: row.further === '[]' ? nothing : JSON.parse(row.further),
});

const toRow = (ticket: Ticket): TicketRow => ({ ...ticket, further: JSON.stringify(ticket.further) });

export interface TicketTable {
  byId(ticketId: TicketId): Ticket | undefined;
  insert(ticket: Ticket): void;
  update(ticket: Ticket): void;
  /** Counts it for everybody whom a call of `called` passes: those who wait for the same counter and joined before. */
  pass(
    called: Ticket,
    by: { readonly passedIn?: readonly ServiceId[] | undefined; readonly counterId: string },
    atMs: number,
  ): void;
}

export const createTicketTable = (db: Db): TicketTable => {
  const byId = db.prepare<[string], TicketRow>(`SELECT ${ticketColumns} FROM ticket WHERE id = ?`);
  const insert = db.prepare(
    `INSERT INTO ticket (${names.map(([, column]) => column).join(', ')}) VALUES (${names.map(([name]) => `@${name}`).join(', ')})`,
  );
  // What a ticket is promised with never changes; neither does its number of passings here, which `pass` counts.
  const fixed = new Set(['ticketId', 'token', 'day', 'seriesId', 'sequence', 'number', 'apart', 'passed']);
  const changing = names.filter(([name]) => !fixed.has(name));
  const update = db.prepare(
    `UPDATE ticket SET ${changing.map(([name, column]) => `${column} = @${name}`).join(', ')} WHERE id = @ticketId`,
  );
  const pass = db.prepare<[string, number, number, string, string]>(
    `UPDATE ticket SET passed = passed + 1 WHERE line_day = ? AND state = 'waiting' AND joined_at_ms < ?
     AND (not_before_ms IS NULL OR not_before_ms <= ?) AND service_id IN (SELECT value FROM json_each(?))
     AND (for_counter IS NULL OR for_counter = ?)`,
  );
  return {
    byId: (ticketId) => {
      const row = byId.get(ticketId);
      return row === undefined ? undefined : toTicket(row);
    },
    insert: (ticket) => void insert.run(toRow(ticket)),
    update: (ticket) => void update.run(toRow(ticket)),
    pass: ({ lineDay, joinedAtMs }, { passedIn = [], counterId }, atMs) =>
      void pass.run(lineDay, joinedAtMs, atMs, JSON.stringify(passedIn), counterId),
  };
};
