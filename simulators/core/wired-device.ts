// What every simulated device on a line of bytes shares: its port, its cable, its list of commands nobody knew. A kind
// brings what it does with bytes, its own verbs and its own state.

import type { RackDeviceBase } from '../../contract/bench/common.ts';
import type { RackAction, RackDevice } from '../../contract/bench.ts';
import { type DeviceSetting, notForMe, type SimulatedDevice } from './device.ts';
import type { FeatureReports } from './hid-frames.ts';
import { createPort, type Port } from './port.ts';

export type RackDeviceOf<Kind extends RackDevice['kind']> = Extract<RackDevice, { kind: Kind }>;

/** What a kind adds to the common part of its state. */
export type OwnState<Kind extends RackDevice['kind']> = Omit<RackDeviceOf<Kind>, keyof RackDeviceBase | 'kind'>;

export interface Bench {
  readonly port: Pick<Port, 'send' | 'pause' | 'resume' | 'hangUp'>;
  /** Notes a command that the device does not know; a test ends by expecting none. */
  unknown(what: string): void;
  /** State changed outside onBytes and act, by a timer for example. */
  changed(): void;
}

export interface Behaviour<Kind extends RackDevice['kind']> {
  readonly kind: Kind;
  /** On HID lines one whole output report. */
  onBytes(chunk: Uint8Array): void;
  /** HID lines only. */
  readonly features?: FeatureReports;
  /** The host is gone, or the cable is. */
  onLost(): void;
  /** Verbs of this kind only. False: not mine. Throws with a message for people. */
  act(action: RackAction): boolean;
  state(): OwnState<Kind>;
  picture?(name: string): Buffer | null;
  /** Timers end here. */
  close?(): void;
}

const UNKNOWN_KEPT = 50;

export const createWiredDevice = <Kind extends RackDevice['kind']>(
  setting: DeviceSetting,
  behave: (bench: Bench) => Behaviour<Kind>,
): SimulatedDevice => {
  const { id, listen, random, onChange } = setting;
  const unknown: string[] = [];
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
  const behaviour = behave({
    port,
    changed: onChange,
    unknown(what) {
      if (unknown.length < UNKNOWN_KEPT) unknown.push(what);
      onChange();
    },
  });

  const act = async (action: RackAction) => {
    if (action.verb === 'unplug') return port.unplug();
    if (action.verb === 'plug') return port.plug();
    if (action.verb === 'inject') return port.inject(action.fault);
    if (!behaviour.act(action)) throw notForMe(behaviour.kind, action);
    onChange();
  };

  const state = (): RackDevice =>
    ({
      id,
      kind: behaviour.kind,
      url: port.url(),
      plugged: port.isPlugged(),
      connected: port.isConnected(),
      bytesIn: port.bytesIn(),
      bytesOut: port.bytesOut(),
      unknown: [...unknown],
      ...behaviour.state(),
    }) as unknown as RackDevice;

  return {
    id,
    state,
    act,
    ...(behaviour.picture === undefined ? {} : { picture: (name: string) => behaviour.picture?.(name) ?? null }),
    async close() {
      behaviour.close?.();
      await port.unplug();
    },
  };
};
