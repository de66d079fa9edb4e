import { driverConforms } from '../core/conformance.ts';
import { until } from '../core/test-kit.ts';
import { createHidPosScanner } from './driver.ts';

let codes = 0;

// Reports come whole: there is no stream to cut. Their order and their loss are in codec.test.ts.
driverConforms('scanner-hid-pos', {
  simulator: { kind: 'scanner-hid-pos', listen: { hid: 0 } },
  create: (id, deps) => createHidPosScanner(id, { model: 'honeywell' }, deps),
  async work(scanner, rack, device) {
    const text = `Mã thứ ${codes++}`;
    let isHeard = false;
    using _ = scanner.subscribe((event) => {
      if (event.type === 'scanned' && event.scan.text === text) isHeard = true;
    });
    await rack.act({ device, verb: 'scan', text });
    await until('the scan', () => isHeard, 2000);
  },
  survives: ['split', 'delay', 'duplicate', 'garbage-before'],
});
