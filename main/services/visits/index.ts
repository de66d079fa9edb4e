// Visits by card: a card that somebody presents stands for one ticket until a counter takes it back or the day ends. The
// card of a queue and a citizen card are the same here: a keyed hash.
import type { CardHash, CounterId, TicketId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result } from '../../../contract/result.ts';
import type { TicketState } from '../../../contract/ticket.ts';
import { createCommandLog } from '../../store/commands.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import type { IssueAsk, Queue, Ticket, workingDayOf } from '../queue/index.ts';

export { createVisitsProjection } from './projection.ts';

export interface Visits {
  /** The ticket for which the card stands and which has not ended, or null for a free card. */
  ticketOf(hash: CardHash): Ticket | null;
  /**
   * A number bound to the card. A card that stands for a living ticket gives that one, never a second.
   * Refusals: those of Queue.issue.
   */
  take(hash: CardHash, ask: IssueAsk): Promise<Result<Ticket, Refusal>>;
  /** The card was laid on the reader of a counter: taken back if its ticket is or was in hand there. Null: it was not. */
  collect(hash: CardHash, counterId: CounterId): Promise<Ticket | null>;
}

export interface VisitsDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly queue: Pick<Queue, 'issueIn' | 'reads'>;
  readonly workingDay: ReturnType<typeof workingDayOf>;
}

const ENDED: ReadonlySet<TicketState> = new Set(['finished', 'no-show', 'cancelled', 'expired']);
/** States in which the person stands at the counter, or has just been there. */
const AT_COUNTER: ReadonlySet<TicketState> = new Set(['called', 'serving', 'finished']);

export const createVisits = ({ ledger, db, queue, workingDay }: VisitsDeps): Visits => {
  const { reads, issueIn } = queue;
  const find = db.prepare<[string], TicketId>('SELECT ticket_id FROM ticket_card WHERE card_hash = ?').pluck();
  const commands = createCommandLog(db);

  const boundTo = (hash: CardHash): Ticket | null => {
    const ticketId = find.get(hash);
    return (ticketId === undefined ? undefined : reads.byId(ticketId)) ?? null;
  };
  const ticketOf = (hash: CardHash): Ticket | null => {
    const ticket = boundTo(hash);
    return ticket === null || ENDED.has(ticket.state) ? null : ticket;
  };

  const takeNow = (tx: Transaction, hash: CardHash, { key, ...ask }: IssueAsk): Result<TicketId, Refusal> => {
    const day = workingDay(tx);
    return commands.once({ key, request: ['take', hash, ask], day }, () => {
      const living = ticketOf(hash);
      if (living !== null) return ok(living.ticketId);
      const issued = issueIn(tx, day, ask);
      if (!issued.ok) return issued;
      const { ticketId } = issued.value;
      tx.append(day, { type: 'card-bound', ticketId, cardHash: hash });
      return ok(ticketId);
    });
  };

  return {
    ticketOf,
    take: (hash, ask) =>
      ledger.submit((tx): Result<Ticket, Refusal> => {
        const taken = takeNow(tx, hash, ask);
        if (!taken.ok) return taken;
        const ticket = reads.byId(taken.value);
        if (ticket === undefined) throw new Error(`Ticket ${taken.value} vanished inside its own transaction`);
        return ok(ticket);
      }),
    collect: (hash, counterId) =>
      ledger.submit((tx) => {
        const day = workingDay(tx);
        const ticket = boundTo(hash);
        if (ticket === null || ticket.counterId !== counterId || !AT_COUNTER.has(ticket.state)) return null;
        tx.append(day, { type: 'card-collected', ticketId: ticket.ticketId, cardHash: hash, counterId });
        return ticket;
      }),
  };
};
