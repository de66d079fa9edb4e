// What the screen of one counter is told. No zod here, as in live.ts.
import type { CardRefused } from './card.ts';
import type { DeviceHealthView } from './device.ts';
import type { FeeState } from './fee.ts';
import type { LateKind } from './hall.ts';
import type { CounterId, ResultId, ServiceId, TicketId } from './ids.ts';
import type { QrPath } from './qr.ts';
import type { StepName } from './steps.ts';
import type { HoldReason, LineUpReason, LocalisedText, PauseReason, TicketState } from './ticket.ts';

/** Staff's own words about a ticket: no screen of citizens is ever told them. */
export interface NoteView {
  readonly text: string;
  /** Empty when the person no longer works here. */
  readonly staffName: string;
  readonly atMs: number;
}

/** What every list says of a person. */
export interface PersonView {
  readonly ticketId: TicketId;
  readonly number: string;
  readonly service: LocalisedText;
  readonly issuedAtMs: number;
  /** The number is of an earlier day, for which it was kept. */
  readonly isKept: boolean;
  /** Why the person comes sooner. */
  readonly priority: LocalisedText | null;
  /** When the person said by phone to be on the way; null again once they are here, or were absent. */
  readonly onWayAtMs: number | null;
  /** Oldest first. */
  readonly notes: readonly NoteView[];
}

export interface WaitingView extends PersonView {
  /** How many who joined later were called before. */
  readonly passed: number;
  /** Was passed so often that nobody may be called before. */
  readonly mustBeNext: boolean;
  readonly appointmentAtMs: number | null;
  /** Why the person stands in the line again. */
  readonly cameBack: LineUpReason | null;
  /** Waits for this counter alone. */
  readonly onlyHere: boolean;
}

/** Somebody who left the line and may come into it again. */
export interface AsideView extends PersonView {
  readonly state: Extract<TicketState, 'on-hold' | 'supplement' | 'no-show'>;
  readonly sinceMs: number;
  readonly holdReason: HoldReason | null;
  /** When somebody on hold said to be back. */
  readonly dueAtMs: number | null;
}

export interface CurrentView extends PersonView {
  readonly serviceId: ServiceId;
  readonly state: TicketState;
  readonly calledAtMs: number;
  readonly startedAtMs: number | null;
  /** 1 for the first call, one more with each recall. */
  readonly calls: number;
  readonly cameBack: LineUpReason | null;
  /** Services of the visit after this one. */
  readonly further: readonly LocalisedText[];
  /** Goes back to this counter afterwards. */
  readonly returnToNumber: number | null;
  /** What the service costs, to begin with; null: the clerk types it. */
  readonly usualFeeDong: number | null;
  /** The newest that was asked and not withdrawn; `qr`: the code to pay by, while it is to be paid. */
  readonly fee: {
    readonly amountDong: number;
    readonly purpose: string;
    readonly state: Exclude<FeeState, 'withdrawn'>;
    readonly qr: QrPath | null;
  } | null;
  /** Ends only with a result. */
  readonly needsResult: boolean;
}

export interface CounterView {
  readonly counter: { readonly id: CounterId; readonly number: number; readonly name: LocalisedText };
  readonly staffName: string;
  readonly pause: { readonly reason: PauseReason; readonly sinceMs: number } | null;
  readonly current: CurrentView | null;
  /** Whom Next would call at this moment. */
  readonly next: TicketId | null;
  /** Those whom this counter may call, in call order, at most 50. */
  readonly waiting: readonly WaitingView[];
  readonly waitingTotal: number;
  /** On hold, bringing papers, or absent and still allowed to come back; at most 50 of each, longest first. */
  readonly aside: readonly AsideView[];
  /** Whom this counter could do something about, longest late first, at most 5. */
  readonly late: readonly { readonly number: string; readonly kind: LateKind; readonly sinceMs: number }[];
  /** The step that this counter may take back, and until when by the host's clock. */
  readonly undo: { readonly number: string; readonly step: StepName; readonly untilMs: number } | null;
  /** Where somebody may be sent. */
  readonly services: readonly { readonly id: ServiceId; readonly name: LocalisedText }[];
  readonly counters: readonly {
    readonly id: CounterId;
    readonly number: number;
    readonly name: LocalisedText;
    readonly services: readonly ServiceId[];
    readonly state: 'open' | 'paused' | 'closed';
  }[];
  /** Whether fees are taken by code here, and for whom. */
  readonly payee: string | null;
  readonly results: readonly { readonly id: ResultId; readonly name: LocalisedText }[];
  readonly devices: readonly DeviceHealthView[];
  /** As in KioskView. */
  readonly cardPrefix: string;
  /** By the reader of this counter. */
  readonly cardRefused: CardRefused | null;
}
