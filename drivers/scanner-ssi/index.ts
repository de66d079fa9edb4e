import { definePlugin } from '../core/plugin.ts';
import { createSsiScanner } from './driver.ts';

export const scannerSsi = definePlugin({
  name: 'scanner-ssi',
  deviceClass: 'scanner',
  schemes: ['serial:', 'tcp://'],
  options: {},
  create: (id, _, deps) => createSsiScanner(id, deps),
});
