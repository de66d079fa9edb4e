import { z } from 'zod';
import { httpKeys } from '../core/http-client.ts';
import { definePlugin } from '../core/plugin.ts';
import { createDahuaTerminal } from './driver.ts';

export const attendanceDahua = definePlugin({
  name: 'attendance-dahua',
  deviceClass: 'attendance-source',
  schemes: ['http://', 'https://'],
  options: { ...httpKeys, silentAfterSeconds: z.int().min(2).max(600).default(60) },
  create: createDahuaTerminal,
});
