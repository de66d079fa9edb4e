// Health and faults of devices: the words between drivers, host and screens.
import type { DeviceId } from './ids.ts';
import type { Result } from './result.ts';

export const FAULT_CODES = [
  'no-device',
  'access-denied',
  'busy',
  'timeout',
  'bad-frame',
  'rejected',
  'consumable-out',
  'user-action',
  'hardware',
  'stopped',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** What a person or we do next. */
export const RECOVERIES = ['wait', 'retry', 'refill', 'clear', 'reset', 'service'] as const;
export type Recovery = (typeof RECOVERIES)[number];

export interface Fault {
  readonly code: FaultCode;
  readonly device: DeviceId;
  readonly recovery: Recovery;
  /** For the log: what happened, value seen, value allowed, what to do. People get the text of `fault.<code>`. */
  readonly message: string;
  readonly detail?: Readonly<Record<string, string | number>>;
  readonly cause?: unknown;
}

export type DeviceResult<T> = Result<T, Fault>;

/** `degraded`: works, but someone should come (paper near its end, one of several displays silent). */
export type HealthState = 'offline' | 'connecting' | 'ready' | 'degraded' | 'failed';

export interface Health {
  readonly state: HealthState;
  /** Wall clock, milliseconds since 1970. */
  readonly sinceMs: number;
  readonly fault: Fault | null;
}

/** Monotonic counters of a device, named as in UnifiedPOS statistics where it has them. */
export type Statistic =
  | 'jobs'
  | 'failed-jobs'
  | 'cuts'
  | 'printed-rows'
  | 'good-reads'
  | 'failed-reads'
  | 'refused-cards'
  | 'key-presses'
  | 'presses-dropped'
  | 'shown'
  | 'frames'
  | 'reconnects'
  | 'checksum-errors'
  | 'timeouts';

/** What a person may know about a device on a screen. */
export interface DeviceHealthView {
  readonly id: DeviceId;
  readonly label: string;
  readonly state: HealthState;
  readonly fault: { readonly code: FaultCode; readonly recovery: Recovery; readonly part: string | null } | null;
  readonly sinceMs: number;
}

/** What the fitter may know on the machine itself. */
export interface DeviceReport extends DeviceHealthView {
  readonly driver: string;
  readonly url: string;
  /** What the driver says of its fault: value seen, value allowed. */
  readonly message: string | null;
  readonly statistics: Readonly<Partial<Record<Statistic, number>>>;
}
