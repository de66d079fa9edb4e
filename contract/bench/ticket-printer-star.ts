// The verbs are those of every ticket printer (ticket-printer-escpos.ts).
import type { PrinterState } from './ticket-printer-escpos.ts';

export interface TicketPrinterStarState extends PrinterState {
  readonly kind: 'ticket-printer-star';
}
