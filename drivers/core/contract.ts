// What every driver is: a codec without I/O below, a session with time-outs here, a transport by URL underneath.
// The host builds drivers and passes everything in; a driver knows no service and no other driver.
import type { DeviceResult, Fault, Health, Statistic } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';

/** An open line of bytes. Closing is the only way to end `bytes`; after an unplug it ends by itself. */
export interface Transport {
  readonly url: string;
  /** What the wire carries, start and stop bits counted; null where the wire is not what limits (TCP). */
  readonly bytesPerSecond: number | null;
  /** Arrives in pieces of any size, on HID lines one report a piece; ends when the line is closed or lost. One reader. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /**
   * Resolves when the system has taken all bytes. Rejects when the line is lost or `signal` aborts; an abort in the
   * middle leaves an unknown part on the wire, so it also closes the line.
   */
  write(frame: Uint8Array, signal: AbortSignal): Promise<void>;
  /** Resolves once the line has ended, with the reason: `stopped` after close(), else what took it from us. */
  readonly ended: Promise<Fault>;
  close(): Promise<void>;
  /** HID lines only. */
  readonly features?: FeatureReports;
}

/** Feature reports of a HID device, the report id first. Both reject with a Fault or the system's error. */
export interface FeatureReports {
  send(report: Uint8Array, signal: AbortSignal): Promise<void>;
  get(reportId: number, length: number, signal: AbortSignal): Promise<Uint8Array>;
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
  /** Adds to a statistic of the device; kept and shown by the host. */
  readonly count: (what: Statistic, by?: number) => void;
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
