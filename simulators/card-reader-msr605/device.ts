// An MSR605: idle until a read is asked for, then deaf to everything but a reset until a card is pulled through. Over HID
// it is an MSR605X.
import { defineKind } from '../core/kind.ts';
import { pullThrough, STRIPES } from '../core/stripe.ts';
import { createWiredDevice } from '../core/wired-device.ts';
import { createOrders, fromReport, inReports, type Order, readAnswer, say } from './codec.ts';

export const cardReaderMsr605 = defineKind({
  kind: 'card-reader-msr605',
  options: {},
  create: (setting) =>
    createWiredDevice(setting, ({ port, unknown }) => {
      const isHid = 'hid' in setting.listen;
      let orders = createOrders();
      let mode: 'off' | 'idle' | 'reading' | 'sensing' = 'idle';
      let emptyTracks: 'manual' | 'marks' = 'marks';
      let lights: readonly ('green' | 'yellow' | 'red')[] = [];
      let swipes = 0;
      let missed = 0;

      const send = (answer: Uint8Array) => {
        for (const piece of isHid ? inReports(answer) : [answer]) port.send(piece);
      };
      const obey = (order: Order) => {
        // A read or a sensor test under way takes whatever comes for a mistake.
        if (mode !== 'idle' && order.what !== 'reset') return send(say('4'));
        switch (order.what) {
          case 'reset':
            mode = 'idle';
            lights = [];
            return;
          case 'read':
            mode = 'reading';
            return;
          case 'sensor':
            mode = 'sensing';
            return;
          case 'lights':
            ({ lights } = order);
            return;
          case 'test':
            return send(say('y'));
          case 'answer':
            return send(say(order.answer));
          case 'unknown':
            unknown(order.hex);
            return send(say('4'));
        }
      };
      const swipe = (tracks: ReturnType<typeof pullThrough>) => {
        swipes++;
        if (mode === 'reading') send(readAnswer(tracks, emptyTracks));
        else if (mode === 'sensing') send(say('0'));
        else missed++;
        if (mode !== 'off') mode = 'idle';
      };

      return {
        kind: 'card-reader-msr605',
        onBytes(chunk) {
          if (mode === 'off') return;
          const bytes = isHid ? fromReport(chunk) : chunk;
          if (bytes === null) return unknown(Buffer.from(chunk.subarray(0, 8)).toString('hex'));
          for (const order of orders(bytes)) obey(order);
        },
        onLost: () => undefined,
        act(action) {
          switch (action.verb) {
            case 'swipe-card':
              swipe(pullThrough(STRIPES[action.card], action.manner));
              return true;
            case 'swipe-tracks':
              swipe(pullThrough(action.tracks, 'forward'));
              return true;
            case 'set-empty-tracks':
              emptyTracks = action.as;
              return true;
            case 'set-reader-power':
              mode = action.on ? 'idle' : 'off';
              orders = createOrders();
              lights = [];
              return true;
            default:
              return false;
          }
        },
        state: () => ({ mode: mode === 'sensing' ? 'reading' : mode, emptyTracks, lights, swipes, missed }),
      };
    }),
});
