// Every wire protocol that `motcua frame` explains: one line each.

import { rdm6300 } from '../drivers/card-reader-rdm6300/protocol.ts';
import type { Protocol } from '../drivers/core/protocol.ts';
import { modbus } from '../drivers/queue-display-modbus/protocol.ts';
import { escpos } from '../drivers/ticket-printer-escpos/protocol.ts';
import { star } from '../drivers/ticket-printer-star/protocol.ts';

export const PROTOCOLS: readonly Protocol[] = [
  rdm6300,
  modbus, // one line a protocol
  escpos,
  star,
];
