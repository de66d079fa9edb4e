// Scanners of codes: frames of the simulators.
import { createReportReader } from '../../drivers/scanner-hid-pos/codec.ts';
import { createScanReader } from '../../drivers/scanner-serial/codec.ts';
import { createSsiReader, type SsiMessage } from '../../drivers/scanner-ssi/codec.ts';
import { scanReports } from '../../simulators/scanner-hid-pos/codec.ts';
import { frameScan } from '../../simulators/scanner-serial/codec.ts';
import { ackFrame, packetFrame } from '../../simulators/scanner-ssi/codec.ts';
import { below, drawText, pick, streamDecoder } from './decoder.ts';

export const serialScanner = streamDecoder({
  name: 'scanner-serial',
  create: () => createScanReader('cr'),
  draw: (random) => frameScan(drawText(random, 1 + below(random, 80)), { suffix: 'cr', aim: ']Q1' }),
  claims: ({ bytes, kind }) => (kind === 'scan' ? [frameScan(bytes, { suffix: 'cr', aim: null })] : []),
  check: { name: 'none', bits: 0 },
});

const ACK = 0xd0;
const NAK = 0xd1;
const DECODE_DATA = 0xf3;
const RETRANSMIT = 1;
const MORE_FOLLOWS = 2;

const ssiFrame = (opcode: number, status: number, data: readonly number[]): Uint8Array => {
  const body = [4 + data.length, opcode, 0, status, ...data];
  const check = 0x10000 - body.reduce((sum, byte) => sum + byte, 0);
  return Uint8Array.from([...body, check >> 8, check & 0xff]);
};

/** A scanner sets two bits of the status; a spoiled frame may have any of the others. */
function* ssiForms(message: SsiMessage): Generator<Uint8Array> {
  for (let others = 0; others < 256; others += 4)
    if (message.kind === 'ack') for (const own of [0, 1, 2, 3]) yield ssiFrame(ACK, others | own, []);
    else if (message.kind === 'nak') for (const own of [0, 1, 2, 3]) yield ssiFrame(NAK, others | own, [message.cause]);
    else if (message.kind === 'decode-data') {
      const own = (message.isLast ? 0 : MORE_FOLLOWS) | (message.isRetransmitted ? RETRANSMIT : 0);
      yield ssiFrame(DECODE_DATA, others | own, [message.codeType, ...message.data]);
    }
}

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
  // Two changes that cancel each other pass any sum: against few changes it is as good as a checksum of 8 bits.
  check: { name: 'sum', bits: 8 },
});

export const hidScanner = streamDecoder({
  name: 'scanner-hid-pos',
  create: createReportReader,
  draw: (random) => Buffer.concat(scanReports(drawText(random, 1 + below(random, 80)), ']Q1')),
  // A code stands on the line in pieces, one in each report.
  claims: () => [],
  check: { name: 'none', bits: 0 },
  reportBytes: 64,
});
