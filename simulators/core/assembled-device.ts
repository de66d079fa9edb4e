// The part of a simulated device that is the same whatever its line: its cable, its wire faults, its list of commands
// nobody knew.
import type { RackDeviceBase } from '../../contract/bench/common.ts';
import type { RackAction, RackDevice } from '../../contract/bench.ts';
import { type DeviceSetting, notForMe, type SimulatedDevice } from './device.ts';
import type { Port } from './port.ts';

export type RackDeviceOf<Kind extends RackDevice['kind']> = Extract<RackDevice, { kind: Kind }>;

/** What a kind adds to the common part of its state. */
export type OwnState<Kind extends RackDevice['kind']> = Omit<RackDeviceOf<Kind>, keyof RackDeviceBase | 'kind'>;

/** What every kind does beside speaking. */
export interface OwnBehaviour<Kind extends RackDevice['kind']> {
  readonly kind: Kind;
  /** Verbs of this kind only. False: not mine. Throws with a message for people. */
  act(action: RackAction): boolean;
  state(): OwnState<Kind>;
  picture?(name: string): Buffer | null;
  /** Timers end here. */
  close?(): void;
}

/** What a bench does with a line, whatever goes over it. */
export type Cable = Pick<
  Port,
  'url' | 'isPlugged' | 'isConnected' | 'bytesIn' | 'bytesOut' | 'inject' | 'plug' | 'unplug'
>;

export interface Assembly<Kind extends RackDevice['kind']> {
  readonly setting: DeviceSetting;
  readonly port: Cable;
  readonly behaviour: OwnBehaviour<Kind>;
  readonly unknown: UnknownList;
}

export interface UnknownList {
  add(what: string): void;
  list(): readonly string[];
}

const UNKNOWN_KEPT = 50;

export const createUnknownList = (onChange: () => void): UnknownList => {
  const unknown: string[] = [];
  return {
    add(what) {
      if (unknown.length < UNKNOWN_KEPT) unknown.push(what);
      onChange();
    },
    list: () => [...unknown],
  };
};

export const assembleDevice = <Kind extends RackDevice['kind']>({
  setting: { id, onChange },
  port,
  behaviour,
  unknown,
}: Assembly<Kind>): SimulatedDevice => {
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
      unknown: unknown.list(),
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
