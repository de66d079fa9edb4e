// Reports: what each day adds is read from the stays and the journal once it is over, and kept; days are added up when somebody
// asks, a day at a time, so that the hall's commands come in between.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { shareOf } from '../../../contract/figures.ts';
import type { BusinessDay, CounterId, ServiceId } from '../../../contract/ids.ts';
import type { AccuracyRow, CounterTime, HourCell, KpiRow, Report, Weekday } from '../../../contract/report.ts';
import type { LocalisedText, OutOfOrderReason } from '../../../contract/ticket.ts';
import type { Db } from '../../store/open-db.ts';
import type { Accuracy, Waits } from '../waits/index.ts';
import { addSums, type CounterSums } from './counter-time.ts';
import { type DayFacts, factsOf, groupings, type HeatSums } from './day-facts.ts';
import { createDayRows } from './day-rows.ts';
import { createKeptDays } from './kept-days.ts';
import { kpisOf, type Sums } from './kpis.ts';
import { type DayHours, type LocalTime, type StaffingTarget, staffingRows } from './staffing.ts';

export { reportTables } from './sheets.ts';

export interface ReportsDeps {
  readonly db: Db;
  /** Runs it in a transaction of the writer. */
  readonly write: (work: () => void) => Promise<void>;
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
  readonly target: StaffingTarget;
}

interface Range {
  readonly from: BusinessDay;
  readonly to: BusinessDay;
}

export interface Reports {
  /** Of the business days from the first to the last, both included; days without business count as none. */
  read(range: Range): Promise<Report>;
  /** Makes and keeps what days that are over add to reports, where that was not done yet. A day at a time. */
  prepare(): Promise<void>;
}

const hourMs = 3_600_000;
const staffingDays = 56;

const dayBefore = (day: string, days: number): BusinessDay =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * 24 * hourMs).toISOString().slice(0, 10) as BusinessDay;

/** Everything that a report is made of, while its days are read. */
const createSums = () => {
  const total: Sums[] = [];
  const byDay = new Map<string, Sums[]>();
  const by = { service: newGroup(), counter: newGroup(), staff: newGroup(), hour: newGroup() };
  const heat = new Map<string, HeatSums>();
  const times = new Map<CounterId, CounterSums>();
  const reasons = new Map<OutOfOrderReason, number>();
  const accuracy = new Map<ServiceId, Omit<Accuracy, 'promised'>>();
  return {
    ...{ total, byDay, by, times, reasons, accuracy },
    addDay: (day: BusinessDay, facts: DayFacts): void => {
      total.push(facts.total);
      byDay.set(day, [facts.total]);
      for (const grouping of groupings) for (const [key, sums] of facts.by[grouping]) pushTo(by[grouping], key, sums);
      for (const cell of facts.heat) {
        const key = `${cell.weekday} ${cell.hour}`;
        const known = heat.get(key) ?? { ...cell, issued: 0, waitMs: 0, waited: 0 };
        const { issued, waitMs, waited } = cell;
        heat.set(key, {
          ...known,
          issued: known.issued + issued,
          waitMs: known.waitMs + waitMs,
          waited: known.waited + waited,
        });
      }
      addSums(times, facts.times);
      for (const [reason, count] of facts.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
      for (const { serviceId, held, sooner, later } of facts.accuracy) {
        const known = accuracy.get(serviceId) ?? { serviceId, held: 0, sooner: 0, later: 0 };
        accuracy.set(serviceId, {
          serviceId,
          held: known.held + held,
          sooner: known.sooner + sooner,
          later: known.later + later,
        });
      }
    },
    heat: (): HourCell[] =>
      [...heat.values()]
        .map(({ weekday, hour, issued, waitMs, waited }) => ({
          ...{ weekday, hour, issued },
          waitMeanMs: waited === 0 ? null : waitMs / waited,
        }))
        .toSorted((a, b) => a.weekday - b.weekday || a.hour - b.hour),
  };
};

type Group = Map<string, Sums[]>;

const newGroup = (): Group => new Map();
const pushTo = (group: Group, key: string, sums: Sums): void => {
  const known = group.get(key);
  if (known === undefined) group.set(key, [sums]);
  else known.push(sums);
};

const byKey = <V>(entries: Iterable<readonly [string, V]>): (readonly [string, V])[] =>
  [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1));

