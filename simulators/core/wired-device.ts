// A simulated device on a line of bytes: a kind brings what it does with them, its own verbs and its own state.

import type { RackDevice } from '../../contract/bench.ts';
import { assembleDevice, createUnknownList, type OwnBehaviour } from './assembled-device.ts';
import type { DeviceSetting, SimulatedDevice } from './device.ts';
import type { FeatureReports } from './hid-frames.ts';
import { createPort, type Port } from './port.ts';

export interface Bench {
  readonly port: Pick<Port, 'send' | 'pause' | 'resume' | 'hangUp'>;
  /** Notes a command that the device does not know; a test ends by expecting none. */
  unknown(what: string): void;
  /** State changed outside onBytes and act, by a timer for example. */
  changed(): void;
}

export interface Behaviour<Kind extends RackDevice['kind']> extends OwnBehaviour<Kind> {
  /** On HID lines one whole output report. */
  onBytes(chunk: Uint8Array): void;
  /** HID lines only. */
  readonly features?: FeatureReports;
  /** The host is gone, or the cable is. */
  onLost(): void;
}

export const createWiredDevice = <Kind extends RackDevice['kind']>(
  setting: DeviceSetting,
  behave: (bench: Bench) => Behaviour<Kind>,
): SimulatedDevice => {
  const { listen, random, onChange } = setting;
  const unknown = createUnknownList(onChange);
  const port = createPort({
    listen,
    random,
    onBytes(chunk) {
      behaviour.onBytes(chunk);
      onChange();
    },
    onLost: () => behaviour.onLost(),
    features: () => behaviour.features,
    onChange,
  });
  const behaviour = behave({ port, changed: onChange, unknown: unknown.add });
  return assembleDevice({ setting, port, behaviour, unknown });
};
