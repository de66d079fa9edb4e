// Which slots there are, and who may have one. Pure; times are wall-clock milliseconds since 1970.
import type { DayState } from '../../../contract/appointment.ts';
import type { ServiceId } from '../../../contract/ids.ts';
import type { LocalisedText } from '../../../contract/ticket.ts';

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';
const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Minutes from local midnight. */
export interface Hours {
  readonly fromMinutes: number;
  readonly toMinutes: number;
}

export interface Closure {
  /** First and last day, yyyy-mm-dd. */
  readonly from: string;
  readonly to: string;
  readonly name: LocalisedText;
}

export interface BookingRules {
  /** Minutes that local time is ahead of UTC; Vietnam has no summer time. */
  readonly utcOffsetMinutes: number;
  readonly hours: Readonly<Partial<Record<Weekday, readonly Hours[]>>>;
  readonly holidays: readonly Closure[];
  readonly services: ReadonlyMap<
    ServiceId,
    {
      readonly slotMinutes: number;
      /** Appointments that one slot holds, for each weekday; 0 where none are given. */
      readonly perSlot: Readonly<Record<Weekday, number>>;
      /** Days on which the service is done while one waits. */
      readonly whileYouWait: ReadonlySet<Weekday>;
    }
  >;
  /** A slot is given until so long before it begins. */
  readonly leadMs: number;
  readonly horizonDays: number;
  /** Live appointments of one person on one day. */
  readonly perPersonPerDay: number;
  readonly checkInBeforeMs: number;
  readonly checkInAfterMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Local midnight of a date. */
export const midnightOf = (date: string, { utcOffsetMinutes }: Pick<BookingRules, 'utcOffsetMinutes'>): number =>
  Date.parse(`${date}T00:00:00Z`) - utcOffsetMinutes * MINUTE_MS;

export const dateOf = (atMs: number, { utcOffsetMinutes }: Pick<BookingRules, 'utcOffsetMinutes'>): string =>
  new Date(atMs + utcOffsetMinutes * MINUTE_MS).toISOString().slice(0, 10);

export const weekdayOf = (date: string): Weekday => WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'sun';

export const holidayOn = (date: string, { holidays }: Pick<BookingRules, 'holidays'>): Closure | null =>
  holidays.find(({ from, to }) => from <= date && date <= to) ?? null;

/** Beginnings of all slots of a service on a date, whether taken or not; empty on closed days. */
export const slotsOn = (date: string, serviceId: ServiceId, rules: BookingRules): number[] => {
  const service = rules.services.get(serviceId);
  const weekday = weekdayOf(date);
  if (service === undefined || service.perSlot[weekday] === 0 || holidayOn(date, rules) !== null) return [];
  const midnight = midnightOf(date, rules);
  return (rules.hours[weekday] ?? []).flatMap(({ fromMinutes, toMinutes }) => {
    const count = Math.floor((toMinutes - fromMinutes) / service.slotMinutes);
    return Array.from(
      { length: Math.max(0, count) },
      (_, at) => midnight + (fromMinutes + at * service.slotMinutes) * MINUTE_MS,
    );
  });
};

/** How many appointments the slot holds in all; 0 for a time that is no slot of the service. */
export const capacityOf = (startMs: number, serviceId: ServiceId, rules: BookingRules): number => {
  const date = dateOf(startMs, rules);
  if (!slotsOn(date, serviceId, rules).includes(startMs)) return 0;
  return rules.services.get(serviceId)?.perSlot[weekdayOf(date)] ?? 0;
};

/** How many days ahead somebody whose appointment is put off looks. */
const LOOKED_AHEAD_DAYS = 31;

/**
 * The slot at the same hour on the next later date that has slots of the service, or the first one of that date where it
 * has none at that hour; null within a month without any.
 */
export const sameHourLater = (startMs: number, serviceId: ServiceId, rules: BookingRules): number | null => {
  for (let days = 1; days <= LOOKED_AHEAD_DAYS; days += 1) {
    const sameHour = startMs + days * DAY_MS;
    const slots = slotsOn(dateOf(sameHour, rules), serviceId, rules);
    if (slots.length > 0) return slots.includes(sameHour) ? sameHour : (slots[0] ?? null);
  }
  return null;
};

/** Whether a slot may be asked for now: not too soon and not beyond the horizon. */
export const isInReach = (startMs: number, nowMs: number, rules: BookingRules): boolean => {
  const lastDay = midnightOf(dateOf(nowMs, rules), rules) + (rules.horizonDays + 1) * DAY_MS;
  return startMs >= nowMs + rules.leadMs && startMs < lastDay;
};

/** The dates that may be shown, today first. */
export const datesInReach = (nowMs: number, rules: BookingRules): string[] => {
  const today = midnightOf(dateOf(nowMs, rules), rules);
  return Array.from({ length: rules.horizonDays + 1 }, (_, day) => dateOf(today + day * DAY_MS, rules));
};

/** `taken` tells how many of a slot are given away. */
export const stateOfDay = (
  date: string,
  serviceId: ServiceId,
  now: { readonly nowMs: number; readonly taken: (startMs: number) => number },
  rules: BookingRules,
): DayState => {
  if (holidayOn(date, rules) !== null) return 'holiday';
  const slots = slotsOn(date, serviceId, rules);
  if (slots.length === 0) return 'closed';
  const open = slots.filter((startMs) => isInReach(startMs, now.nowMs, rules));
  if (open.length === 0) return 'too-soon';
  return open.some((startMs) => now.taken(startMs) < capacityOf(startMs, serviceId, rules)) ? 'open' : 'full';
};

/** What the kiosk does with an appointment: `late` stands in the line like anybody who comes now. */
export type CheckIn = 'on-time' | 'too-early' | 'late';

export const judgeCheckIn = (startMs: number, nowMs: number, rules: BookingRules): CheckIn => {
  if (nowMs < startMs - rules.checkInBeforeMs) return 'too-early';
  return nowMs <= startMs + rules.checkInAfterMs ? 'on-time' : 'late';
};
