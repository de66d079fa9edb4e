// What the tables and the journal say of one business day.
import type { BusinessDay, CounterId, ServiceId } from '../../../contract/ids.ts';
import type { OutOfOrderReason } from '../../../contract/ticket.ts';
import type { Db } from '../../store/open-db.ts';
import type { Change } from './counter-time.ts';
import type { StayRow } from './visits.ts';

export interface OutOfOrderCall {
  readonly reason: OutOfOrderReason;
  readonly counterId: CounterId;
  readonly staffId: string;
  readonly serviceId: ServiceId;
  readonly atMs: number;
}

export interface DayRows {
  readonly day: BusinessDay;
  /** When the next day was opened; null for the one that goes on. */
  readonly endsAtMs: number | null;
  /** The last deed of a day that is over: who forgot to log out on Friday did not work until Monday. */
  readonly lastDeedAtMs: number | null;
  readonly stays: readonly StayRow[];
  readonly changes: readonly Change[];
  readonly outOfOrder: readonly OutOfOrderCall[];
}

type Place = Pick<StayRow, 'state' | 'serviceId' | 'counterId' | 'fromMs' | 'toMs'>;

interface DeskEvent {
  readonly type: string;
  readonly atMs: number;
  readonly counterId: CounterId;
}

export const createDayRows = (db: Db) => {
  const days = db
    .prepare<[string, string], BusinessDay>('SELECT day FROM business_day WHERE day BETWEEN ? AND ? ORDER BY day')
    .pluck();
  const nextOpened = db
    .prepare<[string], number | null>('SELECT min(opened_at_ms) FROM business_day WHERE day > ?')
    .pluck();
  const stays = db.prepare<[string], StayRow>(
    `SELECT t.id AS ticketId, t.issued_at_ms AS issuedAtMs, t.state AS finalState, t.passed,
       a.start_ms AS appointmentAtMs, i.state, i.service_id AS serviceId, i.counter_id AS counterId,
       i.staff_id AS staffId, i.from_ms AS fromMs, i.to_ms AS toMs
     FROM ticket t JOIN ticket_interval i ON i.ticket_id = t.id LEFT JOIN appointment a ON a.ticket_id = t.id
     WHERE t.day = ? ORDER BY t.id, i.ordinal`,
  );
  /** What counters did that day for numbers of an earlier one. */
  const broughtOver = db.prepare<[string], Place>(
    `SELECT i.state, i.service_id AS serviceId, i.counter_id AS counterId, i.from_ms AS fromMs, i.to_ms AS toMs
     FROM kept_number k JOIN business_day d ON d.day = k.day JOIN ticket_interval i ON i.ticket_id = k.ticket_id
     WHERE k.day = ? AND i.from_ms >= d.opened_at_ms`,
  );
  const deskEvents = db.prepare<[string], DeskEvent>(
    `SELECT type, at_ms AS atMs, body ->> '$.counterId' AS counterId FROM journal
     WHERE day = ? AND type IN ('counter-opened', 'counter-closed', 'counter-paused', 'counter-unpaused') ORDER BY seq`,
  );
  const outOfOrder = db.prepare<[string], OutOfOrderCall>(
    `SELECT body ->> '$.outOfOrder' AS reason, body ->> '$.counterId' AS counterId, body ->> '$.staffId' AS staffId,
       ticket.service_id AS serviceId, at_ms AS atMs
     FROM journal JOIN ticket ON ticket.id = body ->> '$.ticketId'
     WHERE journal.day = ? AND type = 'ticket-called' AND body ->> '$.outOfOrder' IS NOT NULL`,
  );

  const changesOf = (rows: readonly Place[], desks: readonly DeskEvent[]): Change[] => [
    ...desks.map(
      ({ type, atMs, counterId }): Change => ({
        atMs,
        counterId,
        kind: type.endsWith('paused') ? 'paused' : 'open',
        isOn: type === 'counter-opened' || type === 'counter-paused',
      }),
    ),
    ...rows.flatMap(({ state, serviceId, counterId, fromMs, toMs }): Change[] => {
      const end = (change: Change): Change[] => (toMs === null ? [] : [change]);
      if (state === 'waiting')
        return [
          { atMs: fromMs, kind: 'waits', serviceId, by: 1 },
          ...end({ atMs: toMs ?? 0, kind: 'waits', serviceId, by: -1 }),
        ];
      if ((state === 'called' || state === 'serving') && counterId !== null)
        return [
          { atMs: fromMs, kind: 'busy', counterId, isOn: true },
          ...end({ atMs: toMs ?? 0, kind: 'busy', counterId, isOn: false }),
        ];
      return [];
    }),
  ];

  const lastBefore = (changes: readonly Change[], endsAtMs: number): number | null =>
    changes.reduce<number | null>(
      (last, { atMs }) => (atMs < endsAtMs && (last === null || atMs > last) ? atMs : last),
      null,
    );

  return {
    days: (from: BusinessDay, to: BusinessDay): BusinessDay[] => days.all(from, to),
    rows: (day: BusinessDay): DayRows => {
      const rows = stays.all(day);
      const endsAtMs = nextOpened.get(day) ?? null;
      const ofThisDay = [...rows, ...broughtOver.all(day)].filter(
        ({ fromMs }) => endsAtMs === null || fromMs < endsAtMs,
      );
      const changes = changesOf(ofThisDay, deskEvents.all(day));
      return {
        day,
        endsAtMs,
        lastDeedAtMs: endsAtMs === null ? null : lastBefore(changes, endsAtMs),
        stays: rows,
        changes,
        outOfOrder: outOfOrder.all(day),
      };
    },
  };
};
