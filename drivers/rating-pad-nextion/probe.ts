// `connect` is answered by the name of the display; when its power comes on it says 88 by itself.
import { CAUTION, type Probe, toHex } from '../core/probe.ts';
import { createNextionReader, encodeCommand, type NextionMessage } from './codec.ts';

const BAUDS = [9600, 115_200];
/** FF FF FF first ends whatever the display has kept of the questions to others. */
const CONNECT = Buffer.concat([Buffer.alloc(3, 0xff), encodeCommand('connect')]);

const heard = (bytes: Uint8Array): NextionMessage[] => createNextionReader().push(bytes);

export const nextionProbe: Probe = {
  questions: [
    {
      caution: CAUTION.listen,
      bauds: BAUDS,
      tcpPorts: 'any',
      files: 'not-asked',
      frames: () => [],
      recognise: (answer) =>
        heard(answer).some((one) => one.kind === 'startup' || (one.kind === 'event' && one.event === 'ready'))
          ? { model: 'Nextion display', confidence: 'certain', evidence: `heard ${toHex(answer)}`, options: {} }
          : null,
    },
    {
      caution: CAUTION.text,
      bauds: BAUDS,
      tcpPorts: 'any',
      files: 'not-asked',
      frames: () => [CONNECT],
      recognise(answer, sent) {
        const identity = heard(answer).find(({ kind }) => kind === 'identity');
        if (identity?.kind !== 'identity') return null;
        const [, , model = 'without a name'] = identity.text.split(',');
        return {
          model: `Nextion display ${model}`,
          confidence: 'certain',
          evidence: `${toHex(sent ?? CONNECT)} → ${identity.text}`,
          options: {},
        };
      },
    },
  ],
  usb: () => null,
};
