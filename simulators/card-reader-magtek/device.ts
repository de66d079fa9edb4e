// A MagTek SureSwipe in HID mode: one report for each swipe.
import { defineKind } from '../core/kind.ts';
import { pullThrough, STRIPES } from '../core/stripe.ts';
import { createWiredDevice } from '../core/wired-device.ts';
import { createProperties, fillReport, REPORT_ROOM } from './codec.ts';

export const cardReaderMagtek = defineKind({
  kind: 'card-reader-magtek',
  options: {},
  create: (setting) =>
    createWiredDevice(setting, ({ port, unknown }) => {
      const report = new Uint8Array(REPORT_ROOM);
      const properties = createProperties();
      let swipes = 0;
      const swipe = (tracks: ReturnType<typeof pullThrough>) => {
        swipes++;
        fillReport(report, tracks);
        port.send(report);
      };
      return {
        kind: 'card-reader-magtek',
        onBytes: (chunk) => unknown(Buffer.from(chunk.subarray(0, 8)).toString('hex')),
        features: {
          set(feature) {
            if (!properties.obey(feature.subarray(1))) unknown(Buffer.from(feature.subarray(0, 8)).toString('hex'));
          },
          get: (reportId) => Uint8Array.of(reportId, ...properties.answer()),
        },
        onLost: () => undefined,
        act(action) {
          if (action.verb === 'swipe-card') swipe(pullThrough(STRIPES[action.card], action.manner));
          else if (action.verb === 'swipe-tracks') swipe(pullThrough(action.tracks, 'forward'));
          else return false;
          return true;
        },
        state: () => ({ swipes, missed: 0 }),
      };
    }),
});
