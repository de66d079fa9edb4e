// Reading the version register changes nothing; T5L displays come at 115200 baud.
import { CAUTION, type Probe, toHex } from '../core/probe.ts';
import { type Checksum, createDwinReader, encodeRead, REGISTER } from './codec.ts';

const CHECKSUMS: readonly Checksum[] = ['none', 'crc'];
const asks = (checksum: Checksum) => encodeRead(REGISTER.version, 1, checksum);

export const dwinProbe: Probe = {
  questions: [
    {
      caution: CAUTION.framed,
      bauds: [115_200],
      tcpPorts: 'any',
      files: 'not-asked',
      frames: () => CHECKSUMS.map(asks),
      recognise(answer, sent) {
        for (const checksum of CHECKSUMS) {
          const reader = createDwinReader(checksum, () => undefined);
          const version = reader
            .push(answer)
            .find((message) => message.kind === 'words' && message.address === REGISTER.version);
          if (version?.kind !== 'words') continue;
          return {
            model: `DWIN display, version ${(version.words[0] ?? 0).toString(16).padStart(4, '0')}`,
            confidence: 'certain',
            evidence: `${toHex(sent ?? asks(checksum))} → ${toHex(answer)}`,
            options: { checksum },
          };
        }
        return null;
      },
    },
  ],
  usb: () => null,
};
