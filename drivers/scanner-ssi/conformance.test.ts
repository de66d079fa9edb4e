import { driverConforms, streamConforms } from '../core/conformance.ts';
import { until } from '../core/test-kit.ts';
import { createSsiReader } from './codec.ts';
import { createSsiScanner } from './driver.ts';

/** "NR", the no-read of Zebra's guide, and a packet of a QR, as in the tests of motorola-ssi-scanner. */
const noRead = Uint8Array.from(Buffer.from('07f30000014e52fe65', 'hex'));

streamConforms('scanner-ssi', {
  createReader: createSsiReader,
  frames: [
    {
      name: 'no read',
      bytes: noRead,
      says: [{ kind: 'decode-data', codeType: 1, data: noRead.subarray(5, 7), isLast: true, isRetransmitted: false }],
    },
    { name: 'acknowledgement', bytes: Uint8Array.of(4, 0xd0, 0, 0, 0xff, 0x2c), says: [{ kind: 'ack' }] },
  ],
  garbage: Uint8Array.of(0x01, 0x02, 0x03),
});

let codes = 0;

driverConforms('scanner-ssi', {
  simulator: { kind: 'scanner-ssi', listen: { tcp: 0 }, packetBytes: 8, answerMs: 300 },
  create: createSsiScanner,
  async work(scanner, rack, device) {
    const text = `Mã vạch thứ ${codes++}`;
    let isHeard = false;
    using _ = scanner.subscribe((event) => {
      if (event.type === 'scanned' && event.scan.text === text) isHeard = true;
    });
    await rack.act({ device, verb: 'scan', text });
    await until('the scan', () => isHeard, 4000);
  },
  // Whatever happens to one packet, it comes again until it is acknowledged.
  survives: ['split', 'delay', 'drop', 'corrupt', 'garbage-before'],
});
