import { z } from 'zod';
import { definePlugin } from '../core/plugin.ts';
import { FrameTemplate, layOut } from './codec.ts';
import { createTemplateDisplay } from './driver.ts';

export const queueDisplayTemplate = definePlugin({
  name: 'queue-display-template',
  deviceClass: 'queue-display',
  schemes: ['serial:', 'tcp://'],
  options: {
    frame: FrameTemplate.prefault({}),
    gapMs: z.int().min(0).max(1000).default(20),
    refreshSeconds: z.int().min(1).max(3600).default(10),
  },
  fits: ({ frame }, text) => layOut(FrameTemplate.parse(frame), text).ok,
  create: createTemplateDisplay,
});
