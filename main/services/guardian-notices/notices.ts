// What is to be told, and what became of it: one row for a sheet, a person and a kind.
import type {
  GuardianNoticeKind,
  GuardianNoticeOutcome,
  GuardianNoticeState,
} from '../../../contract/guardian-notice.ts';
import type { BusinessDay, PersonId, SheetId, StaffId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

interface NoticeKey {
  readonly sheetId: SheetId;
  readonly personId: PersonId;
  readonly kind: GuardianNoticeKind;
}

export interface Notice extends NoticeKey {
  readonly state: GuardianNoticeState;
  /** Of the last try, or how it ended; empty for none. */
  readonly why: string;
  readonly tries: number;
  readonly queuedAtMs: number;
  readonly changedAtMs: number;
}

type Done = Promise<Result<Record<never, never>, Refusal>>;

export interface GuardianNotices {
  /** Inside a transaction; who was told of it before is left out. */
  queueIn(
    tx: Transaction,
    sheetId: SheetId,
    about: { readonly kind: GuardianNoticeKind; readonly personIds: readonly PersonId[] },
  ): void;
  of(sheetId: SheetId): readonly Notice[];
  ofPerson(personId: PersonId): readonly Notice[];
  /** Those that wait and whose time has come, the oldest first. */
  due(nowMs: number, limit: number): readonly Notice[];
  /** It could not be delivered, and is tried again. */
  postpone(key: NoticeKey, why: string, nextAtMs: number): Promise<void>;
  /** Nothing changes where staff were faster. */
  settle(key: NoticeKey, outcome: GuardianNoticeOutcome, why: string): Promise<void>;
  /** "I told them by telephone." Refusal: notice-moved for one that was sent or told. */
  told(by: StaffId, key: NoticeKey): Done;
  /** Refusal: notice-moved for one that waits, was sent or told. */
  again(by: StaffId, key: NoticeKey): Done;
}

export interface GuardianNoticesDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly workingDay: (tx: Transaction) => BusinessDay;
}

/** People of one event at most. */
const portion = 500;
const columns = `n.sheet_id AS sheetId, n.person_id AS personId, n.kind, n.state, n.queued_at_ms AS queuedAtMs,
  n.changed_at_ms AS changedAtMs, coalesce(t.tries, 0) AS tries, iif(n.why = '', coalesce(t.why, ''), n.why) AS why`;
const withTries = `guardian_notice n LEFT JOIN guardian_notice_try t
  ON t.sheet_id = n.sheet_id AND t.person_id = n.person_id AND t.kind = n.kind`;

const moved = ({ state, kind }: Notice): Refusal => ({
  code: 'notice-moved',
  message: `The notice "${kind}" is ${state} by now: look at the sheet again.`,
});

export const createGuardianNotices = ({ ledger, db, workingDay }: GuardianNoticesDeps): GuardianNotices => {
  const one = db.prepare<[string, string, string], Notice>(
    `SELECT ${columns} FROM ${withTries} WHERE n.sheet_id = ? AND n.person_id = ? AND n.kind = ?`,
  );
  const ofSheet = db.prepare<[string], Notice>(
    `SELECT ${columns} FROM ${withTries} WHERE n.sheet_id = ? ORDER BY n.queued_at_ms, n.kind`,
  );
  const ofPerson = db.prepare<[string], Notice>(
    `SELECT ${columns} FROM ${withTries} WHERE n.person_id = ? ORDER BY n.queued_at_ms, n.kind`,
  );
  const due = db.prepare<[number, number], Notice>(
    `SELECT ${columns} FROM ${withTries} WHERE n.state = 'waiting' AND coalesce(t.next_at_ms, 0) <= ?
     ORDER BY n.queued_at_ms, n.sheet_id, n.person_id, n.kind LIMIT ?`,
  );
  const tried = db.prepare(
    `INSERT INTO guardian_notice_try (sheet_id, person_id, kind, tries, next_at_ms, why) VALUES (?, ?, ?, 1, ?, ?)
     ON CONFLICT DO UPDATE SET tries = tries + 1, next_at_ms = excluded.next_at_ms, why = excluded.why`,
  );
  const forget = db.prepare('DELETE FROM guardian_notice_try WHERE sheet_id = ? AND person_id = ? AND kind = ?');
  const find = ({ sheetId, personId, kind }: NoticeKey): Notice | null => one.get(sheetId, personId, kind) ?? null;

  const byStaff = (
    by: StaffId,
    { sheetId, personId, kind }: NoticeKey,
    {
      type,
      from,
    }: {
      readonly type: 'guardian-notice-told' | 'guardian-notice-requeued';
      readonly from: readonly GuardianNoticeState[];
    },
  ): Done =>
    ledger.submit((tx) => {
      const notice = find({ sheetId, personId, kind });
      if (notice === null)
        return refuse({ code: 'notice-moved', message: `No notice "${kind}" of ${personId} is on sheet ${sheetId}.` });
      if (!from.includes(notice.state)) return refuse(moved(notice));
      forget.run(sheetId, personId, kind);
      tx.append(workingDay(tx), { type, sheetId, personId, kind, by });
      return ok({});
    });

  return {
    queueIn: (tx, sheetId, { kind, personIds }) => {
      const fresh = personIds.filter((personId) => find({ sheetId, personId, kind }) === null);
      for (let from = 0; from < fresh.length; from += portion)
        tx.append(workingDay(tx), {
          type: 'guardian-notices-queued',
          sheetId,
          kind,
          personIds: fresh.slice(from, from + portion),
        });
    },
    of: (sheetId) => ofSheet.all(sheetId),
    ofPerson: (personId) => ofPerson.all(personId),
    due: (nowMs, limit) => due.all(nowMs, limit),
    postpone: ({ sheetId, personId, kind }, why, nextAtMs) =>
      ledger.submit(() => void tried.run(sheetId, personId, kind, nextAtMs, why)),
    settle: ({ sheetId, personId, kind }, outcome, why) =>
      ledger.submit((tx) => {
        if (find({ sheetId, personId, kind })?.state !== 'waiting') return;
        forget.run(sheetId, personId, kind);
        tx.append(workingDay(tx), { type: 'guardian-notice-settled', sheetId, personId, kind, outcome, why });
      }),
    told: (by, key) =>
      byStaff(by, key, { type: 'guardian-notice-told', from: ['waiting', 'refused', 'gave-up', 'no-contact'] }),
    again: (by, key) =>
      byStaff(by, key, { type: 'guardian-notice-requeued', from: ['refused', 'gave-up', 'no-contact'] }),
  };
};
