import { z } from 'zod';
import { definePlugin } from '../core/plugin.ts';
import { createOnbonBoard } from './driver.ts';
import { onbonProbe } from './probe.ts';

export const messageBoardOnbon = definePlugin({
  name: 'message-board-onbon',
  deviceClass: 'message-board',
  schemes: ['serial:', 'tcp://'],
  probe: onbonProbe,
  options: {
    lines: z.int().min(1).max(4).default(2),
    charactersPerLine: z.int().min(4).max(64).default(16),
    widthPx: z.int().min(8).max(4096).default(128),
    linePx: z.int().min(8).max(128).default(16),
    refreshSeconds: z.int().min(1).max(3600).default(30),
  },
  create: createOnbonBoard,
});
