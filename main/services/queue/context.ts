// What the parts of the queue share.
import type { LinePlace } from '../../../contract/events.ts';
import type { BusinessDay, CounterId, ResultId, SeriesId, ServiceId } from '../../../contract/ids.ts';
import type { WaitRange } from '../../../contract/live.ts';
import type { Priority } from '../../../contract/priority.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { type Result, refuse } from '../../../contract/result.ts';
import type { CommandLog } from '../../store/commands.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { OwnNumbers, Series } from './numbering.ts';
import type { QueueReads } from './reads.ts';

export interface QueueRules {
  /** Nobody is passed more often. */
  readonly passedMax: number;
  /** Calls of one ticket, the first included, before the clerk must decide. */
  readonly callsMax: number;
  /** How often an absent person comes into the line again, and behind how many. */
  readonly missedMax: number;
  readonly missedBehind: number;
  /** How long after the last change a no-show may be taken back. */
  readonly reviveMs: number;
  readonly undoMs: number;
  /** An appointment stands so long before its time. */
  readonly appointmentLeadMs: number;
}

export interface QueueSettings {
  readonly timeZone: string;
  readonly dayStartsAtMinutes: number;
  readonly series: ReadonlyMap<SeriesId, Series>;
  readonly services: ReadonlyMap<ServiceId, { readonly seriesId: SeriesId; readonly needsResult: boolean }>;
  readonly counters: ReadonlyMap<CounterId, { readonly services: ReadonlySet<ServiceId> }>;
  /** Those of this moment, and how much earlier somebody with the reason stands. */
  readonly priorities: () => readonly Pick<Priority, 'id' | 'minutes'>[];
  readonly results: ReadonlySet<ResultId>;
  readonly rules: QueueRules;
  readonly numbers: OwnNumbers;
  /** Whether a paper copy is queued with each ticket. */
  readonly printsTickets: boolean;
}

export interface QueueContext {
  readonly ledger: Ledger;
  readonly reads: QueueReads;
  readonly commands: CommandLog;
  readonly settings: QueueSettings;
  readonly monotonicMs: () => number;
  readonly randomToken: () => string;
  /** Whether the counter is on a break. */
  readonly isPaused: (counterId: CounterId) => boolean;
  /** Whether a manager lets no more numbers be given for the service. */
  readonly isClosed: (serviceId: ServiceId, nowMs: number) => boolean;
  /** What somebody who would stand there is told of the wait; null where nobody knows. Null `line`: behind all. */
  readonly promise: (serviceId: ServiceId, line: LinePlace | null) => WaitRange | null;
  readonly workingDay: (tx: Transaction) => BusinessDay;
  /** Decides in the open business day. */
  readonly command: <T>(
    decide: (tx: Transaction, day: BusinessDay) => Result<T, Refusal>,
  ) => Promise<Result<T, Refusal>>;
}

export const unknownTicket = (which: string): Result<never, Refusal> =>
  refuse({ code: 'unknown-ticket', message: `There is no ticket ${which}. It may be of another site, or mistyped.` });

export const unknownService = (settings: QueueSettings, asked: string): Result<never, Refusal> => {
  const known = [...settings.services.keys()].join(', ');
  return refuse({ code: 'unknown-service', message: `There is no service "${asked}". Known: ${known}.` });
};
