// A scanner in USB-COM mode or on RS-232: sends what it reads with its suffix, obeys the orders of its maker.
import { ScanSuffix } from '../../contract/bench/scanners.ts';
import { defineKind } from '../core/kind.ts';
import { createOptics } from '../core/scanner-optics.ts';
import { createWiredDevice } from '../core/wired-device.ts';
import { frameScan, takeOrders } from './codec.ts';

const QR_AIM = ']Q1';

export const scannerSerial = defineKind({
  kind: 'scanner-serial',
  options: { suffix: ScanSuffix },
  create: (setting, options) =>
    createWiredDevice(setting, ({ port, unknown, changed }) => {
      let { suffix } = options;
      let received: Uint8Array = new Uint8Array(0);
      const optics = createOptics((data) => {
        port.send(frameScan(data, { suffix, aim: optics.state.aimPrefix ? QR_AIM : null }));
        changed();
      });
      return {
        kind: 'scanner-serial',
        onBytes(chunk) {
          const { orders, rest } = takeOrders(Buffer.concat([received, chunk]));
          received = rest;
          for (const order of orders) {
            if (order.kind === 'unknown') unknown(order.bytes);
            else if (order.reply !== '') port.send(Uint8Array.from(Buffer.from(order.reply, 'latin1')));
            if (order.kind === 'light') optics.light(order.on);
          }
        },
        onLost() {
          received = new Uint8Array(0);
        },
        act(action) {
          if (action.verb !== 'set-suffix') return optics.act(action);
          suffix = action.suffix;
          return true;
        },
        state: () => ({ ...optics.state, suffix }),
        close: optics.close,
      };
    }),
});
