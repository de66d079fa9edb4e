// What the manager's view of the hall is told. No zod here, as in live.ts.
import type { DeviceHealthView } from './device.ts';
import type { ClosingReason, LateKind } from './hall.ts';
import type { BusinessDay, CounterId, ServiceId, TicketId } from './ids.ts';
import type { HoldReason, LocalisedText, PauseReason, TicketState } from './ticket.ts';
import type { WaitRange } from './wait-range.ts';

/** Somebody of the hall, in a list. */
export interface HallPerson {
  readonly ticketId: TicketId;
  readonly number: string;
  readonly service: LocalisedText;
  readonly issuedAtMs: number;
}

export interface HallService {
  readonly id: ServiceId;
  readonly name: LocalisedText;
  readonly waiting: number;
  /** When whoever waits longest took the number; null where nobody waits. */
  readonly oldestAtMs: number | null;
  /** Of a number taken now. */
  readonly wait: WaitRange | null;
  /** Staffed and not on a break. */
  readonly openCounters: number;
  readonly closing: { readonly reason: ClosingReason; readonly fromMs: number } | null;
}

export interface HallCounter {
  readonly id: CounterId;
  readonly number: number;
  readonly name: LocalisedText;
  readonly staffName: string | null;
  readonly state: 'closed' | 'free' | 'calling' | 'serving' | 'paused';
  readonly ticket: string | null;
  /** Since when it is in this state; null where nobody knows. */
  readonly sinceMs: number | null;
  readonly pauseReason: PauseReason | null;
  /** A manager lets nobody log in there. */
  readonly isBarred: boolean;
  /** Whoever is there came on an earlier day: when they went nobody knows. */
  readonly isFromBefore: boolean;
}

export interface HallLate extends HallPerson {
  readonly kind: LateKind;
  readonly sinceMs: number;
  readonly counterNumber: number | null;
}

export interface HallView {
  readonly siteName: LocalisedText;
  readonly day: BusinessDay | null;
  /** Of the open day, by what became of them. */
  readonly totals: Readonly<Record<TicketState, number>> & { readonly issued: number };
  /** No number was given yet today. */
  readonly isBeforeFirst: boolean;
  readonly services: readonly HallService[];
  readonly counters: readonly HallCounter[];
  /** Whom a manager should do something about: longest late first, at most 20. */
  readonly late: readonly HallLate[];
  /** On hold, earliest due first, at most 20. */
  readonly held: readonly (HallPerson & {
    readonly reason: HoldReason | null;
    readonly sinceMs: number;
    readonly dueAtMs: number | null;
  })[];
  /** Devices that are not at work; how many there are. */
  readonly devices: { readonly wrong: readonly DeviceHealthView[]; readonly count: number };
  /** Boards and kiosks that are not well. */
  readonly screensWrong: number;
}
