// What managers are shown of ratings (ADR-0033). No zod here.
import type { BusinessDay, CounterId, CriterionId, RatingReasonId, StaffId } from './ids.ts';
import type { RatingFigures, RatingRow, SignRatingsOfDays } from './rating.ts';
import type { AlertFigures, RatingAlert } from './rating-alert.ts';
import type { Share, Weekday } from './report.ts';
import type { LocalisedText } from './ticket.ts';

interface Named<Id> {
  readonly id: Id;
  readonly name: LocalisedText;
}

/** Share of satisfied: below 60 %, below 80 %, below 90 %, 90 % and more. */
export type HeatBand = 1 | 2 | 3 | 4;

/** An hour of the week in which people were served. */
export interface RatingHeatCell {
  readonly weekday: Weekday;
  /** 0 to 23, local. */
  readonly hour: number;
  /** Null: fewer than ten, which are not told apart. */
  readonly told: {
    readonly band: HeatBand;
    /** Whole tens: the difference of two looks must not tell one visit. */
    readonly atLeast: number;
  } | null;
}

export interface RatingResults {
  readonly from: BusinessDay;
  readonly to: BusinessDay;
  readonly total: RatingFigures;
  /** How many of level 1, 2, 3, 4, 5; null where they are few. */
  readonly levels: readonly number[] | null;
  /** Of the tickets that were finished: those that were rated. */
  readonly response: Share;
  /** Points of 6 for the share of satisfied; null where ratings are few. */
  readonly indexPoints: number | null;
  readonly counters: readonly (Named<CounterId> & { readonly figures: RatingFigures; readonly response: Share })[];
  /** Of visits that one person alone served. */
  readonly staff: readonly { readonly id: StaffId; readonly name: string; readonly figures: RatingFigures }[];
  readonly trend: {
    readonly unit: 'day' | 'week';
    readonly points: readonly { readonly from: BusinessDay; readonly figures: RatingFigures }[];
  };
  readonly heat: readonly RatingHeatCell[];
  readonly criteria: readonly (Named<CriterionId> & { readonly figures: RatingFigures })[];
  /** Most frequent first. */
  readonly reasons: readonly (Named<RatingReasonId> & { readonly count: number })[];
  readonly rows: readonly (RatingRow & { readonly service: LocalisedText; readonly counter: LocalisedText })[];
  /** How many more there are than `rows`. */
  readonly left: number;
  /** By the signs at the counters: not known to be of people who were served. */
  readonly signs: {
    readonly total: RatingFigures;
    readonly counters: readonly (Named<CounterId> & { readonly figures: RatingFigures })[];
    readonly rows: readonly (SignRatingsOfDays['rows'][number] & { readonly counter: LocalisedText })[];
    readonly left: number;
  };
  readonly alerts: AlertFigures;
  readonly closedAlerts: readonly NamedAlert[];
}

export type NamedAlert = RatingAlert & {
  readonly counter: LocalisedText;
  readonly counterNumber: number | null;
  readonly service: LocalisedText;
  readonly reasonNames: readonly LocalisedText[];
};

/** GET /live/ratings. */
export interface RatingsLive {
  /** Who looks: only the holder of an alert answers it. */
  readonly me: StaffId;
  /** Changes with each rating and each step of an alert: figures of days are to be asked for again. */
  readonly version: number;
  /** Of the open business day. */
  readonly today: RatingFigures;
  /** Those that are not closed, the earliest due first. */
  readonly alerts: readonly NamedAlert[];
}

/** A report that the host made by itself. */
export interface WeeklyReport {
  readonly from: BusinessDay;
  readonly to: BusinessDay;
  readonly bytes: number;
}
