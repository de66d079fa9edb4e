// What managers of the city are shown of all halls: numbers, never people. No zod here.
import type { RatingFigures } from './rating.ts';
import type { Share } from './report.ts';

export type UnitLevel = 'province' | 'district' | 'commune';

/** Of one hall or of all halls of a unit. */
export interface CityFigures {
  readonly waiting: number;
  readonly serving: number;
  /** Minutes that the first in line has waited; null where nobody waits. */
  readonly longestMinutes: number | null;
  readonly issuedToday: number;
  readonly servedToday: number;
  /** Of those whom a range was told today: called within it. */
  readonly kept: Share;
  readonly ratedToday: RatingFigures;
  readonly rated30Days: RatingFigures;
  /** Of 6 points for the share of satisfied; null where ratings are few. */
  readonly indexPoints: number | null;
  /** People who waited at each full five minutes of the last hour, the oldest first, now last. */
  readonly trend: readonly number[];
}

/** Events of attendance of one day: how many, never whose. */
export interface AttendanceCounts {
  readonly arrived: number;
  readonly left: number;
  readonly absenceAnnounced: number;
  readonly absenceReported: number;
  readonly corrected: number;
}

/** `silent`: nothing was heard for two minutes. `never`: it has not joined, or was never heard. */
export type HallVoice = 'heard' | 'silent' | 'never';

export interface CityHall extends CityFigures {
  readonly key: string;
  readonly name: string;
  readonly unitCode: string | null;
  readonly voice: HallVoice;
  readonly heardAtMs: number | null;
  /** Age of its oldest row that is not here, as it said last. */
  readonly lagMs: number;
  readonly devices: number;
  /** Kinds of the devices that cannot work, one for each. */
  readonly down: readonly string[];
  /** Null where there is no attendance today. */
  readonly attendance: AttendanceCounts | null;
}

export interface CityUnit extends CityFigures {
  readonly code: string;
  readonly name: string;
  readonly level: UnitLevel;
  readonly halls: number;
  readonly silent: number;
  readonly devicesDown: number;
}

export interface CityPlace {
  readonly code: string;
  readonly name: string;
}

/** GET /city/api/now. */
export interface CityNow {
  readonly atMs: number;
  readonly login: string;
  /** From the top that this account may see down to the unit that is shown; empty: the whole city. */
  readonly path: readonly CityPlace[];
  readonly total: Omit<CityUnit, 'code' | 'name' | 'level'>;
  readonly units: readonly CityUnit[];
  /** Silent ones first, then the longest line first. */
  readonly halls: readonly CityHall[];
  /** How many more there are than `halls`. */
  readonly left: number;
}

/** Sums of some days, of one hall or of all halls of a unit. */
export interface PeriodFigures {
  readonly issued: number;
  readonly served: number;
  readonly meanWaitMinutes: number | null;
  readonly kept: Share;
  readonly within30: Share;
  readonly ratings: RatingFigures;
  readonly indexPoints: number | null;
}

export interface ComparedRow extends PeriodFigures {
  readonly kind: 'unit' | 'hall';
  readonly id: string;
  readonly name: string;
}

/** GET /city/api/compare. */
export interface CityCompare {
  readonly from: string;
  readonly to: string;
  readonly rows: readonly ComparedRow[];
}

/** GET /city/api/halls/:key. */
export interface CityHallDays {
  readonly hall: CityHall;
  /** Newest first. */
  readonly days: readonly (PeriodFigures & { readonly day: string; readonly attendance: AttendanceCounts | null })[];
}

/** What the city's server answers when it does not do something. */
export interface CityRefusal {
  readonly code: 'not-logged-in' | 'wrong-password' | 'too-many-attempts' | 'bad-input' | 'not-found';
  readonly message: string;
  readonly params?: Readonly<Record<string, string | number>>;
}
