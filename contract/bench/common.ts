// What every simulated device has: an identity, a line, a cable to pull and one wire fault at a time.
import { z } from 'zod';

export const WireFault = z.enum(['split', 'delay', 'drop', 'corrupt', 'garbage-before', 'duplicate', 'hangup']);
export type WireFault = z.infer<typeof WireFault>;

/** An action of one kind of device: `{ device, verb, …shape }`. Verbs differ between kinds that take other arguments. */
export const action = <const Verb extends string, Shape extends z.ZodRawShape>(verb: Verb, shape: Shape) =>
  z.strictObject({ device: z.string(), verb: z.literal(verb), ...shape });

export const CommonActions = [
  /** Pulls the cable: the PTY or the listening socket disappears. */
  action('unplug', {}),
  action('plug', {}),
  /** One wire fault, applied to the next reply of the device. */
  action('inject', { fault: WireFault }),
] as const;

export interface RackDeviceBase {
  readonly id: string;
  /** Where the driver finds it: `serial:/…?baud=9600`, `tcp://127.0.0.1:9100`, `hid+tcp://127.0.0.1:5102`. */
  readonly url: string;
  readonly plugged: boolean;
  /** A driver has the line open. Always true on a PTY, where nobody can tell. */
  readonly connected: boolean;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Commands that the simulator does not know; a test ends by expecting none. */
  readonly unknown: readonly string[];
}
