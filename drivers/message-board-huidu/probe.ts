// The transport version is the first thing that a card is asked anyway; a serial line has no Huidu card.
import { CAUTION, type Probe, toHex } from '../core/probe.ts';
import { createReplyReader, versionAsk } from './codec.ts';

export const huiduProbe: Probe = {
  questions: [
    {
      caution: CAUTION.framed,
      bauds: [],
      tcpPorts: [10_001],
      files: 'not-asked',
      frames: () => [versionAsk()],
      recognise(answer, sent) {
        const version = createReplyReader()
          .push(answer)
          .find(({ kind }) => kind === 'version');
        if (version?.kind !== 'version') return null;
        return {
          model: `Huidu card, transport version ${version.version.toString(16)}`,
          confidence: 'certain',
          evidence: `${toHex(sent ?? versionAsk())} → ${toHex(answer)}`,
          options: {},
        };
      },
    },
  ],
  usb: () => null,
};
