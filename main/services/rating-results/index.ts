// Ratings of some days for managers: read when somebody asks, a day at a time, so that the hall's commands come in between.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { indexPointsOf, shareOf } from '../../../contract/figures.ts';
import type { BusinessDay, CounterId, CriterionId, RatingReasonId, ServiceId } from '../../../contract/ids.ts';
import type { RatingAlert } from '../../../contract/rating-alert.ts';
import type { NamedAlert, RatingResults } from '../../../contract/rating-results.ts';
import type { Weekday } from '../../../contract/report.ts';
import type { LocalisedText } from '../../../contract/ticket.ts';
import type { Db } from '../../store/open-db.ts';
import type { RatingAlerts } from '../rating-alerts/index.ts';
import type { RatingSigns } from '../rating-signs/index.ts';
import type { Ratings } from '../ratings/index.ts';
import { createLevels, createLevelsBy, heatCell, mondayOf, trendUnit } from './rules.ts';

export { resultTables } from './sheets.ts';

interface Named<Id> {
  readonly id: Id;
  readonly name: LocalisedText;
}

export interface RatingResultsDeps {
  readonly db: Db;
  readonly ratings: Pick<Ratings, 'read'>;
  readonly signs: Pick<RatingSigns, 'readSigns'>;
  readonly alerts: Pick<RatingAlerts, 'figures' | 'closed'>;
  readonly names: {
    readonly services: readonly Named<ServiceId>[];
    readonly counters: readonly (Named<CounterId> & { readonly number: number })[];
    readonly criterion: (id: CriterionId) => LocalisedText;
    readonly reason: (id: RatingReasonId) => LocalisedText;
  };
  /** Local time less UTC. */
  readonly offsetMs: number;
}

interface Days {
  readonly from: BusinessDay;
  readonly to: BusinessDay;
}

export interface Results {
  /** Of visits of these business days, both included; at most `limit` rows of each kind. */
  read(days: Days, limit: number): Promise<RatingResults>;
  /** The alert with the names that a screen shows. */
  named(alert: RatingAlert): NamedAlert;
}

interface Row {
  readonly counterId: CounterId;
  readonly level: number;
  readonly criteria: string;
  readonly reasons: string;
  readonly servedAtMs: number;
}

const closedMax = 50;

const nameIn =
  <Id extends string>(list: readonly Named<Id>[]) =>
  (id: Id): LocalisedText =>
    list.find((one) => one.id === id)?.name ?? { vi: id, en: id };

