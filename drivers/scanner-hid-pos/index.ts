import { z } from 'zod';
import { definePlugin } from '../core/plugin.ts';
import { createHidPosScanner } from './driver.ts';
import { hidPosProbe } from './probe.ts';

export const scannerHidPos = definePlugin({
  name: 'scanner-hid-pos',
  deviceClass: 'scanner',
  schemes: ['hid:', 'hid+tcp://'],
  probe: hidPosProbe,
  options: { model: z.enum(['generic', 'honeywell']).default('generic') },
  create: createHidPosScanner,
});
