// A hall to be simulated.
import type { CounterId, ServiceId } from '../../../contract/ids.ts';

export interface HallPlan {
  readonly counters: ReadonlyMap<CounterId, ReadonlySet<ServiceId>>;
  /** Mean of a service in minutes, and its share of the people. */
  readonly services: ReadonlyMap<ServiceId, { readonly minutes: number; readonly share: number }>;
  /** People an hour from 8:00 to 9:30, and before and after. */
  readonly peakPerHour: number;
  readonly otherPerHour: number;
  readonly breaks: 'none' | 'ten-minutes-each';
}
