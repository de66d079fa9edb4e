import { z } from 'zod';
import { definePlugin } from '../core/plugin.ts';
import { zoneKeys } from '../core/terminal-time.ts';
import { createZktecoTerminals } from './driver.ts';

export const attendanceZkteco = definePlugin({
  name: 'attendance-zkteco',
  deviceClass: 'attendance-source',
  schemes: ['http-listen://'],
  options: {
    ...zoneKeys,
    serials: z.array(z.string().regex(/^[\w-]{1,40}$/)).min(1),
    pollSeconds: z.int().min(1).max(600).default(10),
  },
  create: createZktecoTerminals,
});
