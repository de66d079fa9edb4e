// What the holder of a ticket says by phone.
import type { TicketId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { CounterTicket } from '../../../contract/rpc.ts';
import type { TicketState } from '../../../contract/ticket.ts';
import { type QueueContext, unknownTicket } from './context.ts';
import { hasSaidOnWay, type Ticket } from './evolve.ts';
import { judgeRevival } from './steps.ts';

const judgeState = (
  { number, state }: Ticket,
  wish: string,
  allowed: readonly TicketState[],
): Result<never, Refusal> | null =>
  allowed.includes(state)
    ? null
    : refuse({
        code: 'wrong-state',
        message: `Ticket ${number} cannot ${wish}: it is "${state}", needed ${allowed.map((one) => `"${one}"`).join(' or ')}.`,
        params: { number },
      });

export const createByPhone = ({ reads, settings, command }: QueueContext) => ({
  /** The citizen gives the place up. */
  leave: (ticketId: TicketId): Promise<Result<CounterTicket, Refusal>> =>
    command((tx, day): Result<CounterTicket, Refusal> => {
      const ticket = reads.byId(ticketId);
      if (ticket === undefined) return unknownTicket(ticketId);
      const done = ok({ ticketId, number: ticket.number });
      if (ticket.state === 'cancelled') return done;
      const refusal = judgeState(ticket, 'leave the line', ['waiting', 'kept']);
      if (refusal !== null) return refusal;
      tx.append(day, { type: 'ticket-cancelled', ticketId, reason: 'left' });
      return done;
    }),
  /** Once for each change of the ticket, so that no phone fills the journal. */
  onWay: (ticketId: TicketId): Promise<Result<CounterTicket, Refusal>> =>
    command((tx, day): Result<CounterTicket, Refusal> => {
      const ticket = reads.byId(ticketId);
      if (ticket === undefined) return unknownTicket(ticketId);
      // Whoever was missed too long ago is on no screen of the staff any more: nobody would read it.
      const refusal =
        judgeState(ticket, 'be on the way', ['waiting', 'called', 'no-show']) ??
        judgeRevival(ticket, tx.nowMs, settings.rules);
      if (refusal !== null) return refusal;
      if (!hasSaidOnWay(ticket)) tx.append(day, { type: 'ticket-on-way', ticketId });
      return ok({ ticketId, number: ticket.number });
    }),
});
