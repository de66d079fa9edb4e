// What one business day adds to any report: pure, and plain data, so that it can be kept once the day is over.
import type { CounterId, ServiceId } from '../../../contract/ids.ts';
import type { Weekday } from '../../../contract/report.ts';
import type { OutOfOrderReason } from '../../../contract/ticket.ts';
import type { Accuracy } from '../waits/index.ts';
import { type CounterSums, counterTimes } from './counter-time.ts';
import type { DayRows, OutOfOrderCall } from './day-rows.ts';
import { createTallies, createTally, type Sums } from './kpis.ts';
import { type DayHours, dayHours, type LocalTime } from './staffing.ts';
import { type Served, type Visit, visitsOf } from './visits.ts';

export interface HeatSums {
  readonly weekday: Weekday;
  readonly hour: number;
  readonly issued: number;
  /** Of those who were called. */
  readonly waitMs: number;
  readonly waited: number;
}

/** How rows of a report are grouped, besides by day. */
export const groupings = ['service', 'counter', 'staff', 'hour'] as const;

export interface DayFacts {
  readonly isRunning: boolean;
  readonly total: Sums;
  readonly by: Readonly<Record<(typeof groupings)[number], ReadonlyMap<string, Sums>>>;
  readonly heat: readonly HeatSums[];
  readonly times: ReadonlyMap<CounterId, CounterSums>;
  readonly reasons: ReadonlyMap<OutOfOrderReason, number>;
  readonly hours: DayHours | null;
  readonly accuracy: readonly Accuracy[];
}

const anyService = (): boolean => true;

export interface DayFactsSetting {
  readonly local: LocalTime;
  readonly counters: ReadonlyMap<CounterId, { readonly services: ReadonlySet<ServiceId> }>;
  readonly nowMs: number;
}

export const factsOf = (
  rows: DayRows,
  accuracy: readonly Accuracy[],
  { local, counters, nowMs }: DayFactsSetting,
): DayFacts => {
  const { hourOf, weekdayOf } = local;
  const visits = visitsOf(rows.stays, rows);
  const overAtMs = rows.lastDeedAtMs ?? nowMs;
  const total = createTally();
  const by = { service: createTallies(), counter: createTallies(), staff: createTallies(), hour: createTallies() };
  const heat = new Map<string, HeatSums>();
  const reasons = new Map<OutOfOrderReason, number>();
  const hourKey = (atMs: number): string => String(hourOf(atMs)).padStart(2, '0');

  const addVisit = (visit: Visit): void => {
    const { serviceId, counterId, staffId, issuedAtMs } = visit;
    total.add(visit, anyService);
    by.service.of(serviceId).add(visit, (served: Served) => served.serviceId === serviceId);
    if (counterId !== null) by.counter.of(counterId).add(visit, (served) => served.counterId === counterId);
    if (staffId !== null) by.staff.of(staffId).add(visit, (served) => served.staffId === staffId);
    by.hour.of(hourKey(issuedAtMs)).add(visit, anyService);
    const [weekday, hour] = [weekdayOf(issuedAtMs), hourOf(issuedAtMs)];
    const cell = heat.get(`${weekday} ${hour}`) ?? { weekday, hour, issued: 0, waitMs: 0, waited: 0 };
    heat.set(`${weekday} ${hour}`, {
      ...cell,
      issued: cell.issued + 1,
      waitMs: cell.waitMs + (visit.waitMs ?? 0),
      waited: cell.waited + Number(visit.waitMs !== null),
    });
  };
  const addOutOfOrder = ({ reason, serviceId, counterId, staffId, atMs }: OutOfOrderCall): void => {
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    const tallies = [
      by.service.of(serviceId),
      by.counter.of(counterId),
      by.staff.of(staffId),
      by.hour.of(hourKey(atMs)),
    ];
    for (const tally of [total, ...tallies]) tally.addOutOfOrder();
  };
  for (const visit of visits) addVisit(visit);
  for (const call of rows.outOfOrder) addOutOfOrder(call);
  return {
    isRunning: rows.endsAtMs === null,
    total: total.sums(),
    by: { service: by.service.sums(), counter: by.counter.sums(), staff: by.staff.sums(), hour: by.hour.sums() },
    heat: [...heat.values()],
    times: counterTimes(rows.changes, counters, overAtMs),
    reasons,
    hours: dayHours({ visits, changes: rows.changes, overAtMs }, local),
    accuracy,
  };
};
