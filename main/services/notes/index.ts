// What staff tell each other about a person who waits ("son comes with the papers"). Free words may be about somebody's
// life, so they stay outside the journal, which is kept and leaves the site, and go when the next business day begins.
import type { BusinessEvent } from '../../../contract/events.ts';
import type { BusinessDay, CounterId, IdempotencyKey, StaffId, TicketId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { CounterTicket } from '../../../contract/rpc.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { createKnown } from '../../store/remembered.ts';

export { createNotesProjection } from './projection.ts';

export interface NotesDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  /** Opens the business day inside the transaction where needed. */
  readonly workingDay: (tx: Transaction) => BusinessDay;
}

export interface Note {
  readonly text: string;
  /** Empty when the person no longer works here. */
  readonly staffName: string;
  readonly atMs: number;
}

export interface Notes {
  /** The same key twice writes once. Refusals: unknown-ticket, wrong-state (of an earlier day), notes-full. */
  add(
    by: { readonly counterId: CounterId; readonly staffId: StaffId },
    note: { readonly ticketId: TicketId; readonly text: string; readonly key: IdempotencyKey },
  ): Promise<Result<CounterTicket, Refusal>>;
  /** All notes of the day, oldest first. */
  list(): ReadonlyMap<TicketId, readonly Note[]>;
}

const mostNotes = 10;
/** The notes of yesterday go; names of people who write them come and go. A note itself is no event. */
const changesNotes: ReadonlySet<BusinessEvent['type']> = new Set(['day-opened', 'staff-added', 'staff-removed']);

export const createNotes = ({ ledger, db, workingDay }: NotesDeps): Notes => {
  const ticketOf = db.prepare<[string], CounterTicket & { day: BusinessDay }>(
    'SELECT id AS ticketId, number, line_day AS day FROM ticket WHERE id = ?',
  );
  const isKnown = db.prepare<[string], 1>('SELECT 1 FROM ticket_note WHERE key = ?').pluck();
  const countOf = db.prepare<[string], number>('SELECT count(*) FROM ticket_note WHERE ticket_id = ?').pluck();
  const insert = db.prepare(
    'INSERT INTO ticket_note (key, ticket_id, staff_id, counter_id, text, at_ms) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const all = db.prepare<[], Note & { ticketId: TicketId }>(
    `SELECT ticket_id AS ticketId, text, coalesce(staff.name, '') AS staffName, at_ms AS atMs
     FROM ticket_note LEFT JOIN staff ON staff.id = staff_id ORDER BY at_ms, key`,
  );

  const known = createKnown({ db, ledger }, () => {
    const notes = new Map<TicketId, Note[]>();
    for (const { ticketId, ...note } of all.all()) notes.set(ticketId, [...(notes.get(ticketId) ?? []), note]);
    return notes;
  });
  ledger.subscribe((recorded) => {
    if (recorded.some(({ event }) => changesNotes.has(event.type))) known.forget();
  });

  return {
    add: async ({ counterId, staffId }, { ticketId, text, key }) => {
      const added = await ledger.submit((tx): Result<CounterTicket, Refusal> => {
        const day = workingDay(tx);
        const ticket = ticketOf.get(ticketId);
        if (ticket === undefined) return refuse({ code: 'unknown-ticket', message: `There is no ticket ${ticketId}.` });
        const { number } = ticket;
        if (ticket.day !== day)
          return refuse({
            code: 'wrong-state',
            message: `Ticket ${number} is of ${ticket.day}, notes are kept for ${day} only.`,
            params: { number },
          });
        if (isKnown.get(key) === undefined) {
          const count = countOf.get(ticketId) ?? 0;
          if (count >= mostNotes)
            return refuse({
              code: 'notes-full',
              message: `Ticket ${number} has ${count} notes, ${mostNotes} are allowed.`,
              params: { number, count },
            });
          insert.run(key, ticketId, staffId, counterId, text, tx.nowMs);
        }
        return ok({ ticketId, number });
      });
      known.forget();
      return added;
    },
    list: () => known.get('all') ?? new Map(),
  };
};
