import { z } from 'zod';
import { definePlugin } from '../core/plugin.ts';
import { createStreamDeck } from './driver.ts';
import { DeckModelName } from './models.ts';
import { streamdeckProbe } from './probe.ts';

export const callKeypadStreamdeck = definePlugin({
  name: 'call-keypad-streamdeck',
  deviceClass: 'call-keypad',
  schemes: ['hid:', 'hid+tcp://'],
  probe: streamdeckProbe,
  options: {
    model: DeckModelName,
    address: z.int().min(1).max(247).default(1),
    language: z.enum(['vi', 'en']).default('vi'),
    brightness: z.int().min(0).max(100).default(70),
  },
  create: createStreamDeck,
});
