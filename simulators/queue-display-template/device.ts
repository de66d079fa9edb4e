// Displays on one RS-485 line that obey a template and never answer. A power cut leaves them dark.
import { z } from 'zod';
import { defineKind } from '../core/kind.ts';
import { createWiredDevice } from '../core/wired-device.ts';
import { Form, takeFrames } from './codec.ts';

export const queueDisplayTemplate = defineKind({
  kind: 'queue-display-template',
  options: {
    addresses: z.array(z.int().min(1)).min(1),
    form: Form,
  },
  create: (setting, { addresses, form }) =>
    createWiredDevice(setting, ({ unknown }) => {
      const units = addresses.map((address) => ({ address, text: '', litAtMs: 0, writes: 0 }));
      let received = '';

      const light = (unit: (typeof units)[number], text: string) => {
        if (unit.text !== text) unit.litAtMs = Date.now();
        unit.text = text;
      };

      return {
        kind: 'queue-display-template',
        onBytes(chunk) {
          const { told, strange, rest } = takeFrames(form, received + Buffer.from(chunk).toString('latin1'));
          received = rest;
          if (strange > 0) unknown(`${strange} bytes that are no frame`);
          for (const { address, text } of told)
            for (const unit of units.filter((one) => address === 0 || one.address === address)) {
              unit.writes++;
              light(unit, text.trim());
            }
        },
        onLost() {
          received = '';
        },
        act(action) {
          if (action.verb !== 'power-cycle') return false;
          for (const unit of units) light(unit, '');
          return true;
        },
        state: () => ({ units: units.map((unit) => ({ ...unit })) }),
      };
    }),
});
