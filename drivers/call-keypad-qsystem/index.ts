import { definePlugin } from '../core/plugin.ts';
import { createQsystemKeypad } from './driver.ts';

export const callKeypadQsystem = definePlugin({
  name: 'call-keypad-qsystem',
  deviceClass: 'call-keypad',
  schemes: ['serial:', 'tcp://'],
  options: {},
  create: (id, _, deps) => createQsystemKeypad(id, deps),
});
