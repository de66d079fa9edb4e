// Reports: read from the stays and the journal when somebody asks, a day at a time, so that the hall's commands come in
// between.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BusinessDay, CounterId, ServiceId } from '../../../contract/ids.ts';
import type { AccuracyRow, CounterTime, HourCell, KpiRow, Report, Weekday } from '../../../contract/report.ts';
import type { LocalisedText } from '../../../contract/ticket.ts';
import type { Db } from '../../store/open-db.ts';
import type { Waits } from '../waits/index.ts';
import { type CounterSums, counterTimes } from './counter-time.ts';
import { createDayRows, type OutOfOrderCall } from './day-rows.ts';
import { kpisOf } from './kpis.ts';
import { type StaffingFacts, staffingRows } from './staffing.ts';
import { shareOf } from './statistics.ts';
import { type Served, type Visit, visitsOf } from './visits.ts';

export { reportTables } from './sheets.ts';
export { shareOf } from './statistics.ts';

export interface ReportsDeps {
  readonly db: Db;
  readonly waits: Pick<Waits, 'accuracy'>;
  readonly services: readonly { readonly id: ServiceId; readonly name: LocalisedText }[];
  readonly counters: ReadonlyMap<
    CounterId,
    { readonly name: LocalisedText; readonly services: ReadonlySet<ServiceId> }
  >;
  readonly staffName: (id: string) => string | null;
  readonly now: () => number;
  /** Wall clock plus this is local time. */
  readonly offsetMs: number;
  /** At most this share of people should wait longer than these minutes. */
  readonly target: { readonly minutes: number; readonly share: number };
}

export interface Reports {
  /** Of the business days from the first to the last, both included; days without business count as none. */
  read(range: { readonly from: BusinessDay; readonly to: BusinessDay }): Promise<Report>;
}

const hourMs = 3_600_000;
const staffingDays = 56;
const anyService = (): boolean => true;

const groups = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = found.get(key);
    if (known === undefined) found.set(key, [item]);
    else known.push(item);
  }
  return found;
};

const dayBefore = (day: string, days: number): BusinessDay =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * 24 * hourMs).toISOString().slice(0, 10) as BusinessDay;

