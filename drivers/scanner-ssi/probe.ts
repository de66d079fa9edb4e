// REQUEST_REVISION is answered by every SSI decoder, and its answer carries a checksum.
import { CAUTION, type Probe, toHex } from '../core/probe.ts';
import { createSsiReader, encodeCommand, OPCODES } from './codec.ts';

const ASK = encodeCommand('request-revision');

export const ssiProbe: Probe = {
  questions: [
    {
      caution: CAUTION.checked,
      bauds: [9600, 115_200],
      tcpPorts: 'any',
      files: 'not-asked',
      frames: () => [ASK],
      recognise(answer, sent) {
        const reply = createSsiReader()
          .push(answer)
          .find((one) => (one.kind === 'other' && one.opcode === OPCODES['reply-revision']) || one.kind === 'nak');
        if (reply === undefined) return null;
        return {
          model: 'Scanner that speaks SSI',
          confidence: 'certain',
          evidence: `${toHex(sent ?? ASK)} → ${toHex(answer)}`,
          options: {},
        };
      },
    },
  ],
  usb: () => null,
};
