// Ticket printers: answers of the simulated ones. Status says nothing from which its bytes could be built again, so what
// the printer is heard to say is compared, and what it claims is not.
import { createAnswerParser, type PrinterAnswer } from '../../drivers/ticket-printer-escpos/codec.ts';
import { createStarReader, type StarAnswer } from '../../drivers/ticket-printer-star/codec.ts';
import * as escpos from '../../simulators/ticket-printer-escpos/codec.ts';
import * as star from '../../simulators/ticket-printer-star/codec.ts';
import { below, pick, streamDecoder } from './decoder.ts';

const drawSensors = (random: () => number) => ({
  isOffline: random() < 0.5,
  isCoverOpen: random() < 0.3,
  isCutterStuck: random() < 0.1,
  paper: pick<'ok' | 'near-end' | 'out'>(random, ['ok', 'near-end', 'out']),
});

export const escposPrinter = streamDecoder<PrinterAnswer>({
  name: 'ticket-printer-escpos',
  create: createAnswerParser,
  draw: (random) =>
    pick(random, [
      () => escpos.encodeStatusBack(drawSensors(random)),
      () => Uint8Array.of(escpos.encodeRealTimeStatus(pick(random, [1, 2, 3, 4]), drawSensors(random))),
      () => escpos.encodeIdentity('TM-T88VI'),
    ])(),
  claims: (answer) => {
    switch (answer.kind) {
      case 'real-time-status':
      case 'job-marker':
        return [Uint8Array.of(answer.byte)];
      case 'flow':
        return [Uint8Array.of(answer.mayWeSend === 'yes' ? 0x11 : 0x13)];
      default:
        return [];
    }
  },
  check: { name: 'none', bits: 0 },
});

export const starPrinter = streamDecoder<StarAnswer>({
  name: 'ticket-printer-star',
  create: createStarReader,
  draw: (random) =>
    pick(random, [
      () => star.encodeStatus(drawSensors(random)),
      () => star.encodePrinted(Uint8Array.of(1, 1 + below(random, 254), 1 + below(random, 254)), below(random, 256)),
      () => star.encodeVersion('TSP100IV Ver1.2'),
    ])(),
  claims: () => [],
  check: { name: 'none', bits: 0 },
});
