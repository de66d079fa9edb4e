import { driverConforms } from '../core/conformance.ts';
import { createEscposPrinter } from './driver.ts';

const data = new Uint8Array(72 * 40).fill(0x3c);

driverConforms('ticket-printer-escpos', {
  simulator: { kind: 'ticket-printer-escpos', listen: { tcp: 0 } },
  create: (id, deps) => createEscposPrinter(id, { model: 'epson-80' }, deps),
  async work(printer) {
    const result = await printer.print({ widthPx: 576, heightPx: 40, data });
    if (!result.ok) throw new Error(result.error.message);
  },
  survives: ['split', 'garbage-before'],
});
