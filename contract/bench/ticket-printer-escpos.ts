import { z } from 'zod';
import { action, type RackDeviceBase } from './common.ts';

export const TicketPrinterActions = [
  action('set-paper', { level: z.enum(['ok', 'near-end', 'out']) }),
  /** Paper runs out after so many more rows of dots. */
  action('paper-left', { rows: z.int().nonnegative() }),
  action('set-cover', { open: z.boolean() }),
  action('set-cutter-jam', { jammed: z.boolean() }),
  /** Takes bytes and never answers, like a cheap clone. */
  action('set-mute', { mute: z.boolean() }),
  action('tear-off-tickets', {}),
] as const;

export interface PrintedTicket {
  readonly number: number;
  readonly heightPx: number;
  readonly whole: boolean;
  readonly atMs: number;
}

/** Printers of all languages look and fail alike. */
export interface PrinterState extends RackDeviceBase {
  readonly widthPx: number;
  readonly paper: 'ok' | 'near-end' | 'out';
  readonly coverOpen: boolean;
  readonly cutterJammed: boolean;
  readonly mute: boolean;
  /** Tickets that came out and were not torn off, oldest first; `number` counts since the rack started. */
  readonly tickets: readonly PrintedTicket[];
  /** Rows already printed of the ticket that is still coming out. */
  readonly rowsInProgress: number;
}

export interface TicketPrinterState extends PrinterState {
  readonly kind: 'ticket-printer-escpos';
}
