// By its ids; 0801:0001 is the same reader in keyboard mode, which types and needs no driver.
import { type Probe, usbName } from '../core/probe.ts';

const READERS: readonly { readonly vendorId: number; readonly productId: number; readonly model: string }[] = [
  { vendorId: 0x0801, productId: 0x0002, model: 'MagTek SureSwipe card reader' },
  { vendorId: 0x0acd, productId: 0x0510, model: 'ID TECH card reader with the layout of MagTek' },
];

export const magtekProbe: Probe = {
  questions: [],
  usb(seen) {
    const found = READERS.find(
      ({ vendorId, productId }) => seen.vendorId === vendorId && seen.productId === productId && seen.line === 'hid',
    );
    if (found === undefined) return null;
    return { model: found.model, confidence: 'certain', evidence: usbName(seen), options: {} };
  },
};
