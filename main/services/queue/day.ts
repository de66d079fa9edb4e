// The business day to work in.
import type { BusinessEvent } from '../../../contract/events.ts';
import type { BusinessDay } from '../../../contract/ids.ts';
import { createCommandLog } from '../../store/commands.ts';
import type { Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import type { Ticket } from './evolve.ts';
import { createCalendar, dayToWorkIn } from './numbering.ts';
import { createTicketReads } from './reads.ts';

/** What becomes of a ticket that an earlier day left over. */
const overNight = ({ ticketId, keptAs, lineAtMs, forCounter }: Ticket, nowMs: number): BusinessEvent =>
  keptAs === null
    ? { type: 'ticket-expired', ticketId }
    : {
        type: 'ticket-brought-over',
        ticketId,
        as: keptAs,
        // The stand of the day before is earlier than any of today; nobody was passed while the hall was closed.
        line: { atMs: lineAtMs, joinedAtMs: nowMs, notBeforeMs: null, forCounter },
      };

/**
 * The business day to work in, inside a transaction: opens the day of this moment when it is newer than the open one,
 * brings over whose number was kept, and lets what else an earlier day left over expire.
 */
export const workingDayOf = (
  db: Db,
  site: { readonly timeZone: string; readonly dayStartsAtMinutes: number },
): ((tx: Transaction) => BusinessDay) => {
  const reads = createTicketReads(db);
  const commands = createCommandLog(db);
  const dayAt = createCalendar(site);
  // Commands of one group share their transaction, and within it the day does not change.
  let known: { readonly tx: Transaction; readonly day: BusinessDay } | null = null;
  const findDay = (tx: Transaction): BusinessDay => {
    const open = reads.openDay();
    const day = dayToWorkIn(open, dayAt(tx.nowMs));
    if (day !== open) {
      tx.append(day, { type: 'day-opened', day, previous: open });
      for (const ticket of reads.leftOver(day)) tx.append(day, overNight(ticket, tx.nowMs));
      commands.forgetBefore(open ?? day);
    }
    return day;
  };
  return (tx) => {
    if (known?.tx !== tx) known = { tx, day: findDay(tx) };
    return known.day;
  };
};
