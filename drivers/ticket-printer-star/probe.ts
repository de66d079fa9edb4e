// ESC ACK SOH is answered by automatic status, whose fixed bits and length little else has.
import { CAUTION, type Probe, toHex, usbName } from '../core/probe.ts';
import { createStarReader, REQUEST_STATUS } from './codec.ts';

const STAR_VENDOR = 0x0519;

export const starProbe: Probe = {
  questions: [
    {
      caution: CAUTION.escape,
      bauds: [9600, 38_400],
      tcpPorts: 'any',
      files: 'asked',
      frames: () => [REQUEST_STATUS],
      recognise: (answer) =>
        createStarReader()
          .push(answer)
          .some(({ kind }) => kind === 'status')
          ? {
              model: 'Star printer',
              confidence: 'certain',
              evidence: `1b0601 → ${toHex(answer)}`,
              options: { model: 'star-80' },
            }
          : null,
    },
  ],
  usb: (seen) =>
    seen.vendorId === STAR_VENDOR && seen.line === 'file'
      ? { model: 'Star printer', confidence: 'likely', evidence: usbName(seen), options: { model: 'star-80' } }
      : null,
};
