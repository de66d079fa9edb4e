// A scanner in HID POS mode.
import { defineKind } from '../core/kind.ts';
import { createOptics } from '../core/scanner-optics.ts';
import { createWiredDevice } from '../core/wired-device.ts';
import { readOrder, scanReports } from './codec.ts';

export const scannerHidPos = defineKind({
  kind: 'scanner-hid-pos',
  options: {},
  create: (setting) =>
    createWiredDevice(setting, ({ port, unknown, changed }) => {
      const optics = createOptics((data) => {
        for (const report of scanReports(data, optics.state.aimPrefix ? ']Q1' : null)) port.send(report);
        changed();
      });
      return {
        kind: 'scanner-hid-pos',
        onBytes(report) {
          const order = readOrder(report);
          if (order.kind === 'unknown') unknown(Buffer.from(report).toString('hex'));
          if (order.kind === 'light') optics.light(order.on);
          if (order.kind === 'reply' && order.report !== undefined) port.send(order.report);
        },
        onLost: () => undefined,
        act: optics.act,
        state: () => ({ ...optics.state, suffix: null }),
        close: optics.close,
      };
    }),
});