export const createRatingResults = ({ db, ratings, signs, alerts, names, offsetMs }: RatingResultsDeps): Results => {
  const businessDays = db
    .prepare<[string, string], BusinessDay>('SELECT day FROM business_day WHERE day BETWEEN ? AND ? ORDER BY day')
    .pluck();
  const ofDay = db.prepare<[string], Row>(
    `SELECT rating.counter_id AS counterId, level, criteria, reasons, ticket.changed_at_ms AS servedAtMs
     FROM rating JOIN ticket ON ticket.id = rating.ticket_id WHERE rating.day = ?`,
  );
  const finishedOfDay = db.prepare<[string], { counterId: CounterId; count: number }>(
    `SELECT counter_id AS counterId, count(*) AS count FROM ticket
     WHERE day = ? AND state = 'finished' AND counter_id IS NOT NULL GROUP BY counter_id`,
  );
  const nameOf = {
    service: nameIn(names.services),
    counter: nameIn(names.counters),
    criterion: names.criterion,
    reason: names.reason,
  };

  const named = (alert: RatingAlert): NamedAlert => ({
    ...alert,
    counter: nameOf.counter(alert.counterId),
    counterNumber: names.counters.find(({ id }) => id === alert.counterId)?.number ?? null,
    service: nameOf.service(alert.serviceId),
    reasonNames: alert.reasons.map(nameOf.reason),
  });

  const createSums = (unit: 'day' | 'week') => {
    const total = createLevels();
    const trend = createLevelsBy<BusinessDay>();
    const heat = createLevelsBy<number>();
    const criteria = createLevelsBy<CriterionId>();
    const reasons = new Map<RatingReasonId, number>();
    const rated = new Map<CounterId, number>();
    const finished = new Map<CounterId, number>();
    const addRow = (point: ReturnType<typeof createLevels>, row: Row): void => {
      total.add(row.level);
      point.add(row.level);
      const local = new Date(row.servedAtMs + offsetMs);
      heat.of((local.getUTCDay() || 7) * 24 + local.getUTCHours()).add(row.level);
      for (const [id, level] of Object.entries(JSON.parse(row.criteria)))
        criteria.of(id as CriterionId).add(Number(level));
      for (const id of JSON.parse(row.reasons) as RatingReasonId[]) reasons.set(id, (reasons.get(id) ?? 0) + 1);
      rated.set(row.counterId, (rated.get(row.counterId) ?? 0) + 1);
    };
    return {
      ...{ total, trend, heat, criteria, reasons, rated, finished },
      addDay: (day: BusinessDay): void => {
        const point = trend.of(unit === 'day' ? day : mondayOf(day));
        for (const row of ofDay.all(day)) addRow(point, row);
        for (const { counterId, count } of finishedOfDay.all(day))
          finished.set(counterId, (finished.get(counterId) ?? 0) + count);
      },
    };
  };

  return {
    named,
    read: async ({ from, to }, limit) => {
      const unit = trendUnit(from, to);
      const sums = createSums(unit);
      for (const day of businessDays.all(from, to)) {
        sums.addDay(day);
        await nextTurn();
      }
      const read = ratings.read({ from, to }, limit);
      const signed = signs.readSigns({ from, to }, limit);
      const total = sums.total.figures();
      const count = (of: ReadonlyMap<CounterId, number>): number => [...of.values()].reduce((sum, one) => sum + one, 0);
      const finished = count(sums.finished);
      const figuresAt = (id: CounterId) => read.counters.find(({ counterId }) => counterId === id)?.figures;
      return {
        ...{ from, to, total },
        levels: total.few ? null : sums.total.counts(),
        response: shareOf(Math.min(count(sums.rated), finished), finished),
        indexPoints: indexPointsOf(total),
        counters: names.counters
          .filter(({ id }) => sums.finished.has(id) || figuresAt(id) !== undefined)
          .map(({ id, name }) => {
            const served = sums.finished.get(id) ?? 0;
            return {
              ...{ id, name },
              figures: figuresAt(id) ?? { n: 0, few: true },
              response: shareOf(Math.min(sums.rated.get(id) ?? 0, served), served),
            };
          }),
        staff: read.staff.map(({ staffId, name, figures }) => ({
          id: staffId,
          name: name === '' ? staffId : name,
          figures,
        })),
        trend: {
          unit,
          points: sums.trend.all().map(([day, levels]) => ({ from: day, figures: levels.figures() })),
        },
        heat: sums.heat
          .all()
          .toSorted(([one], [other]) => one - other)
          .map(([key, levels]) => heatCell(Math.floor(key / 24) as Weekday, key % 24, levels.figures())),
        criteria: sums.criteria
          .all()
          .map(([id, levels]) => ({ id, name: nameOf.criterion(id), figures: levels.figures() })),
        reasons: [...sums.reasons]
          .toSorted(([, one], [, other]) => other - one)
          .map(([id, times]) => ({ id, name: nameOf.reason(id), count: times })),
        rows: read.rows.map((row) => ({
          ...row,
          counter: nameOf.counter(row.counterId),
          service: nameOf.service(row.serviceId),
        })),
        left: read.left,
        signs: {
          total: signed.total,
          counters: signed.counters.map(({ counterId, figures }) => ({
            ...{ id: counterId, name: nameOf.counter(counterId), figures },
          })),
          rows: signed.rows.map((row) => ({ ...row, counter: nameOf.counter(row.counterId) })),
          left: signed.left,
        },
        alerts: alerts.figures({ from, to }),
        closedAlerts: alerts.closed({ from, to }, closedMax).map(named),
      };
    },
  };
};
