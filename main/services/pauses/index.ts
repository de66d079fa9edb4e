// Breaks of a counter: the clerk keeps the seat, and the hall knows that nobody is called there.
import type { BusinessEvent } from '../../../contract/events.ts';
import type { BusinessDay, CounterId, StaffId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { PauseReason } from '../../../contract/ticket.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { createKnown } from '../../store/remembered.ts';

export { createPausesProjection } from './projection.ts';

export interface PausesDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  /** Opens the business day inside the transaction where needed. */
  readonly workingDay: (tx: Transaction) => BusinessDay;
}

export interface Pause {
  readonly reason: PauseReason;
  readonly sinceMs: number;
}

interface Caller {
  readonly counterId: CounterId;
  readonly staffId: StaffId;
}

type Done = Result<Record<never, never>, Refusal>;

export interface Pauses {
  /**
   * Another reason during a break begins a new one. Somebody who is being served may be finished during it.
   * Refusal: counter-busy while a called person is on the way.
   */
  pause(by: Caller, reason: PauseReason): Promise<Done>;
  /** Does nothing where there is no break. */
  unpause(by: Caller): Promise<Done>;
  list(): ReadonlyMap<CounterId, Pause>;
  isPaused(counterId: CounterId): boolean;
}

const changesPauses: ReadonlySet<BusinessEvent['type']> = new Set([
  'day-opened',
  'counter-closed',
  'counter-paused',
  'counter-unpaused',
]);

export const createPauses = ({ ledger, db, workingDay }: PausesDeps): Pauses => {
  const all = db.prepare<[], Pause & { counterId: CounterId }>(
    'SELECT counter_id AS counterId, reason, since_ms AS sinceMs FROM counter_pause',
  );
  const reasonOf = db.prepare<[string], PauseReason>('SELECT reason FROM counter_pause WHERE counter_id = ?').pluck();
  const onTheWay = db
    .prepare<[string], string>(`SELECT number FROM ticket WHERE counter_id = ? AND state = 'called'`)
    .pluck();

  const known = createKnown(
    { db, ledger },
    () => new Map(all.all().map(({ counterId, ...pause }) => [counterId, pause])),
  );
  ledger.subscribe((recorded) => {
    if (recorded.some(({ event }) => changesPauses.has(event.type))) known.forget();
  });

  return {
    pause: (by, reason) =>
      ledger.submit((tx): Done => {
        const day = workingDay(tx);
        const called = onTheWay.get(by.counterId);
        if (called !== undefined)
          return refuse({
            code: 'counter-busy',
            message: `Counter ${by.counterId} has called ${called}, who is on the way: start, or mark as absent, before the break.`,
          });
        const known = reasonOf.get(by.counterId);
        if (known === reason) return ok({});
        if (known !== undefined) tx.append(day, { type: 'counter-unpaused', ...by });
        tx.append(day, { type: 'counter-paused', ...by, reason });
        return ok({});
      }),
    unpause: (by) =>
      ledger.submit((tx): Done => {
        const day = workingDay(tx);
        if (reasonOf.get(by.counterId) !== undefined) tx.append(day, { type: 'counter-unpaused', ...by });
        return ok({});
      }),
    list: () => known.get('all') ?? new Map(),
    isPaused: (counterId) => reasonOf.get(counterId) !== undefined,
  };
};
