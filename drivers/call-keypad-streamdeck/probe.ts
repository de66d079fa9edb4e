// By its ids: a HID device is not asked. Source of the ids: models.ts.
import { type Probe, usbName } from '../core/probe.ts';
import type { DeckModelName } from './models.ts';

const ELGATO = 0x0fd9;
const MODELS: ReadonlyMap<number, DeckModelName> = new Map([
  [0x0060, 'original'],
  [0x0063, 'mini'],
  [0x0090, 'mini'],
  [0x00b3, 'mini'],
  [0x006d, 'mk2'],
  [0x0080, 'mk2'],
  [0x00a5, 'mk2'],
  [0x006c, 'xl'],
  [0x008f, 'xl'],
  [0x009a, 'neo'],
  [0x0084, 'plus'],
  [0x0086, 'pedal'],
]);

export const streamdeckProbe: Probe = {
  questions: [],
  usb(seen) {
    const model = seen.vendorId === ELGATO ? MODELS.get(seen.productId) : undefined;
    if (model === undefined) return null;
    return { model: `Stream Deck ${model}`, confidence: 'certain', evidence: usbName(seen), options: { model } };
  },
};
