import { definePlugin } from '../core/plugin.ts';
import { createSsiScanner } from './driver.ts';
import { ssiProbe } from './probe.ts';

export const scannerSsi = definePlugin({
  name: 'scanner-ssi',
  deviceClass: 'scanner',
  schemes: ['serial:', 'tcp://'],
  probe: ssiProbe,
  options: {},
  create: (id, _, deps) => createSsiScanner(id, deps),
});
