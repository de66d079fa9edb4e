// Every controller answers a ping to the address it has from the factory.
import { CAUTION, type Probe, toHex } from '../core/probe.ts';
import { createReplyReader, ping } from './codec.ts';

export const onbonProbe: Probe = {
  questions: [
    {
      caution: CAUTION.framed,
      bauds: [57_600, 9600],
      tcpPorts: [5005],
      files: 'not-asked',
      frames: () => [ping()],
      recognise(answer, sent) {
        const replies = createReplyReader().push(answer);
        if (!replies.some(({ kind }) => kind === 'reply' || kind === 'data')) return null;
        return {
          model: 'Onbon BX controller',
          confidence: 'certain',
          evidence: `${toHex(sent ?? ping())} → ${toHex(answer)}`,
          options: {},
        };
      },
    },
  ],
  usb: () => null,
};
