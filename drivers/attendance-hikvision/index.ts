import { z } from 'zod';
import { httpKeys } from '../core/http-client.ts';
import { definePlugin } from '../core/plugin.ts';
import { zoneKeys } from '../core/terminal-time.ts';
import { createHikvisionTerminal } from './driver.ts';

export const attendanceHikvision = definePlugin({
  name: 'attendance-hikvision',
  deviceClass: 'attendance-source',
  schemes: ['http://', 'https://'],
  options: {
    ...httpKeys,
    ...zoneKeys,
    backfillHours: z.int().min(0).max(720).default(24),
    silentAfterSeconds: z.int().min(2).max(600).default(60),
  },
  create: createHikvisionTerminal,
});
