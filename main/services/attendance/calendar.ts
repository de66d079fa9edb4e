// The sessions of a school, by its calendar. Without I/O.
import type { SheetTimes } from '../../../contract/attendance.ts';
import type { BusinessDay } from '../../../contract/ids.ts';
import { siteOffsetMs } from '../../../contract/time-zone.ts';

/** Minutes are of the local day. */
export interface CalendarEntry {
  readonly id: string;
  readonly title: string;
  readonly place: string;
  /** Whose members are expected; empty for everybody. */
  readonly groups: readonly string[];
  /** 1 Monday … 7 Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** First and last day of each term, both included. */
  readonly terms: readonly { readonly from: string; readonly to: string }[];
  readonly holidays: readonly { readonly from: string; readonly to: string }[];
  readonly opensMinute: number;
  readonly startsMinute: number;
  readonly lateAfterMinute: number;
  readonly endsMinute: number;
}

export interface PlannedSession {
  readonly calendarId: string;
  readonly title: string;
  readonly place: string;
  readonly groups: readonly string[];
  readonly times: SheetTimes;
}

const lies = (day: string, ranges: readonly { readonly from: string; readonly to: string }[]): boolean =>
  ranges.some(({ from, to }) => from <= day && day <= to);

/** What takes place on a day, in the order of the calendar. */
export const plannedOn = (calendar: readonly CalendarEntry[], day: BusinessDay): readonly PlannedSession[] => {
  const midnightMs = Date.parse(`${day}T00:00:00Z`) - siteOffsetMs;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  const at = (minute: number): number => midnightMs + minute * 60_000;
  return calendar
    .filter(({ weekdays, terms, holidays }) => weekdays.has(weekday) && lies(day, terms) && !lies(day, holidays))
    .map(({ id, title, place, groups, opensMinute, startsMinute, lateAfterMinute, endsMinute }) => ({
      calendarId: id,
      title,
      place,
      groups,
      times: {
        opensAtMs: at(opensMinute),
        startsAtMs: at(startsMinute),
        lateAfterMs: at(lateAfterMinute),
        endsAtMs: at(endsMinute),
      },
    }));
};
