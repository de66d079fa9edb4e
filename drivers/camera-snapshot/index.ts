import { z } from 'zod';
import { httpKeys } from '../core/http-client.ts';
import { cameraKeys } from '../core/picture-judge.ts';
import { definePlugin } from '../core/plugin.ts';
import { createSnapshotCamera, PROFILES } from './driver.ts';

export const cameraSnapshot = definePlugin({
  name: 'camera-snapshot',
  deviceClass: 'camera',
  schemes: ['http://', 'https://'],
  options: {
    ...httpKeys,
    ...cameraKeys,
    profile: z.enum(Object.keys(PROFILES) as [keyof typeof PROFILES]).default('url'),
    everyMs: z.int().min(100).max(60_000).default(1000),
  },
  create: createSnapshotCamera,
});
