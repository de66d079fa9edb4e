// Numbers and business days. Pure.
import { BusinessDay } from '../../../contract/ids.ts';

export interface Series {
  readonly id: string;
  readonly prefix: string;
  /** Digits to pad to; a longer number is shown whole, so numbers never run out. */
  readonly digits: number;
}

/** `A` and 7 with three digits give `A007`; 1000 gives `A1000`. */
export const formatNumber = (series: Series, sequence: number): string =>
  series.prefix + String(sequence).padStart(series.digits, '0');

/**
 * Tells the business day of a moment: the local calendar date, except that the hours before `dayStartsAt` belong to the
 * day before. `dayStartsAtMinutes` counts from local midnight, 0 to 1439.
 */
export const createCalendar = (site: {
  readonly timeZone: string;
  readonly dayStartsAtMinutes: number;
}): ((nowMs: number) => BusinessDay) => {
  // Making a formatter costs far more than using it, and every command asks.
  const date = new Intl.DateTimeFormat('sv-SE', {
    timeZone: site.timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  let known = { minute: Number.NaN, day: '' as BusinessDay };
  return (nowMs) => {
    const minute = Math.floor(nowMs / 60_000);
    if (minute !== known.minute)
      known = { minute, day: BusinessDay.parse(date.format(nowMs - site.dayStartsAtMinutes * 60_000)) };
    return known.day;
  };
};

/** A day once opened is never left backwards: a clock set back goes on numbering in the open day. */
export const dayToWorkIn = (open: BusinessDay | null, byClock: BusinessDay): BusinessDay =>
  open !== null && open >= byClock ? open : byClock;
