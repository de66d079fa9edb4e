import { z } from 'zod';
import { definePlugin } from '../core/plugin.ts';
import { createEscposPrinter } from './driver.ts';
import { PrinterModel } from './models.ts';
import { escposProbe } from './probe.ts';

export const ticketPrinterEscpos = definePlugin({
  name: 'ticket-printer-escpos',
  deviceClass: 'ticket-printer',
  schemes: ['serial:', 'tcp://', 'file:'],
  probe: escposProbe,
  options: { model: PrinterModel, rollMetres: z.number().min(1).max(500).optional() },
  create: createEscposPrinter,
});
