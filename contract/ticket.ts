// The life of a ticket (queue.md section 8) and what is said of one. Words here are the words of the tables,
// the events and the screens.
import { z } from 'zod';

/**
 * waiting → called → serving → finished; called → called (recall); serving → on-hold → serving; called → no-show;
 * waiting, called, on-hold → expired when the next business day begins; serving stays until somebody finishes it.
 * A ticket is `waiting` from the moment it is stored: whether paper came out is the print job's state, not the ticket's.
 */
export const TicketState = z.enum(['waiting', 'called', 'serving', 'on-hold', 'finished', 'no-show', 'expired']);
export type TicketState = z.infer<typeof TicketState>;

export const HoldReason = z.enum(['missing-papers', 'paying', 'filling-form', 'waiting-for-other', 'other']);
export type HoldReason = z.infer<typeof HoldReason>;

/**
 * Paper is a copy of the ticket: `queued` and `printing` while it is under way, `printed` when the printer confirmed
 * the end of the job, `unconfirmed` when all bytes were taken by a printer that cannot answer, `failed` when paper
 * surely did not come out whole, `unknown` when nobody can tell (cable pulled in the middle, host restarted).
 */
export const PrintState = z.enum(['none', 'queued', 'printing', 'printed', 'unconfirmed', 'failed', 'unknown']);
export type PrintState = z.infer<typeof PrintState>;

export const LocalisedText = z.strictObject({ vi: z.string().min(1).max(120), en: z.string().min(1).max(120) });
export type LocalisedText = z.infer<typeof LocalisedText>;

export const Language = z.enum(['vi', 'en']);
export type Language = z.infer<typeof Language>;
