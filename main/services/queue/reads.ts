// Questions to the queue's tables. Ids in the tables were checked when they were written; here they only get their brand back.
import type {
  BusinessDay,
  CounterId,
  SeriesId,
  ServiceId,
  StaffId,
  TicketId,
  TicketToken,
} from '../../../contract/ids.ts';
import type { HoldReason, Language, PrintState, TicketState } from '../../../contract/ticket.ts';
import type { Db } from '../../store/open-db.ts';

export interface Ticket {
  readonly ticketId: TicketId;
  readonly token: TicketToken;
  readonly day: BusinessDay;
  readonly seriesId: SeriesId;
  readonly sequence: number;
  readonly number: string;
  readonly serviceId: ServiceId;
  readonly language: Language;
  readonly state: TicketState;
  readonly counterId: CounterId | null;
  readonly staffId: StaffId | null;
  readonly issuedAtMs: number;
  readonly calledAtMs: number | null;
  readonly startedAtMs: number | null;
  readonly changedAtMs: number;
  readonly calls: number;
  readonly callSeq: number | null;
  readonly holdReason: HoldReason | null;
}

export interface PrintJob {
  readonly ticketId: TicketId;
  readonly copy: number;
  readonly state: Exclude<PrintState, 'none'>;
  readonly faultCode: string | null;
}

const ticketColumns = `id AS ticketId, token, day, series_id AS seriesId, sequence, number, service_id AS serviceId, language, state,
  counter_id AS counterId, staff_id AS staffId, issued_at_ms AS issuedAtMs, called_at_ms AS calledAtMs, started_at_ms AS startedAtMs,
  changed_at_ms AS changedAtMs, calls, call_seq AS callSeq, hold_reason AS holdReason`;
const jobColumns = 'ticket_id AS ticketId, copy, state, fault_code AS faultCode';

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
  /** How many of these services wait on the ticket's day and come before it in call order. */
  waitingBefore(ticket: Ticket, services: readonly ServiceId[]): number;
  held(day: BusinessDay): Ticket[];
  /** Called or being served at the counter, from whatever day. */
  inHand(counterId: CounterId): Ticket | undefined;
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
  const tickets = (where: string) => db.prepare<string[], Ticket>(`SELECT ${ticketColumns} FROM ticket WHERE ${where}`);
  const byId = tickets('id = ?');
  const byToken = tickets('token = ?');
  const waiting = tickets(`day = ? AND state = 'waiting' ORDER BY issued_at_ms, sequence, id`);
  const waitingBefore = db
    .prepare<[string, number, number, string, string], number>(
      `SELECT count(*) FROM ticket WHERE day = ? AND state = 'waiting' AND (issued_at_ms, sequence, id) < (?, ?, ?)
       AND service_id IN (SELECT value FROM json_each(?))`,
    )
    .pluck();
  const held = tickets(`day = ? AND state = 'on-hold' ORDER BY changed_at_ms`);
  const inHand = tickets(`counter_id = ? AND state IN ('called', 'serving')`);
  const allInHand = tickets(`state IN ('called', 'serving') AND counter_id IS NOT NULL`);
  const lastCalled = db.prepare<[string, number], Ticket>(
    `SELECT ${ticketColumns} FROM ticket WHERE day = ? AND call_seq IS NOT NULL ORDER BY call_seq DESC LIMIT ?`,
  );
  const leftOver = tickets(`day <> ? AND state IN ('waiting', 'called', 'on-hold')`);
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
    byId: (ticketId) => byId.get(ticketId),
    byToken: (token) => byToken.get(token),
    waiting: (day) => waiting.all(day),
    waitingBefore: ({ day, issuedAtMs, sequence, ticketId }, services) =>
      waitingBefore.get(day, issuedAtMs, sequence, ticketId, JSON.stringify(services)) ?? 0,
    held: (day) => held.all(day),
    inHand: (counterId) => inHand.get(counterId),
    allInHand: () => allInHand.all(),
    lastCalled: (day, limit) => lastCalled.all(day, limit),
    leftOver: (day) => leftOver.all(day),
    lastPrint: (ticketId) => lastPrint.get(ticketId),
    openPrints: () => openPrints.all(),
  };
};
