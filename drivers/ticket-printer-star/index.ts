import { z } from 'zod';
import { definePlugin } from '../core/plugin.ts';
import { createStarPrinter } from './driver.ts';
import { StarModel } from './models.ts';
import { starProbe } from './probe.ts';

export const ticketPrinterStar = definePlugin({
  name: 'ticket-printer-star',
  deviceClass: 'ticket-printer',
  schemes: ['serial:', 'tcp://', 'file:'],
  probe: starProbe,
  options: { model: StarModel, rollMetres: z.number().min(1).max(500).optional() },
  create: createStarPrinter,
});
