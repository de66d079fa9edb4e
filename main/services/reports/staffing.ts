// Advice on counters: what the same hour of the same weekday usually brings, and how many counters it takes. Pure.
import type { StaffingRow, Weekday } from '../../../contract/report.ts';
import type { Change } from './counter-time.ts';
import { countersNeeded } from './erlang.ts';
import { medianOf } from './statistics.ts';
import type { Visit } from './visits.ts';

const hourMs = 3_600_000;

/** What a day says about its hours. */
export interface DayHours {
  readonly weekday: Weekday;
  /** By local hour: people who took a number, and what their services took together. */
  readonly hours: ReadonlyMap<
    number,
    { readonly people: number; readonly serviceMs: number; readonly services: number }
  >;
  /** By local hour: counters' hours in which somebody was logged in and not on a break. */
  readonly open: ReadonlyMap<number, number>;
}

export interface LocalTime {
  readonly hourOf: (atMs: number) => number;
  readonly weekdayOf: (atMs: number) => Weekday;
}

const openHours = (changes: readonly Change[], overAtMs: number, { hourOf }: LocalTime): Map<number, number> => {
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

/** Null for a day without people: it says nothing about its weekday. */
export const dayHours = (
  { visits, changes, overAtMs }: { visits: readonly Visit[]; changes: readonly Change[]; overAtMs: number },
  local: LocalTime,
): DayHours | null => {
  const [first] = visits;
  if (first === undefined) return null;
  const hours = new Map<number, { people: number; serviceMs: number; services: number }>();
  for (const { issuedAtMs, served } of visits) {
    const hour = local.hourOf(issuedAtMs);
    const known = hours.get(hour) ?? { people: 0, serviceMs: 0, services: 0 };
    known.people += 1;
    known.services += served.length;
    for (const { ms } of served) known.serviceMs += ms;
    hours.set(hour, known);
  }
  return { weekday: local.weekdayOf(first.issuedAtMs), hours, open: openHours(changes, overAtMs, local) };
};

const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour);

/** At most `share` of people should wait longer than `minutes`. */
export interface StaffingTarget {
  readonly minutes: number;
  readonly share: number;
}

/** A row for each hour of the week in which people usually come. */
export const staffingRows = (days: readonly DayHours[], { minutes, share }: StaffingTarget): StaffingRow[] =>
  [...Map.groupBy(days, ({ weekday }) => weekday)]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([weekday, same]) =>
      hoursOfDay.flatMap((hour): StaffingRow[] => {
        const known = same.map(({ hours }) => hours.get(hour));
        const perHour = medianOf(known.map((one) => one?.people ?? 0));
        const services = known.reduce((sum, one) => sum + (one?.services ?? 0), 0);
        if (perHour === 0 || services === 0) return [];
        const serviceMeanMs = known.reduce((sum, one) => sum + (one?.serviceMs ?? 0), 0) / services;
        return [
          {
            weekday,
            hour,
            perHour,
            days: same.length,
            serviceMeanMs,
            needed: countersNeeded({ perHour, serviceMeanMs }, { waitMs: minutes * 60_000, share }),
            open: same.reduce((sum, { open }) => sum + (open.get(hour) ?? 0), 0) / same.length,
          },
        ];
      }),
    );
