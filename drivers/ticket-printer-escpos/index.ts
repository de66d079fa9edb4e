import { definePlugin } from '../core/plugin.ts';
import { createEscposPrinter } from './driver.ts';
import { PrinterModel } from './models.ts';

export const ticketPrinterEscpos = definePlugin({
  name: 'ticket-printer-escpos',
  deviceClass: 'ticket-printer',
  schemes: ['serial:', 'tcp://'],
  options: { model: PrinterModel },
  create: (id, { model }, deps) => createEscposPrinter(id, model, deps),
});
