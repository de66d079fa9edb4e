// Scanners of codes: frames of the simulators.
import { createReportReader } from '../../drivers/scanner-hid-pos/codec.ts';
import { createScanReader } from '../../drivers/scanner-serial/codec.ts';
import { createSsiReader, type SsiMessage } from '../../drivers/scanner-ssi/codec.ts';
import { scanReports } from '../../simulators/scanner-hid-pos/codec.ts';
import { frameScan } from '../../simulators/scanner-serial/codec.ts';
import { ackFrame, nakFrame, packetFrame } from '../../simulators/scanner-ssi/codec.ts';
import { below, drawText, pick, streamDecoder } from './decoder.ts';

export const serialScanner = streamDecoder({
  name: 'scanner-serial',
  create: () => createScanReader('cr'),
  draw: (random) => frameScan(drawText(random, 1 + below(random, 80)), { suffix: 'cr', aim: ']Q1' }),
  claims: ({ bytes, kind }) => (kind === 'scan' ? [frameScan(bytes, { suffix: 'cr', aim: null })] : []),
  check: { name: 'none', bits: 0 },
});

/** QR in what the simulator draws; another kind of code may come out of a spoiled frame. */
const CODE_TYPE_AT = 4;
const SUM_BYTES = 2;

const ssiForms = (message: SsiMessage): Uint8Array[] => {
  switch (message.kind) {
    case 'ack':
      return [ackFrame()];
    case 'nak':
      return [nakFrame(message.cause)];
    case 'decode-data': {
      const { codeType, data, isLast, isRetransmitted } = message;
      const form = packetFrame({ data: [...data], moreFollows: !isLast }, isRetransmitted ? 'again' : 'first');
      const change = codeType - (form[CODE_TYPE_AT] ?? 0);
      form[CODE_TYPE_AT] = codeType;
      const sumAt = form.length - SUM_BYTES;
      const sum = (((form[sumAt] ?? 0) << 8) + (form[sumAt + 1] ?? 0) - change) & 0xffff;
      form.set([sum >> 8, sum & 0xff], sumAt);
      return [form];
    }
    default:
      return [];
  }
};

export const ssiScanner = streamDecoder<SsiMessage>({
  name: 'scanner-ssi',
  create: createSsiReader,
  draw: (random) =>
    random() < 0.2
      ? ackFrame()
      : packetFrame(
          { data: [...drawText(random, 1 + below(random, 60))], moreFollows: random() < 0.3 },
          pick(random, ['first', 'again']),
        ),
  claims: ssiForms,
  check: { name: '16-bit sum', bits: 16 },
});

export const hidScanner = streamDecoder({
  name: 'scanner-hid-pos',
  create: createReportReader,
  draw: (random) => Buffer.concat(scanReports(drawText(random, 1 + below(random, 80)), ']Q1')),
  // A code of several reports stands on the line in pieces.
  claims: (message) => (message.kind === 'scan' && message.bytes.length <= 56 ? [message.bytes] : []),
  check: { name: 'none', bits: 0 },
  reportBytes: 64,
});
