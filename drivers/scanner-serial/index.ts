import { z } from 'zod';
import { definePlugin } from '../core/plugin.ts';
import { MODELS } from './codec.ts';
import { createSerialScanner } from './driver.ts';
import { serialScannerProbe } from './probe.ts';

export const scannerSerial = definePlugin({
  name: 'scanner-serial',
  deviceClass: 'scanner',
  schemes: ['serial:', 'tcp://'],
  probe: serialScannerProbe,
  options: {
    model: z.enum(MODELS).default('generic'),
    suffix: z.enum(['any', 'cr', 'lf', 'crlf', 'none']).default('any'),
    gapMs: z.int().min(50).max(1000).default(300),
  },
  create: createSerialScanner,
});
