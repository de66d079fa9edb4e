// What every driver is: a codec without I/O below, a session with time-outs here, a transport by URL underneath.
// The host builds drivers and passes everything in; a driver knows no service and no other driver.
import type { DeviceResult, Fault, Health } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';

/** An open line of bytes. Closing is the only way to end `bytes`; after an unplug it ends by itself. */
export interface Transport {
  readonly url: string;
  /** What the wire carries, start and stop bits counted; null where the wire is not what limits (TCP). */
  readonly bytesPerSecond: number | null;
  /** Arrives in pieces of any size; ends when the line is closed or lost. One reader. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /**
   * Resolves when the system has taken all bytes. Rejects when the line is lost or `signal` aborts; an abort in the
   * middle leaves an unknown part on the wire, so it also closes the line.
   */
  write(frame: Uint8Array, signal: AbortSignal): Promise<void>;
  /** Resolves once the line has ended, with the reason: `stopped` after close(), else what took it from us. */
  readonly ended: Promise<Fault>;
  close(): Promise<void>;
}

export type OpenTransport = (signal: AbortSignal) => Promise<DeviceResult<Transport>>;

export interface Clock {
  /** Wall clock, milliseconds since 1970. */
  now(): number;
  /** Never goes back; milliseconds from an arbitrary start. */
  monotonicMs(): number;
  /** Rejects with the signal's reason when aborted. */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
}

export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  detail?: Readonly<Record<string, unknown>>,
) => void;

export type HealthChanged = { readonly type: 'health-changed'; readonly health: Health };

export interface Driver<Event extends { readonly type: string }> {
  readonly id: DeviceId;
  readonly health: Health;
  /** Begins to look for the device. Never throws because it is absent: that is health. */
  start(): void;
  /** Ends every pending await with fault `stopped`, closes the line, resolves within 2 s. */
  stop(): Promise<void>;
  subscribe(listener: (event: Event | HealthChanged) => void): Disposable;
}

export interface DriverDeps {
  readonly open: OpenTransport;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 ≤ x < 1, for the jitter of reconnects: a hall full of devices must not come back in one instant. */
  readonly random: () => number;
}

// Classes of device: what a service may ask of any driver of the class.

/** One bit a dot, 1 = black, most significant bit leftmost, rows padded to whole bytes. */
export interface Raster {
  readonly widthPx: number;
  readonly heightPx: number;
  /** ceil(widthPx / 8) × heightPx bytes. */
  readonly data: Uint8Array;
}

export interface PrinterCapabilities {
  /** Dots across the printable width: 384 on 58 mm paper, 576 on 80 mm. */
  readonly widthPx: number;
  readonly cutter: boolean;
  /** `none`: the printer cannot say anything; that is not the same as "all is well". */
  readonly status: 'push' | 'poll' | 'none';
  readonly maxBandRows: number;
}

export interface TicketPrinter extends Driver<never> {
  readonly capabilities: PrinterCapabilities;
  /**
   * Prints and cuts one ticket; jobs are done one after the other. `confirmed` only after the printer answered behind
   * the last byte without a new error; `unconfirmed` where it cannot: it answers nothing (status: none), or it turned
   * out to answer status but no question behind the data, and reported no error after the time the ticket takes.
   * Faults: consumable-out, user-action (detail.part = cover | panel), hardware (detail.part = cutter | head |
   * mechanism | printer), no-device, timeout, rejected (wider than the head), stopped. `detail.started` is 1 when part
   * of the job may already be on paper, else 0.
   */
  print(ticket: Raster): Promise<DeviceResult<'confirmed' | 'unconfirmed'>>;
}

/** Several numeric displays on one line, each with its address (1 to 247). */
export interface QueueDisplay
  extends Driver<{ readonly type: 'unit-health-changed'; readonly address: number; readonly health: Health }> {
  /**
   * Lights `text` (blank: ''), and keeps it lit: the driver refreshes it and writes it again after a reconnect, also
   * when this call was answered with a fault. A text that does not fit blanks the display. The newest text of an address wins; earlier calls that are still
   * waiting are answered together with it.
   * Faults: no-device, timeout, bad-frame, rejected (the unit refused, or the text does not fit its digits), stopped.
   */
  show(address: number, text: string): Promise<DeviceResult<void>>;
}

export type KeypadKey = 'call' | 'start' | 'redirect' | 'finish';
export type KeypadLight = 'off' | 'red' | 'green' | 'red-blink' | 'green-blink';

/** Several call keypads on one line. */
export interface CallKeypad
  extends Driver<{ readonly type: 'key-pressed'; readonly address: number; readonly key: KeypadKey }> {
  /**
   * Sets the light and sets it again after a reconnect. The pads do not answer: `ok` means that the line took it.
   * Faults: no-device, stopped.
   */
  indicate(address: number, light: KeypadLight): Promise<DeviceResult<void>>;
}

export const fault = (
  device: DeviceId,
  code: Fault['code'],
  recovery: Fault['recovery'],
  message: string,
  detail?: Fault['detail'],
  cause?: unknown,
): Fault => ({
  code,
  device,
  recovery,
  message,
  ...(detail === undefined ? {} : { detail }),
  ...(cause === undefined ? {} : { cause }),
});
