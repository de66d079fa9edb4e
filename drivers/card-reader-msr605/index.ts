import { z } from 'zod';
import { definePlugin } from '../core/plugin.ts';
import { createMsr605Reader } from './driver.ts';
import { msr605Probe } from './probe.ts';

export const cardReaderMsr605 = definePlugin({
  name: 'card-reader-msr605',
  deviceClass: 'card-reader',
  schemes: ['serial:', 'tcp://', 'hid:', 'hid+tcp://'],
  probe: msr605Probe,
  options: { checkEverySeconds: z.int().min(5).max(3600).default(60) },
  create: createMsr605Reader,
});
