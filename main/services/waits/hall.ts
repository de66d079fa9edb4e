// What an estimate knows of a hall.
import type { CounterId, ServiceId } from '../../../contract/ids.ts';
import type { Waiting } from '../queue/index.ts';

/** An open counter. Times are wall-clock milliseconds. */
export interface Desk {
  readonly counterId: CounterId;
  readonly services: ReadonlySet<ServiceId>;
  /** For whom it is called or serving, and since when; null: free. */
  readonly busy: { readonly serviceId: ServiceId; readonly sinceMs: number } | null;
  /** On a break until then: calls nobody before. */
  readonly pausedUntilMs: number | null;
}

/** From a call to the next one of the same counter. */
export interface Pace {
  readonly meanMs: number;
  /** Deviation of one service over the mean. */
  readonly cv: number;
  /** How well the mean is known: deviation of its logarithm. */
  readonly doubt: number;
}

/** People who are not here yet and will stand before some of those who wait: with priority, or an appointment. */
export interface Comers {
  readonly serviceId: ServiceId;
  /** How long before their coming they stand. */
  readonly leadMs: number;
  readonly perHour: number;
}

export interface Hall {
  readonly nowMs: number;
  /** In call order. */
  readonly waiting: readonly Waiting[];
  /** Only those where somebody works. */
  readonly desks: readonly Desk[];
  readonly paceOf: (serviceId: ServiceId) => Pace;
  /** Share of those called who are not there, and how long the counter calls them in vain. */
  readonly absent: { readonly share: number; readonly tookMs: number };
  /** Share of those waiting who leave before their call. */
  readonly leaving: number;
  readonly comers: readonly Comers[];
  readonly passedMax: number;
}
