// Advice on counters: what the same hour of the same weekday usually brings, and how many counters it takes. Pure.
import type { BusinessDay } from '../../../contract/ids.ts';
import type { StaffingRow, Weekday } from '../../../contract/report.ts';
import type { Change } from './counter-time.ts';
import { countersNeeded } from './erlang.ts';
import { medianOf } from './statistics.ts';
import type { Visit } from './visits.ts';

export interface StaffingFacts {
  readonly day: BusinessDay;
  readonly visits: readonly Visit[];
  readonly changes: readonly Change[];
  readonly overAtMs: number;
}

export interface StaffingDeps {
  readonly hourOf: (atMs: number) => number;
  readonly weekdayOf: (atMs: number) => Weekday;
  readonly target: { readonly minutes: number; readonly share: number };
}

const hourMs = 3_600_000;

/** Counters' hours of each hour of the day in which somebody was logged in and not on a break. */
const openHours = ({ changes, overAtMs }: StaffingFacts, hourOf: (atMs: number) => number): Map<number, number> => {
  const hours = new Map<number, number>();
  const desks = new Map<string, { isOpen: boolean; isPaused: boolean; sinceMs: number }>();
  const add = (fromMs: number, toMs: number): void => {
    for (let atMs = fromMs; atMs < toMs; ) {
      const nextMs = Math.min(toMs, (Math.floor(atMs / hourMs) + 1) * hourMs);
      hours.set(hourOf(atMs), (hours.get(hourOf(atMs)) ?? 0) + (nextMs - atMs) / hourMs);
      atMs = nextMs;
    }
  };
  const endAt = (id: string, atMs: number) => {
    const desk = desks.get(id) ?? { isOpen: false, isPaused: false, sinceMs: atMs };
    if (desk.isOpen && !desk.isPaused) add(desk.sinceMs, atMs);
    desk.sinceMs = atMs;
    desks.set(id, desk);
    return desk;
  };
  for (const change of changes.toSorted((a, b) => a.atMs - b.atMs)) {
    if (change.kind !== 'open' && change.kind !== 'paused') continue;
    const desk = endAt(change.counterId, change.atMs);
    if (change.kind === 'paused') desk.isPaused = change.isOn;
    else {
      desk.isOpen = change.isOn;
      desk.isPaused = false;
    }
  }
  for (const id of desks.keys()) endAt(id, overAtMs);
  return hours;
};

/** A row for each hour of the week in which people came; a day of that weekday without any counts as nobody. */
export const staffingRows = (
  days: readonly StaffingFacts[],
  { hourOf, weekdayOf, target }: StaffingDeps,
): StaffingRow[] => {
  const weekdays = new Map<Weekday, StaffingFacts[]>();
  for (const day of days) {
    const first = day.visits[0];
    if (first === undefined) continue;
    const weekday = weekdayOf(first.issuedAtMs);
    weekdays.set(weekday, [...(weekdays.get(weekday) ?? []), day]);
  }
  return [...weekdays]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([weekday, same]) => {
      const open = same.map((day) => openHours(day, hourOf));
      return Array.from({ length: 24 }, (_, hour): StaffingRow | null => {
        const comers = same.map(({ visits }) => visits.filter(({ issuedAtMs }) => hourOf(issuedAtMs) === hour));
        const serviceMs = comers.flat().flatMap(({ served }) => served.map(({ ms }) => ms));
        const perHour = medianOf(comers.map(({ length }) => length));
        if (perHour === 0 || serviceMs.length === 0) return null;
        const serviceMeanMs = serviceMs.reduce((sum, ms) => sum + ms, 0) / serviceMs.length;
        const wanted = { waitMs: target.minutes * 60_000, share: target.share };
        return {
          weekday,
          hour,
          perHour,
          days: same.length,
          serviceMeanMs,
          needed: countersNeeded({ perHour, serviceMeanMs }, wanted),
          open: open.reduce((sum, hours) => sum + (hours.get(hour) ?? 0), 0) / same.length,
        };
      }).filter((row) => row !== null);
    });
};
