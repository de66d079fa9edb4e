// Reports of the queue: what each figure means is said in docs/reports.md, in the words that are used here. No zod here.
import type { BusinessDay } from './ids.ts';
import type { LocalisedText, OutOfOrderReason } from './ticket.ts';

/** Milliseconds, of `n` people; all null where `n` is 0. */
export interface Spread {
  readonly n: number;
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p90Ms: number | null;
  readonly maxMs: number | null;
}

/** `value` of 0 to 1 with its 95 % Wilson interval; null where `n` is 0. */
export interface Share {
  readonly n: number;
  readonly count: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface Kpis {
  readonly issued: number;
  /** Ended with a service. */
  readonly served: number;
  readonly noShow: number;
  /** Cancelled or expired. */
  readonly abandoned: number;
  /** From the number to the first call. */
  readonly wait: Spread;
  readonly within15: Share;
  readonly within30: Share;
  /** From the last call to the start. */
  readonly walk: Spread;
  /** A service from its start to its end, breaks of it (hold) left out. */
  readonly service: Spread;
  readonly abandonment: Share;
  readonly noShowShare: Share;
  readonly recallsPerCall: number | null;
  readonly outOfOrder: number;
  /** How often a person was passed by somebody who came later. */
  readonly passedMean: number | null;
  readonly passedMax: number;
  /** Came back with papers that were missing. */
  readonly supplement: Share;
  /** Of those with an appointment: served within 10 minutes of its time. */
  readonly punctual: Share;
  /** Left open over the end of the day: when they ended nobody knows, so their services are in no figure above. */
  readonly inaccurate: number;
}

export interface KpiRow {
  readonly id: string;
  readonly name: LocalisedText;
  readonly kpis: Kpis;
}

export interface CounterTime {
  readonly id: string;
  readonly name: LocalisedText;
  readonly openMs: number;
  /** With somebody called or being served. */
  readonly busyMs: number;
  readonly pausedMs: number;
  /** Open and free while somebody waited whom it could have called. */
  readonly idleWithQueueMs: number;
}

/** 1 Monday to 7 Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface HourCell {
  readonly weekday: Weekday;
  /** 0 to 23, local. */
  readonly hour: number;
  readonly issued: number;
  readonly waitMeanMs: number | null;
}

/** What the shown ranges were worth. */
export interface AccuracyRow {
  readonly id: string;
  readonly name: LocalisedText;
  readonly inside: Share;
  readonly sooner: number;
  readonly later: number;
}

/** How many counters an hour of the week needs. */
export interface StaffingRow {
  readonly weekday: Weekday;
  readonly hour: number;
  /** People an hour: the median of the days that were looked at. */
  readonly perHour: number;
  readonly days: number;
  readonly serviceMeanMs: number;
  /** Least number of counters with which at most the wanted share waits too long; null: more than 99. */
  readonly needed: number | null;
  /** Mean number that was open. */
  readonly open: number;
}

export interface Report {
  readonly from: BusinessDay;
  readonly to: BusinessDay;
  readonly days: number;
  /** The day is still going on. */
  readonly isRunning: boolean;
  readonly total: Kpis;
  readonly byService: readonly KpiRow[];
  readonly byCounter: readonly KpiRow[];
  readonly byStaff: readonly KpiRow[];
  readonly byDay: readonly KpiRow[];
  readonly byHour: readonly KpiRow[];
  readonly heat: readonly HourCell[];
  readonly counters: readonly CounterTime[];
  readonly outOfOrder: readonly { readonly reason: OutOfOrderReason; readonly count: number }[];
  readonly accuracy: readonly AccuracyRow[];
  readonly staffing: {
    readonly rows: readonly StaffingRow[];
    /** Business days of the eight weeks before; fewer than ten are too few for advice. */
    readonly days: number;
    readonly targetMinutes: number;
    readonly targetShare: number;
  };
}
