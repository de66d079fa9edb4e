// The business day to work in.
import type { BusinessDay } from '../../../contract/ids.ts';
import { createCommandLog } from '../../store/commands.ts';
import type { Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { createCalendar, dayToWorkIn } from './numbering.ts';
import { createQueueReads } from './reads.ts';

/**
 * The business day to work in, inside a transaction: opens the day of this moment when it is newer than the open one,
 * and lets what an earlier day left over expire.
 */
export const workingDayOf = (
  db: Db,
  site: { readonly timeZone: string; readonly dayStartsAtMinutes: number },
): ((tx: Transaction) => BusinessDay) => {
  const reads = createQueueReads(db);
  const commands = createCommandLog(db);
  const dayAt = createCalendar(site);
  // Commands of one group share their transaction, and within it the day does not change.
  let known: { readonly tx: Transaction; readonly day: BusinessDay } | null = null;
  const findDay = (tx: Transaction): BusinessDay => {
    const open = reads.openDay();
    const day = dayToWorkIn(open, dayAt(tx.nowMs));
    if (day !== open) {
      tx.append(day, { type: 'day-opened', day, previous: open });
      for (const { ticketId } of reads.leftOver(day)) tx.append(day, { type: 'ticket-expired', ticketId });
      commands.forgetBefore(open ?? day);
    }
    return day;
  };
  return (tx) => {
    if (known?.tx !== tx) known = { tx, day: findDay(tx) };
    return known.day;
  };
};
