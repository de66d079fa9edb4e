import { definePlugin } from '../core/plugin.ts';
import { createMagtekReader } from './driver.ts';
import { magtekProbe } from './probe.ts';

export const cardReaderMagtek = definePlugin({
  name: 'card-reader-magtek',
  deviceClass: 'card-reader',
  schemes: ['hid:', 'hid+tcp://'],
  probe: magtekProbe,
  options: {},
  create: (id, _, deps) => createMagtekReader(id, deps),
});