export const createReports = (deps: ReportsDeps): Reports => {
  const { db, write, waits, services, counters, staffName, now, offsetMs, target } = deps;
  const rowsOf = createDayRows(db);
  const localOf = (atMs: number): Date => new Date(atMs + offsetMs);
  const local: LocalTime = {
    hourOf: (atMs) => localOf(atMs).getUTCHours(),
    weekdayOf: (atMs) => (localOf(atMs).getUTCDay() || 7) as Weekday,
  };
  const same = (text: string): LocalisedText => ({ vi: text, en: text });
  const nameOf = {
    service: (id: string) => services.find((service) => service.id === id)?.name ?? same(id),
    counter: (id: string) => counters.get(id as CounterId)?.name ?? same(id),
    staff: (id: string) => same(staffName(id) ?? id),
    day: same,
    hour: (hour: string) => same(`${hour}:00`),
  };

  const kept = createKeptDays(db, {
    offsetMs,
    counters: byKey(counters).map(([id, { services: served }]) => [id, [...served].toSorted()]),
  });

  const make = (day: BusinessDay): DayFacts =>
    factsOf(rowsOf.rows(day), waits.accuracy({ from: day, to: day }), { local, counters, nowMs: now() });

  const accuracyRows = (all: Iterable<Omit<Accuracy, 'promised'>>): AccuracyRow[] =>
    byKey([...all].map((one) => [one.serviceId, one] as const)).map(([, { serviceId, held, sooner, later }]) => ({
      id: serviceId,
      name: nameOf.service(serviceId),
      inside: shareOf(held, held + sooner + later),
      sooner,
      later,
    }));

  /** A step at a time, so that the hall's commands come in between. */
  const rowsBy = async (group: Group, name: (id: string) => LocalisedText): Promise<KpiRow[]> => {
    const rows: KpiRow[] = [];
    for (const [id, sums] of byKey(group)) {
      const kpis = kpisOf(sums);
      if (kpis.issued > 0) rows.push({ id, name: name(id), kpis });
      await nextTurn();
    }
    return rows;
  };

  let isPreparing = false;
  return {
    prepare: async () => {
      if (isPreparing) return;
      isPreparing = true;
      try {
        for (const day of kept.missing()) {
          const facts = kept.isOver(day, now()) ? make(day) : null;
          if (facts !== null) await write(() => kept.keep(day, facts));
          await nextTurn();
        }
      } finally {
        isPreparing = false;
      }
    },
    read: async (range) => {
      const sums = createSums();
      const staffing: DayHours[] = [];
      const staffingFrom = dayBefore(range.to, staffingDays);
      let days = 0;
      let isRunning = false;
      const [firstDay = range.from] = [staffingFrom, range.from].toSorted();
      for (const day of rowsOf.days(firstDay, range.to)) {
        const facts = kept.of(day) ?? make(day);
        if (day >= staffingFrom && day < range.to && facts.hours !== null) staffing.push(facts.hours);
        if (day >= range.from) {
          sums.addDay(day, facts);
          if (facts.total.counts.issued > 0) days += 1;
          isRunning ||= facts.isRunning;
        }
        await nextTurn();
      }
      const { by } = sums;
      const total = kpisOf(sums.total);
      await nextTurn();
      const counterTime = ([id, times]: [CounterId, CounterSums]): CounterTime => ({
        id,
        name: nameOf.counter(id),
        ...times,
      });
      return {
        ...range,
        days,
        isRunning,
        total,
        byService: await rowsBy(by.service, nameOf.service),
        byCounter: await rowsBy(by.counter, nameOf.counter),
        byStaff: await rowsBy(by.staff, nameOf.staff),
        byDay: await rowsBy(sums.byDay, nameOf.day),
        byHour: await rowsBy(by.hour, nameOf.hour),
        heat: sums.heat(),
        counters: [...sums.times].map(counterTime).filter(({ openMs, busyMs }) => openMs + busyMs > 0),
        outOfOrder: [...sums.reasons].map(([reason, count]) => ({ reason, count })),
        accuracy: accuracyRows(sums.accuracy.values()),
        staffing: {
          rows: staffingRows(staffing, target),
          days: staffing.length,
          targetMinutes: target.minutes,
          targetShare: target.share,
        },
      };
    },
  };
};
