// What is late in the hall, and whose turn it is to do something. Pure: the same hall at the same moment is late in the same
// things, so nothing is kept and a restart forgets nothing.

import type { LateKind } from '../../../contract/hall.ts';
import type { TicketId } from '../../../contract/ids.ts';
import type { Ticket } from '../queue/index.ts';

export interface UrgingLimits {
  /** Waiting so long in the line is too long. */
  readonly waitMs: number;
  /** Called so long ago, and nothing was pressed since. */
  readonly callMs: number;
  /** So long after the clerks were told the manager is told. */
  readonly managerAfterMs: number;
}

export interface Late {
  readonly ticket: Ticket;
  readonly kind: LateKind;
  /** When it became late. */
  readonly sinceMs: number;
  /** Whether the manager is told too. */
  readonly isForManager: boolean;
}

type LateFacts = Pick<
  Ticket,
  'state' | 'day' | 'lineDay' | 'joinedAtMs' | 'notBeforeMs' | 'calledAtMs' | 'holdUntilMs'
>;

/** In what a ticket is late by its state, and since when that is or will be; null where it cannot become late. */
const dueOf = (ticket: LateFacts, limits: UrgingLimits): { kind: LateKind; sinceMs: number } | null => {
  switch (ticket.state) {
    case 'waiting':
      // Whose number was kept is called first, and comes when they can.
      if (ticket.day !== ticket.lineDay) return null;
      return ticket.notBeforeMs === null
        ? { kind: 'waiting', sinceMs: ticket.joinedAtMs + limits.waitMs }
        : { kind: 'appointment', sinceMs: Math.max(ticket.notBeforeMs, ticket.joinedAtMs) };
    case 'called':
      return ticket.calledAtMs === null ? null : { kind: 'called', sinceMs: ticket.calledAtMs + limits.callMs };
    case 'on-hold':
      return ticket.holdUntilMs === null ? null : { kind: 'held', sinceMs: ticket.holdUntilMs };
    default:
      return null;
  }
};

/** `isSeen`: a manager has it in hand. Longest late first. */
export const lateAmong = (
  tickets: readonly Ticket[],
  nowMs: number,
  {
    limits,
    isSeen,
  }: { readonly limits: UrgingLimits; readonly isSeen: (ticketId: TicketId, kind: LateKind) => boolean },
): Late[] =>
  tickets
    .flatMap((ticket) => {
      const due = dueOf(ticket, limits);
      if (due === null || due.sinceMs > nowMs || isSeen(ticket.ticketId, due.kind)) return [];
      return [{ ticket, ...due, isForManager: nowMs >= due.sinceMs + limits.managerAfterMs }];
    })
    .sort((a, b) => a.sinceMs - b.sinceMs || (a.ticket.ticketId < b.ticket.ticketId ? -1 : 1));
