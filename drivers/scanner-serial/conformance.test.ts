import { driverConforms, streamConforms } from '../core/conformance.ts';
import { frameNamed, readFrames, until } from '../core/test-kit.ts';
import { createScanReader } from './codec.ts';
import { createSerialScanner } from './driver.ts';

const cards = readFrames(new URL('./frames/cccd_qr.json', import.meta.url));
const { name, bytes } = frameNamed(cards, 'with_aim_prefix');

streamConforms('scanner-serial', {
  createReader: () => createScanReader('cr'),
  frames: [{ name, bytes, says: [{ bytes: bytes.subarray(0, -1), kind: 'scan' }] }],
  garbage: Uint8Array.of(0xff, 0x01, 0x0d),
});

let codes = 0;

driverConforms('scanner-serial', {
  simulator: { kind: 'scanner-serial', listen: { tcp: 0 }, suffix: 'cr' },
  create: (id, deps) => createSerialScanner(id, { model: 'honeywell', suffix: 'any', gapMs: 300 }, deps),
  async work(scanner, rack, device) {
    // Another code each time: the same one within 2 s is one scan.
    const text = `Mã thứ ${codes++}`;
    let isHeard = false;
    using _ = scanner.subscribe((event) => {
      if (event.type === 'scanned' && event.scan.text === text) isHeard = true;
    });
    await rack.act({ device, verb: 'scan', text });
    await until('the scan', () => isHeard, 2000);
  },
  survives: ['split', 'delay', 'duplicate'],
});
