// A Stream Deck: keys that show the pictures they were sent, and a report of all keys at each change.
import { defineKind } from '../core/kind.ts';
import { createWiredDevice } from '../core/wired-device.ts';
import { keysReport, mirror, readFeature, readPage } from './codec.ts';
import { show } from './glass.ts';
import { BODIES, Model } from './models.ts';

interface Key {
  down: boolean;
  pictures: number;
  png: Buffer | null;
}

export const callKeypadStreamdeck = defineKind({
  kind: 'call-keypad-streamdeck',
  options: { model: Model },
  create: (setting, { model }) =>
    createWiredDevice(setting, ({ port, unknown, changed }) => {
      const body = BODIES[model];
      const keys = Array.from({ length: body.keys }, (): Key => ({ down: false, pictures: 0, png: null }));
      let brightness = 100;
      let pages: Uint8Array[] = [];
      /** Pictures are taken apart one after the other: a small one must not overtake what it replaces. */
      let lastShown: Promise<unknown> = Promise.resolve();
      let powerCycles = 0;

      const clear = () => {
        powerCycles++;
        for (const key of keys) Object.assign(key, { pictures: 0, png: null });
        pages = [];
      };

      const finish = (place: number, file: Uint8Array) => {
        const begun = powerCycles;
        lastShown = lastShown
          .then(() => show(file, body))
          .then(
            (png) => {
              const key = keys[place];
              if (key === undefined || begun !== powerCycles) return;
              key.png = png;
              key.pictures++;
              changed();
            },
            (cause: unknown) => unknown(`picture of key ${place}: ${String(cause)}`),
          );
      };

      return {
        kind: 'call-keypad-streamdeck',
        onBytes(report) {
          const page = readPage(body, report);
          if (page === null || keys[page.key] === undefined)
            return unknown(Buffer.from(report.subarray(0, 8)).toString('hex'));
          pages.push(page.data);
          if (!page.isLast) return;
          finish(mirror(body, page.key), Buffer.concat(pages));
          pages = [];
        },
        features: {
          set(report) {
            const feature = readFeature(body, report);
            if (feature === null) unknown(Buffer.from(report.subarray(0, 6)).toString('hex'));
            else if (feature.what === 'reset') clear();
            else brightness = feature.percent;
            changed();
          },
          get: () => null,
        },
        onLost: clear,
        act(action) {
          if (action.verb !== 'move-deck-key') return false;
          const key = keys[action.key];
          if (key === undefined)
            throw new Error(`${setting.id} has no key ${action.key}; allowed: 0 to ${body.keys - 1}`);
          key.down = action.to === 'down';
          port.send(
            keysReport(
              body,
              keys.map(({ down }) => down),
            ),
          );
          return true;
        },
        state: () => ({
          model,
          columns: body.columns,
          brightnessPercent: brightness,
          keys: keys.map(({ down, pictures }) => ({ down, pictures })),
        }),
        picture: (name) => keys[Number(/^key-(\d+)$/.exec(name)?.[1] ?? -1)]?.png ?? null,
      };
    }),
});
