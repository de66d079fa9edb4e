// The control API of the simulated devices (simulators/rack.ts), used by the bench page and by tests:
//   GET  /api/state            RackState
//   GET  /api/stream           text/event-stream of RackState, whole at every change
//   POST /api/act              RackAction → { ok: true } or 400 { ok: false, message }
//   GET  /api/tickets/<device>/<n>.png   the n-th ticket that came out of a printer (n from 1)
// The rack also serves the built bench page at /.
import { z } from 'zod';

export const RackAction = z.discriminatedUnion('verb', [
  /** Pulls the cable: the PTY or the listening socket disappears. */
  z.strictObject({ device: z.string(), verb: z.literal('unplug') }),
  z.strictObject({ device: z.string(), verb: z.literal('plug') }),
  z.strictObject({ device: z.string(), verb: z.literal('set-paper'), level: z.enum(['ok', 'near-end', 'out']) }),
  /** Paper runs out after so many more rows of dots. */
  z.strictObject({ device: z.string(), verb: z.literal('paper-left'), rows: z.int().nonnegative() }),
  z.strictObject({ device: z.string(), verb: z.literal('set-cover'), open: z.boolean() }),
  z.strictObject({ device: z.string(), verb: z.literal('set-cutter-jam'), jammed: z.boolean() }),
  /** Takes bytes and never answers, like a cheap clone. */
  z.strictObject({ device: z.string(), verb: z.literal('set-mute'), mute: z.boolean() }),
  z.strictObject({ device: z.string(), verb: z.literal('tear-off-tickets') }),
  z.strictObject({
    device: z.string(),
    verb: z.literal('press-key'),
    address: z.int().min(1).max(247),
    key: z.enum(['call', 'start', 'redirect', 'finish']),
  }),
  /** One wire fault, applied to the next reply of the device. */
  z.strictObject({
    device: z.string(),
    verb: z.literal('inject'),
    fault: z.enum(['split', 'delay', 'drop', 'corrupt', 'garbage-before', 'duplicate', 'hangup']),
  }),
]);
export type RackAction = z.infer<typeof RackAction>;

export interface RackDeviceBase {
  readonly id: string;
  /** Where the driver finds it: `serial:/…?baud=9600` or `tcp://127.0.0.1:9100`. */
  readonly url: string;
  readonly plugged: boolean;
  /** A driver has the line open. Always true on a PTY, where nobody can tell. */
  readonly connected: boolean;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Commands that the simulator does not know; a test ends by expecting none. */
  readonly unknown: readonly string[];
}

export type RackDevice =
  | (RackDeviceBase & {
      readonly kind: 'ticket-printer-escpos';
      readonly widthPx: number;
      readonly paper: 'ok' | 'near-end' | 'out';
      readonly coverOpen: boolean;
      readonly cutterJammed: boolean;
      readonly mute: boolean;
      /** Tickets that came out and were not torn off, oldest first; `number` counts since the rack started. */
      readonly tickets: readonly {
        readonly number: number;
        readonly heightPx: number;
        readonly whole: boolean;
        readonly atMs: number;
      }[];
      /** Rows already printed of the ticket that is still coming out. */
      readonly rowsInProgress: number;
    })
  | (RackDeviceBase & {
      readonly kind: 'queue-display-modbus';
      /** `text` is what the lit digits read; `litAtMs` when they last changed. */
      readonly units: readonly {
        readonly address: number;
        readonly text: string;
        readonly litAtMs: number;
        readonly writes: number;
      }[];
    })
  | (RackDeviceBase & {
      readonly kind: 'call-keypad-qsystem';
      readonly units: readonly {
        readonly address: number;
        readonly light: 'off' | 'red' | 'green' | 'red-blink' | 'green-blink';
      }[];
    });

export interface RackState {
  readonly devices: readonly RackDevice[];
  /** Addresses of the hall's screens, shown as links on the bench. */
  readonly screens: readonly { readonly name: 'kiosk' | 'counter' | 'board'; readonly url: string }[];
}