export const createReports = (deps: ReportsDeps): Reports => {
  const { db, waits, services, counters, staffName, now, offsetMs, target } = deps;
  const rowsOf = createDayRows(db);
  const localOf = (atMs: number): Date => new Date(atMs + offsetMs);
  const hourOf = (atMs: number): number => localOf(atMs).getUTCHours();
  const weekdayOf = (atMs: number): Weekday => (localOf(atMs).getUTCDay() || 7) as Weekday;
  const serviceName = (id: string): LocalisedText =>
    services.find((service) => service.id === id)?.name ?? { vi: id, en: id };
  const counterName = (id: string): LocalisedText => counters.get(id as CounterId)?.name ?? { vi: id, en: id };
  const personName = (id: string): LocalisedText => {
    const name = staffName(id) ?? id;
    return { vi: name, en: name };
  };

  interface Gathered {
    readonly visits: Visit[];
    readonly outOfOrder: OutOfOrderCall[];
    readonly times: Map<CounterId, CounterSums>;
    readonly staffing: StaffingFacts[];
    isRunning: boolean;
  }

  const gather = async (days: readonly BusinessDay[]): Promise<Gathered> => {
    const all: Gathered = { visits: [], outOfOrder: [], times: new Map(), staffing: [], isRunning: false };
    for (const day of days) {
      const { endsAtMs, lastDeedAtMs, stays, changes, outOfOrder } = rowsOf.rows(day);
      const visits = visitsOf(stays, { day, endsAtMs });
      for (const visit of visits) all.visits.push(visit);
      all.outOfOrder.push(...outOfOrder);
      const overAtMs = lastDeedAtMs ?? now();
      for (const [id, sums] of counterTimes(changes, counters, overAtMs)) {
        const known = all.times.get(id) ?? { openMs: 0, busyMs: 0, pausedMs: 0, idleWithQueueMs: 0 };
        all.times.set(id, {
          openMs: known.openMs + sums.openMs,
          busyMs: known.busyMs + sums.busyMs,
          pausedMs: known.pausedMs + sums.pausedMs,
          idleWithQueueMs: known.idleWithQueueMs + sums.idleWithQueueMs,
        });
      }
      all.staffing.push({ day, visits, changes, overAtMs });
      if (endsAtMs === null) all.isRunning = true;
      await nextTurn();
    }
    return all;
  };

  /** A row at a time, so that the hall's commands come in between. */
  const rowsBy = async (
    visits: readonly Visit[],
    keyOf: (visit: Visit) => string,
    row: {
      readonly nameOf: (id: string) => LocalisedText;
      readonly counts?: (id: string) => (served: Served) => boolean;
      readonly outOfOrder: (id: string) => number;
    },
  ): Promise<KpiRow[]> => {
    const rows: KpiRow[] = [];
    for (const [id, some] of [...groups(visits, keyOf)].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      rows.push({
        id,
        name: row.nameOf(id),
        kpis: kpisOf(some, row.counts?.(id) ?? anyService, row.outOfOrder(id)),
      });
      await nextTurn();
    }
    return rows;
  };

  const heatOf = (visits: readonly Visit[]): HourCell[] =>
    [...groups(visits, ({ issuedAtMs }) => `${weekdayOf(issuedAtMs)} ${hourOf(issuedAtMs)}`)]
      .map(([key, some]) => {
        const [weekday = 1, hour = 0] = key.split(' ').map(Number);
        const waited = some.flatMap(({ waitMs }) => (waitMs === null ? [] : [waitMs]));
        const waitMeanMs = waited.length === 0 ? null : waited.reduce((sum, ms) => sum + ms, 0) / waited.length;
        return { weekday: weekday as Weekday, hour, issued: some.length, waitMeanMs };
      })
      .toSorted((a, b) => a.weekday - b.weekday || a.hour - b.hour);

  const accuracyOf = (range: { from: BusinessDay; to: BusinessDay }): AccuracyRow[] =>
    waits.accuracy(range).map(({ serviceId, held, sooner, later }) => ({
      id: serviceId,
      name: serviceName(serviceId),
      inside: shareOf(held, held + sooner + later),
      sooner,
      later,
    }));

  return {
    read: async (range) => {
      const { visits, outOfOrder, times, isRunning } = await gather(rowsOf.days(range.from, range.to));
      const past = await gather(
        rowsOf.days(dayBefore(range.to, staffingDays), range.to).filter((day) => day < range.to),
      );
      const atCounter = (id: string) => (served: Served) => served.counterId === id;
      const byPerson = (id: string) => (served: Served) => served.staffId === id;
      const countOf = (test: (call: OutOfOrderCall) => boolean): number => outOfOrder.filter(test).length;
      const reasons = groups(outOfOrder, ({ reason }) => reason);
      const counterTime = ([id, sums]: [CounterId, CounterSums]): CounterTime => ({
        id,
        name: counterName(id),
        ...sums,
      });
      return {
        ...range,
        days: new Set(visits.map(({ day }) => day)).size,
        isRunning,
        total: kpisOf(visits, anyService, outOfOrder.length),
        byService: await rowsBy(visits, ({ serviceId }) => serviceId, {
          nameOf: serviceName,
          counts: (id) => (served) => served.serviceId === id,
          outOfOrder: (id) => countOf(({ serviceId }) => serviceId === id),
        }),
        byCounter: await rowsBy(
          visits.filter(({ counterId }) => counterId !== null),
          ({ counterId }) => counterId ?? '',
          { nameOf: counterName, counts: atCounter, outOfOrder: (id) => countOf(({ counterId }) => counterId === id) },
        ),
        byStaff: await rowsBy(
          visits.filter(({ staffId }) => staffId !== null),
          ({ staffId }) => staffId ?? '',
          { nameOf: personName, counts: byPerson, outOfOrder: (id) => countOf(({ staffId }) => staffId === id) },
        ),
        byDay: await rowsBy(visits, ({ day }) => day, {
          nameOf: (day) => ({ vi: day, en: day }),
          outOfOrder: () => 0,
        }),
        byHour: await rowsBy(visits, ({ issuedAtMs }) => String(hourOf(issuedAtMs)).padStart(2, '0'), {
          nameOf: (hour) => ({ vi: `${hour}:00`, en: `${hour}:00` }),
          outOfOrder: (hour) => countOf(({ atMs }) => hourOf(atMs) === Number(hour)),
        }),
        heat: heatOf(visits),
        counters: [...times].map(counterTime).filter(({ openMs, busyMs }) => openMs + busyMs > 0),
        outOfOrder: [...reasons].map(([, calls]) => ({
          reason: (calls[0] as OutOfOrderCall).reason,
          count: calls.length,
        })),
        accuracy: accuracyOf(range),
        staffing: {
          rows: staffingRows(past.staffing, { hourOf, weekdayOf, target }),
          days: past.staffing.length,
          targetMinutes: target.minutes,
          targetShare: target.share,
        },
      };
    },
  };
};
