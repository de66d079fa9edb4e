// Low ratings that ask a manager to do something (ADR-0033): raised in the transaction of the rating, then taken in hand,
// answered and closed.
import type { BusinessDay, CounterId, RatingAlertId, ServiceId, StaffId } from '../../../contract/ids.ts';
import type { HalfDay, RatingLevel } from '../../../contract/rating.ts';
import {
  type AlertFigures,
  alertAnswer,
  type RatingAlert,
  type RatingAlertState,
  type WithinStep,
  withinSteps,
} from '../../../contract/rating-alert.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import { judgeText } from '../../../contract/written-text.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import type { GivenRating } from '../ratings/index.ts';
import { type AlertDeed, type AlertRules, dueAt, halfOf, isLate, mayDo, stateOf, withinOf } from './rules.ts';

export { createRatingAlertsProjection } from './projection.ts';
export type { AlertRules } from './rules.ts';

export interface RatingAlertsDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly rules: AlertRules;
  readonly randomToken: () => string;
  readonly now: () => number;
  /** Local time less UTC. */
  readonly offsetMs: number;
  readonly workingDay: (tx: Transaction) => BusinessDay;
}

type Done = Result<Record<never, never>, Refusal>;

export interface RatingAlerts {
  /** Raises an alert in the transaction that stores the rating, where its level asks for one. */
  raiseIn(tx: Transaction, day: BusinessDay, visit: GivenRating): void;
  /** Those that are not closed, the earliest due first; in one half day by counter, never by arrival. */
  pending(): readonly RatingAlert[];
  /** Those of visits of these days that are closed, the newest day first; at most `limit`. */
  closed(days: { readonly from: BusinessDay; readonly to: BusinessDay }, limit: number): readonly RatingAlert[];
  figures(days: { readonly from: BusinessDay; readonly to: BusinessDay }): AlertFigures;
  /** Also takes it over from somebody. Refusals: unknown-alert, alert-moved. */
  take(by: StaffId, alertId: RatingAlertId): Promise<Done>;
  /** By who has it in hand. Refusals: unknown-alert, alert-moved, alert-text. */
  answer(by: StaffId, alertId: RatingAlertId, text: string): Promise<Done>;
  /** Refusals: unknown-alert, alert-moved. */
  close(by: StaffId, alertId: RatingAlertId): Promise<Done>;
}

interface Row {
  readonly alertId: RatingAlertId;
  readonly day: BusinessDay;
  readonly half: HalfDay;
  readonly counterId: CounterId;
  readonly serviceId: ServiceId;
  readonly level: RatingLevel;
  readonly reasons: string;
  readonly text: string;
  readonly raisedAtMs: number;
  readonly dueAtMs: number;
  readonly holderId: StaffId | null;
  readonly holderName: string | null;
  readonly takenAtMs: number | null;
  readonly answeredAtMs: number | null;
  readonly closedAtMs: number | null;
  readonly answer: string;
}

const SELECT = `SELECT alert.id AS alertId, alert.day, half, alert.counter_id AS counterId, alert.service_id AS serviceId,
    alert.level, rating.reasons, coalesce(words.text, '') AS text, raised_at_ms AS raisedAtMs, due_at_ms AS dueAtMs,
    holder_id AS holderId, staff.name AS holderName, taken_at_ms AS takenAtMs, answered_at_ms AS answeredAtMs,
    closed_at_ms AS closedAtMs, coalesce(answer.text, '') AS answer
  FROM rating_alert AS alert JOIN rating ON rating.ticket_id = alert.ticket_id
    LEFT JOIN rating_text AS words ON words.ticket_id = alert.ticket_id
    LEFT JOIN rating_alert_answer AS answer ON answer.alert_id = alert.id
    LEFT JOIN staff ON staff.id = holder_id`;

const stepTook = (fromMs: number, toMs: number | null): WithinStep | null =>
  toMs === null ? null : withinOf(toMs - fromMs);

const alertOf = (row: Row): RatingAlert => {
  const { alertId, day, half, counterId, serviceId, level, text, dueAtMs, answer, holderId, raisedAtMs } = row;
  return {
    ...{ alertId, day, half, counterId, serviceId, level, text, dueAtMs, answer },
    state: stateOf(row),
    reasons: JSON.parse(row.reasons),
    holder: holderId === null ? null : { id: holderId, name: row.holderName ?? holderId },
    takenWithin: stepTook(raisedAtMs, row.takenAtMs),
    answeredWithin: stepTook(raisedAtMs, row.answeredAtMs),
    isAnsweredLate: row.answeredAtMs !== null && isLate(row.answeredAtMs, dueAtMs, row.answeredAtMs),
  };
};

const countSteps = (taken: readonly (WithinStep | null)[]): Record<WithinStep, number> =>
  Object.fromEntries(withinSteps.map((step) => [step, taken.filter((one) => one === step).length])) as Record<
    WithinStep,
    number
  >;

