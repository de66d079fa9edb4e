// Every wire protocol that `motcua frame` explains: one line each.
import type { Protocol } from '../drivers/core/protocol.ts';
import { modbus } from '../drivers/queue-display-modbus/protocol.ts';
import { escpos } from '../drivers/ticket-printer-escpos/protocol.ts';
import { star } from '../drivers/ticket-printer-star/protocol.ts';

export const PROTOCOLS: readonly Protocol[] = [
  modbus, // one line a protocol
  escpos,
  star,
];
