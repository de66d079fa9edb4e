import { z } from 'zod';
import { definePlugin } from '../core/plugin.ts';
import { createAlphaBoard } from './driver.ts';

export const messageBoardAlpha = definePlugin({
  name: 'message-board-alpha',
  deviceClass: 'message-board',
  schemes: ['serial:', 'tcp://'],
  options: {
    lines: z.int().min(1).max(8).default(1),
    charactersPerLine: z.int().min(4).max(64).default(15),
    status: z.enum(['none', 'poll']).default('none'),
    refreshSeconds: z.int().min(1).max(3600).default(15),
  },
  create: createAlphaBoard,
});
