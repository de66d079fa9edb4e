import { z } from 'zod';
import { definePlugin } from '../core/plugin.ts';
import { createModbusDisplay } from './driver.ts';
import { modbusProbe } from './probe.ts';
import { DisplayProfileName, fitsDisplay } from './profiles.ts';

export const queueDisplayModbus = definePlugin({
  name: 'queue-display-modbus',
  deviceClass: 'queue-display',
  schemes: ['serial:', 'tcp://'],
  probe: modbusProbe,
  options: { profile: DisplayProfileName, framing: z.enum(['rtu', 'tcp']).default('rtu') },
  fits: ({ profile }, text) => fitsDisplay(profile, text),
  create: createModbusDisplay,
});
