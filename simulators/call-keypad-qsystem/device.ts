// Button pads on one RS-485 line: a key press sends one frame, a light frame sets the light, nothing is answered.
import type { RackAction, RackDevice } from '../../contract/bench.ts';
import { type DeviceSetting, notForMe, type SimulatedDevice } from '../core/device.ts';
import { createPort } from '../core/port.ts';
import { type Light, pressedFrame, takeLightFrames } from './codec.ts';

export interface KeypadOptions {
  readonly addresses: readonly number[];
}

export const createSimulatedKeypad = (setting: DeviceSetting, options: KeypadOptions): SimulatedDevice => {
  const { id, onChange } = setting;
  const lights = new Map<number, Light>(options.addresses.map((address) => [address, 'off']));
  const unknown: string[] = [];
  let received: Uint8Array = new Uint8Array(0);

  const port = createPort({
    listen: setting.listen,
    random: setting.random,
    onBytes(chunk) {
      const { frames, skipped, rest } = takeLightFrames(Buffer.concat([received, chunk]));
      received = rest;
      if (skipped.length > 0) unknown.push(Buffer.from(skipped).toString('hex'));
      for (const { address, light } of frames) if (lights.has(address)) lights.set(address, light);
      onChange();
    },
    onLost() {
      received = new Uint8Array(0);
    },
    onChange,
  });

  const act = async (action: RackAction) => {
    switch (action.verb) {
      case 'unplug':
        return port.unplug();
      case 'plug':
        return port.plug();
      case 'inject':
        return port.inject(action.fault);
      case 'press-key':
        if (!lights.has(action.address)) {
          throw new Error(`${id} has no pad ${action.address}; allowed: ${[...lights.keys()].join(', ')}`);
        }
        return port.send(pressedFrame(action.address, action.key));
      default:
        throw notForMe('call keypad', action);
    }
  };

  const state = (): RackDevice => ({
    id,
    kind: 'call-keypad-qsystem',
    url: port.url(),
    plugged: port.isPlugged(),
    connected: port.isConnected(),
    bytesIn: port.bytesIn(),
    bytesOut: port.bytesOut(),
    unknown: [...unknown],
    units: [...lights].map(([address, light]) => ({ address, light })),
  });

  return { id, state, act, close: port.unplug };
};
