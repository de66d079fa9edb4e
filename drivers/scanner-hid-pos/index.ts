import { z } from 'zod';
import { definePlugin } from '../core/plugin.ts';
import { createHidPosScanner } from './driver.ts';

export const scannerHidPos = definePlugin({
  name: 'scanner-hid-pos',
  deviceClass: 'scanner',
  schemes: ['hid:', 'hid+tcp://'],
  options: { model: z.enum(['generic', 'honeywell']).default('generic') },
  create: createHidPosScanner,
});
