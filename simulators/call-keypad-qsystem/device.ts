// Button pads on one RS-485 line: a key press sends one frame, a light frame sets the light, nothing is answered.
import { z } from 'zod';
import { defineKind } from '../core/kind.ts';
import { createWiredDevice } from '../core/wired-device.ts';
import { type Light, pressedFrame, takeLightFrames } from './codec.ts';

export const callKeypadQsystem = defineKind({
  kind: 'call-keypad-qsystem',
  options: { addresses: z.array(z.int().min(1).max(247)).min(1) },
  create: (setting, { addresses }) =>
    createWiredDevice(setting, ({ port, unknown }) => {
      const lights = new Map<number, Light>(addresses.map((address) => [address, 'off']));
      let received: Uint8Array = new Uint8Array(0);
      return {
        kind: 'call-keypad-qsystem',
        onBytes(chunk) {
          const { frames, skipped, rest } = takeLightFrames(Buffer.concat([received, chunk]));
          received = rest;
          if (skipped.length > 0) unknown(Buffer.from(skipped).toString('hex'));
          for (const { address, light } of frames) if (lights.has(address)) lights.set(address, light);
        },
        onLost() {
          received = new Uint8Array(0);
        },
        act(action) {
          if (action.verb !== 'press-key') return false;
          if (!lights.has(action.address)) {
            throw new Error(`${setting.id} has no pad ${action.address}; allowed: ${[...lights.keys()].join(', ')}`);
          }
          port.send(pressedFrame(action.address, action.key));
          return true;
        },
        state: () => ({ units: [...lights].map(([address, light]) => ({ address, light })) }),
      };
    }),
});
