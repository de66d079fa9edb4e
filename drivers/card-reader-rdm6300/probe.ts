// The module speaks only while a card lies on it: hold one there during the scan.
import { CAUTION, type Probe } from '../core/probe.ts';
import { createTagReader } from './codec.ts';

export const rdm6300Probe: Probe = {
  questions: [
    {
      caution: CAUTION.listen,
      bauds: [9600],
      tcpPorts: 'any',
      files: 'not-asked',
      frames: () => [],
      recognise: (answer) =>
        createTagReader().push(answer).length === 0
          ? null
          : {
              model: 'RDM6300 card reader (EM4100)',
              confidence: 'certain',
              evidence: 'heard 02 ** ** ** ** ** ** ** ** ** ** ** ** 03, the checksum is right',
              options: {},
            },
    },
  ],
  usb: () => null,
};
