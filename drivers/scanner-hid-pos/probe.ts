// The usage page of HID POS scanners tells them; keyboards that type codes have another. Source: USB HID POS Usage Tables 1.02.
import { type Probe, usbName } from '../core/probe.ts';

const SCANNER_PAGE = 0x8c;
const HONEYWELL = 0x0c2e;

export const hidPosProbe: Probe = {
  questions: [],
  usb(seen) {
    if (seen.line !== 'hid' || !seen.usagePages.includes(SCANNER_PAGE)) return null;
    const model = seen.vendorId === HONEYWELL ? 'honeywell' : 'generic';
    return {
      model: 'HID POS scanner',
      confidence: 'certain',
      evidence: `${usbName(seen)}, usage page 8c`,
      options: { model },
    };
  },
};
