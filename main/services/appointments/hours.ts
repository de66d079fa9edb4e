// Whether the site is open, by its opening hours. Pure.
import { type BookingRules, dateOf, holidayOn, midnightOf, weekdayOf } from './rules.ts';

type HoursRules = Pick<BookingRules, 'hours' | 'holidays' | 'utcOffsetMinutes'>;

export interface Opening {
  readonly isOpen: boolean;
  /** End of the last hours of today; null when they are over or today has none. */
  readonly closesAtMs: number | null;
  /** When it opens next; null while it is open, and when it does not open within two weeks. */
  readonly opensAtMs: number | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAYS_LOOKED = 15;

const hoursOf = (date: string, rules: HoursRules): { readonly fromMs: number; readonly toMs: number }[] => {
  if (holidayOn(date, rules) !== null) return [];
  const midnight = midnightOf(date, rules);
  return (rules.hours[weekdayOf(date)] ?? [])
    .map(({ fromMinutes, toMinutes }) => ({
      fromMs: midnight + fromMinutes * MINUTE_MS,
      toMs: midnight + toMinutes * MINUTE_MS,
    }))
    .toSorted((a, b) => a.fromMs - b.fromMs);
};

export const openingAt = (nowMs: number, rules: HoursRules): Opening => {
  const today = hoursOf(dateOf(nowMs, rules), rules);
  const isOpen = today.some(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs);
  const lastMs = today.at(-1)?.toMs ?? 0;
  const next = Array.from({ length: DAYS_LOOKED }, (_, day) => hoursOf(dateOf(nowMs + day * DAY_MS, rules), rules))
    .flat()
    .find(({ fromMs }) => fromMs > nowMs);
  return {
    isOpen,
    closesAtMs: lastMs > nowMs ? lastMs : null,
    opensAtMs: isOpen ? null : (next?.fromMs ?? null),
  };
};

/** When the site opens on the first later date on which it does; null when it does not within two weeks. */
export const opensAfter = (date: string, rules: HoursRules): number | null =>
  openingAt(midnightOf(date, rules) + DAY_MS, rules).opensAtMs;

/** Whether anybody works on that date. */
const isWorkday = (date: string, rules: HoursRules): boolean => hoursOf(date, rules).length > 0;

/** A calendar without a workday must not be looked through for ever. */
const DAYS_LOOKED_FOR_WORK = 400;

/**
 * The date that lies so many workdays after `date`, yyyy-mm-dd, or before it where `days` is negative; of 0 the date itself.
 * Where the calendar has not so many workdays in more than a year, plain days are counted.
 */
export const workdayFrom = (date: string, days: number, rules: HoursRules): string => {
  const at = (offset: number) =>
    dateOf(midnightOf(date, rules) + Math.sign(days) * offset * DAY_MS + DAY_MS / 2, rules);
  let left = Math.abs(days);
  for (let offset = 1; left > 0 && offset < DAYS_LOOKED_FOR_WORK; offset += 1) {
    if (isWorkday(at(offset), rules)) left -= 1;
    if (left === 0) return at(offset);
  }
  return at(Math.abs(days));
};
