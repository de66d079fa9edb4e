// The pads do not answer: press a key during the scan.
import { CAUTION, type Probe, toHex } from '../core/probe.ts';
import { createKeyFrameParser, encodeKey } from './codec.ts';

export const qsystemProbe: Probe = {
  questions: [
    {
      caution: CAUTION.listen,
      bauds: [9600],
      tcpPorts: 'any',
      files: 'not-asked',
      frames: () => [],
      recognise(answer) {
        const [pressed] = createKeyFrameParser().push(answer);
        if (pressed === undefined) return null;
        return {
          model: `QSystem keypad, address ${pressed.address}, key ${pressed.key}`,
          confidence: 'likely',
          evidence: `heard ${toHex(encodeKey(pressed))}`,
          options: {},
        };
      },
    },
  ],
  usb: () => null,
};
