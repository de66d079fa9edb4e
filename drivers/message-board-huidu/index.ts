import { z } from 'zod';
import { definePlugin } from '../core/plugin.ts';
import { createHuiduBoard } from './driver.ts';
import { huiduProbe } from './probe.ts';

export const messageBoardHuidu = definePlugin({
  name: 'message-board-huidu',
  deviceClass: 'message-board',
  schemes: ['tcp://'],
  probe: huiduProbe,
  options: {
    lines: z.int().min(1).max(8).default(2),
    charactersPerLine: z.int().min(4).max(64).default(16),
    widthPx: z.int().min(8).max(4096).default(128),
    heightPx: z.int().min(8).max(2048).default(64),
    font: z.string().min(1).max(60).default('Arial'),
    colour: z
      .string()
      .regex(/^#[\da-fA-F]{6}$/, 'such as "#ff9900"')
      .default('#ff9900'),
  },
  create: createHuiduBoard,
});
