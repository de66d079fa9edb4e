// Alerts after low ratings, as managers see them: nothing of the citizen, and no moment but the half of the day. No zod here.
import type { BusinessDay, CounterId, RatingAlertId, RatingReasonId, ServiceId, StaffId } from './ids.ts';
import type { HalfDay, RatingLevel } from './rating.ts';

/** `open`: nobody has it in hand; `taken`: somebody has; `answered`: what was done is written; `closed`: nothing is left to do. */
export type RatingAlertState = 'open' | 'taken' | 'answered' | 'closed';

/** How long something took, told coarsely: to the minute it would tell, beside the journal, when the rating was given. */
export const withinSteps = ['hour', 'four-hours', 'day', 'three-days', 'longer'] as const;
export type WithinStep = (typeof withinSteps)[number];

/** Characters of an answer, as a reader counts them. */
export const alertAnswer = { min: 5, max: 1000 } as const;

export interface RatingAlert {
  readonly alertId: RatingAlertId;
  readonly state: RatingAlertState;
  readonly day: BusinessDay;
  readonly half: HalfDay;
  readonly counterId: CounterId;
  readonly serviceId: ServiceId;
  readonly level: RatingLevel;
  readonly reasons: readonly RatingReasonId[];
  /** The citizen's words; empty where nothing was written. */
  readonly text: string;
  /** Who has it in hand. */
  readonly holder: { readonly id: StaffId; readonly name: string } | null;
  /** An answer is late after it: hours after the end of a half day. */
  readonly dueAtMs: number;
  /** Null until it was. */
  readonly takenWithin: WithinStep | null;
  readonly answeredWithin: WithinStep | null;
  readonly isAnsweredLate: boolean;
  /** What was done; empty before. */
  readonly answer: string;
}

/** Of the alerts of some days. */
export interface AlertFigures {
  readonly raised: number;
  readonly byState: Readonly<Record<RatingAlertState, number>>;
  /** Answered after the time, or not answered although it is over. */
  readonly late: number;
  readonly takenWithin: Readonly<Record<WithinStep, number>>;
  readonly answeredWithin: Readonly<Record<WithinStep, number>>;
}
