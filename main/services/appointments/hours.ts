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
