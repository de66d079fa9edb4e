import { definePlugin } from '../core/plugin.ts';
import { createQsystemKeypad } from './driver.ts';
import { qsystemProbe } from './probe.ts';

export const callKeypadQsystem = definePlugin({
  name: 'call-keypad-qsystem',
  deviceClass: 'call-keypad',
  schemes: ['serial:', 'tcp://'],
  probe: qsystemProbe,
  options: {},
  create: (id, _, deps) => createQsystemKeypad(id, deps),
});
