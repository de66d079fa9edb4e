// What the rack knows of any simulated device, and what a device is given.
import type { RackAction, RackDevice } from '../../contract/bench.ts';
import type { Listen } from './port.ts';

export interface SimulatedDevice {
  readonly id: string;
  state(): RackDevice;
  /** Throws with a message for people when the verb is not for this kind of device. */
  act(action: RackAction): Promise<void>;
  /** PNG; null where there is no such picture. Left out by devices that are drawn by the page alone. */
  picture?(name: string): Buffer | null;
  close(): Promise<void>;
}

export interface DeviceSetting {
  readonly id: string;
  readonly listen: Listen;
  /** Seeded: the same seed spoils the same bytes. */
  readonly random: () => number;
  /** Called after every change of state() that someone may want to see. */
  onChange(): void;
}

export const notForMe = (kind: string, action: RackAction): Error =>
  new Error(`"${action.verb}" is not for a ${kind}; device ${action.device}`);
