import { definePlugin } from '../core/plugin.ts';
import { createRdm6300Reader } from './driver.ts';
import { rdm6300Probe } from './probe.ts';

export const cardReaderRdm6300 = definePlugin({
  name: 'card-reader-rdm6300',
  deviceClass: 'card-reader',
  schemes: ['serial:', 'tcp://'],
  probe: rdm6300Probe,
  options: {},
  create: (id, _, deps) => createRdm6300Reader(id, deps),
});