export const createRatingAlerts = (deps: RatingAlertsDeps): RatingAlerts => {
  const { ledger, db, rules, randomToken, now, offsetMs, workingDay } = deps;
  const pending = db.prepare<[], Row>(
    `${SELECT} WHERE closed_at_ms IS NULL ORDER BY due_at_ms, alert.counter_id, alert.level, text, alert.id`,
  );
  const closed = db.prepare<[string, string, number], Row>(
    `${SELECT} WHERE closed_at_ms IS NOT NULL AND alert.day BETWEEN ? AND ?
     ORDER BY alert.day DESC, half DESC, alert.counter_id, alert.level, text, alert.id LIMIT ?`,
  );
  const ofDays = db.prepare<
    [string, string],
    Pick<Row, 'raisedAtMs' | 'dueAtMs' | 'takenAtMs' | 'answeredAtMs' | 'closedAtMs'>
  >(
    `SELECT raised_at_ms AS raisedAtMs, due_at_ms AS dueAtMs, taken_at_ms AS takenAtMs, answered_at_ms AS answeredAtMs,
       closed_at_ms AS closedAtMs FROM rating_alert WHERE day BETWEEN ? AND ?`,
  );
  const find = db.prepare<[string], Row>(`${SELECT} WHERE alert.id = ?`);
  const write = db.prepare('INSERT INTO rating_alert_answer (alert_id, text) VALUES (?, ?)');

  const may = (deed: AlertDeed, by: StaffId, alertId: RatingAlertId): Result<RatingAlert, Refusal> => {
    const row = find.get(alertId);
    if (row === undefined) return refuse({ code: 'unknown-alert', message: `There is no alert "${alertId}".` });
    const alert = alertOf(row);
    if (mayDo(deed, alert.state, { holder: row.holderId, by })) return ok(alert);
    return refuse({
      code: 'alert-moved',
      message: `The alert is ${alert.state}, in the hands of ${alert.holder?.name ?? 'nobody'}: "${deed}" does not go with that.`,
    });
  };

  return {
    raiseIn: (tx, day, { servedAtMs, ...visit }) => {
      if (visit.level > rules.level) return;
      tx.append(day, {
        type: 'rating-alert-raised',
        alertId: randomToken() as RatingAlertId,
        ...visit,
        half: halfOf(servedAtMs, offsetMs),
        dueAtMs: dueAt(tx.nowMs, offsetMs, rules.answerMs),
      });
    },
    pending: () => pending.all().map(alertOf),
    closed: ({ from, to }, limit) => closed.all(from, to, limit).map(alertOf),
    figures: ({ from, to }) => {
      const rows = ofDays.all(from, to);
      const states = rows.map(stateOf);
      const count = (state: RatingAlertState): number => states.filter((one) => one === state).length;
      const nowMs = now();
      return {
        raised: rows.length,
        byState: { open: count('open'), taken: count('taken'), answered: count('answered'), closed: count('closed') },
        late: rows.filter(({ answeredAtMs, dueAtMs }) => isLate(answeredAtMs, dueAtMs, nowMs)).length,
        takenWithin: countSteps(rows.map(({ raisedAtMs, takenAtMs }) => stepTook(raisedAtMs, takenAtMs))),
        answeredWithin: countSteps(rows.map(({ raisedAtMs, answeredAtMs }) => stepTook(raisedAtMs, answeredAtMs))),
      };
    },
    take: (by, alertId) =>
      ledger.submit((tx): Done => {
        const alert = may('take', by, alertId);
        if (!alert.ok) return alert;
        const { counterId } = alert.value;
        tx.append(workingDay(tx), { type: 'rating-alert-taken', alertId, counterId, staffId: by });
        return ok({});
      }),
    answer: (by, alertId, written) =>
      ledger.submit((tx): Done => {
        const alert = may('answer', by, alertId);
        if (!alert.ok) return alert;
        const text = judgeText(written, { max: alertAnswer.max, code: 'rating-text' });
        if (!text.ok || text.value.length < alertAnswer.min)
          return refuse({
            code: 'alert-text',
            message: text.ok ? `The answer "${text.value}" is too short.` : text.error.message,
            params: { ...alertAnswer },
          });
        const { counterId } = alert.value;
        tx.append(workingDay(tx), { type: 'rating-alert-answered', alertId, counterId, staffId: by });
        write.run(alertId, text.value);
        return ok({});
      }),
    close: (by, alertId) =>
      ledger.submit((tx): Done => {
        const alert = may('close', by, alertId);
        if (!alert.ok) return alert;
        const { counterId } = alert.value;
        tx.append(workingDay(tx), { type: 'rating-alert-closed', alertId, counterId, staffId: by });
        return ok({});
      }),
  };
};
