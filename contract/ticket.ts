// The life of a ticket (queue.md section 8) and what is said of one. Words here are the words of the tables,
// the events and the screens.
import { z } from 'zod';

/**
 * waiting → called → serving → finished is the plain way. On it: called → called (recall); called → waiting (absent, the
 * first time) or no-show; serving → on-hold → serving or waiting; serving → waiting (transfer, next service of the visit,
 * back to the counter that sent); serving → supplement (papers missing) → waiting; no-show → waiting (revived);
 * waiting, called, on-hold → cancelled; waiting, on-hold, supplement → kept when a manager ends the day so, and back when
 * the next business day begins; whatever else is not ended then → expired, except serving, which stays until somebody
 * finishes it. finished, no-show, cancelled and expired end a ticket.
 * A ticket is `waiting` from the moment it is stored: whether paper came out is the print job's state, not the ticket's.
 */
export const TicketState = z.enum([
  'waiting',
  'called',
  'serving',
  'on-hold',
  'supplement',
  'kept',
  'finished',
  'no-show',
  'cancelled',
  'expired',
]);
export type TicketState = z.infer<typeof TicketState>;

export const HoldReason = z.enum(['missing-papers', 'paying', 'filling-form', 'waiting-for-other', 'other']);
export type HoldReason = z.infer<typeof HoldReason>;

/** Who took the number for the citizen. `roll`: a paper roll stands in the hall and staff only count. */
export const TicketSource = z.enum(['kiosk', 'card', 'citizen-card', 'reception', 'booking', 'roll']);
export type TicketSource = z.infer<typeof TicketSource>;

/** Why a clerk called somebody who was not next. */
export const OutOfOrderReason = z.enum(['urgent', 'frail', 'came-back', 'staff-mistake', 'asked-by-head', 'other']);
export type OutOfOrderReason = z.infer<typeof OutOfOrderReason>;

/** Why a counter calls nobody for a while. */
export const PauseReason = z.enum(['lunch', 'rest', 'paperwork', 'meeting', 'technical', 'other']);
export type PauseReason = z.infer<typeof PauseReason>;

/** Why a ticket ended before its turn. */
export const CancelReason = z.enum(['left', 'wrong-service', 'duplicate', 'other']);
export type CancelReason = z.infer<typeof CancelReason>;

/** Why a manager ended the day with people left over. */
export const DayEndReason = z.enum(['out-of-time', 'system-down', 'no-staff', 'other']);
export type DayEndReason = z.infer<typeof DayEndReason>;

/** Where somebody was whose number is kept for the next business day, and is again when it begins. */
export const KeptAs = z.enum(['waiting', 'on-hold', 'supplement']);
export type KeptAs = z.infer<typeof KeptAs>;

/** Why a ticket came into the line again. */
export const LineUpReason = z.enum([
  'missed',
  'transfer',
  'next-service',
  'come-back',
  'hold-over',
  'papers-brought',
  'revived',
]);
export type LineUpReason = z.infer<typeof LineUpReason>;

/** Where a transferred person stands: before all, by the time of their number, or behind all. */
export const TransferPlace = z.enum(['head', 'original', 'tail']);
export type TransferPlace = z.infer<typeof TransferPlace>;

/**
 * Paper is a copy of the ticket: `queued` and `printing` while it is under way, `printed` when the printer confirmed
 * the end of the job, `unconfirmed` when all bytes were taken by a printer that cannot answer, `failed` when paper
 * surely did not come out whole, `unknown` when nobody can tell (cable pulled in the middle, host restarted).
 */
export const PrintState = z.enum(['none', 'queued', 'printing', 'printed', 'unconfirmed', 'failed', 'unknown']);
export type PrintState = z.infer<typeof PrintState>;

/** How a copy ended. */
export const PrintOutcomeState = PrintState.extract(['printed', 'unconfirmed', 'failed', 'unknown']);
export type PrintOutcomeState = z.infer<typeof PrintOutcomeState>;

/** What staff tell each other about a ticket. Never for citizens; gone when the next business day begins. */
export const NoteText = z.string().trim().min(1).max(200);

export const LocalisedText = z.strictObject({ vi: z.string().min(1).max(120), en: z.string().min(1).max(120) });
export type LocalisedText = z.infer<typeof LocalisedText>;

export const Language = z.enum(['vi', 'en']);
export type Language = z.infer<typeof Language>;
