// Questions to the tables: the stays of a day, the days before, who came with a head start.
import type { BusinessDay, ServiceId, TicketId } from '../../../contract/ids.ts';
import type { WaitRange } from '../../../contract/live.ts';
import type { Db } from '../../store/open-db.ts';
import type { Comers } from './hall.ts';
import type { Stay } from './pace.ts';

/** How the promises of some days were kept, of one service. */
export interface Accuracy {
  readonly serviceId: ServiceId;
  readonly promised: number;
  /** Of those called since: within the range, sooner, later. */
  readonly held: number;
  readonly sooner: number;
  readonly later: number;
}

export interface History {
  stays(day: BusinessDay): Stay[];
  /** Newest first. */
  daysBefore(day: BusinessDay, limit: number): BusinessDay[];
  /** Those who took a number within the last hour and stand before their coming. */
  comers(day: BusinessDay, nowMs: number): Comers[];
  promised(ticketId: TicketId): WaitRange | null;
  /** Of the days from the first to the last, both included. */
  accuracy(days: { readonly from: BusinessDay; readonly to: BusinessDay }): Accuracy[];
}

const hourMs = 3_600_000;

export const createHistory = (db: Db): History => {
  const stays = db.prepare<[string], Stay>(
    `SELECT i.ticket_id AS ticketId, i.state, i.counter_id AS counterId, i.service_id AS serviceId,
       i.from_ms AS fromMs, i.to_ms AS toMs
     FROM ticket t JOIN ticket_interval i ON i.ticket_id = t.id WHERE t.day = ? ORDER BY t.id, i.ordinal`,
  );
  const daysBefore = db
    .prepare<[string, number], BusinessDay>('SELECT day FROM business_day WHERE day < ? ORDER BY day DESC LIMIT ?')
    .pluck();
  const comers = db.prepare<[string, number], Comers>(
    `SELECT service_id AS serviceId, avg(joined_at_ms - line_at_ms) AS leadMs, count(*) AS perHour
     FROM ticket WHERE day = ? AND issued_at_ms > ? AND lined_up_why IS NULL AND line_at_ms < joined_at_ms
     GROUP BY service_id`,
  );
  const promised = db.prepare<[string], WaitRange>(
    'SELECT low_minutes AS low, high_minutes AS high FROM wait_promise WHERE ticket_id = ?',
  );
  const waited = '(called_at_ms - issued_at_ms)';
  const accuracy = db.prepare<[string, string], Accuracy>(
    `SELECT service_id AS serviceId, count(*) AS promised,
       count(*) FILTER (WHERE ${waited} BETWEEN low_minutes * 60000 AND high_minutes * 60000) AS held,
       count(*) FILTER (WHERE ${waited} < low_minutes * 60000) AS sooner,
       count(*) FILTER (WHERE ${waited} > high_minutes * 60000) AS later
     FROM wait_promise WHERE day BETWEEN ? AND ? GROUP BY service_id ORDER BY service_id`,
  );
  return {
    stays: (day) => stays.all(day),
    daysBefore: (day, limit) => daysBefore.all(day, limit),
    comers: (day, nowMs) => comers.all(day, nowMs - hourMs),
    promised: (ticketId) => promised.get(ticketId) ?? null,
    accuracy: ({ from, to }) => accuracy.all(from, to),
  };
};
