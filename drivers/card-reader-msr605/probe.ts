// ESC e is answered by ESC y. It is asked last: a printer would pull its paper back by it (ESC e n) and eat a byte.
import { CAUTION, type Probe, toHex, usbName } from '../core/probe.ts';
import { COMM_OK, COMM_TEST, ESC } from './codec.ts';

/** MSR605X, which speaks over HID. */
const MSR605X = { vendorId: 0x0801, productId: 0x0003 } as const;

export const msr605Probe: Probe = {
  questions: [
    {
      caution: CAUTION.last,
      bauds: [9600],
      tcpPorts: 'any',
      files: 'not-asked',
      frames: () => [COMM_TEST],
      recognise: (answer) =>
        Buffer.from(answer).equals(Uint8Array.of(ESC, COMM_OK))
          ? {
              model: 'MSR605 card reader',
              confidence: 'likely',
              evidence: `${toHex(COMM_TEST)} → ${toHex(answer)}`,
              options: {},
            }
          : null,
    },
  ],
  usb: (seen) =>
    seen.line === 'hid' && seen.vendorId === MSR605X.vendorId && seen.productId === MSR605X.productId
      ? { model: 'MSR605X card reader', confidence: 'certain', evidence: usbName(seen), options: {} }
      : null,
};
