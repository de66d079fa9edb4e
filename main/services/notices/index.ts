// What managers tell the whole hall: an emergency over everything, running text below the calls. Both outlive a restart and
// the end of a day; an emergency ends when a manager says so.
import type { BusinessDay, StaffId } from '../../../contract/ids.ts';
import type { Emergency, RunningText } from '../../../contract/notice.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result } from '../../../contract/result.ts';
import type { LocalisedText } from '../../../contract/ticket.ts';
import type { Ledger, Projection, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

type Done = Promise<Result<Record<never, never>, Refusal>>;

export interface Notices {
  emergency(): { readonly text: LocalisedText; readonly sinceMs: number } | null;
  running(): LocalisedText | null;
  /** Takes the place of the one before. */
  raise(by: StaffId, text: Emergency): Done;
  /** Does nothing where there is none. */
  endEmergency(by: StaffId): Done;
  /** Null: the text of the configuration again. */
  setRunning(by: StaffId, text: RunningText | null): Done;
  /** Headquarters did; nobody of the site. */
  setRunningIn(tx: Transaction, text: RunningText | null): void;
}

interface Row {
  readonly vi: string;
  readonly en: string;
  readonly sinceMs: number;
}

export const createNotices = ({
  ledger,
  db,
  workingDay,
}: {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly workingDay: (tx: Transaction) => BusinessDay;
}): Notices => {
  const find = db.prepare<[string], Row>('SELECT vi, en, since_ms AS sinceMs FROM notice WHERE kind = ?');
  const textOf = (row: Row | undefined): LocalisedText | null =>
    row === undefined ? null : { vi: row.vi, en: row.en };
  const submit = (act: (tx: Transaction, day: BusinessDay) => void): Done =>
    ledger.submit((tx) => {
      act(tx, workingDay(tx));
      return ok({});
    });
  return {
    emergency: () => {
      const row = find.get('emergency');
      return row === undefined ? null : { text: { vi: row.vi, en: row.en }, sinceMs: row.sinceMs };
    },
    running: () => textOf(find.get('running')),
    raise: (by, text) => submit((tx, day) => void tx.append(day, { type: 'emergency-raised', text, staffId: by })),
    endEmergency: (by) =>
      submit((tx, day) => {
        if (find.get('emergency') !== undefined) tx.append(day, { type: 'emergency-ended', staffId: by });
      }),
    setRunningIn: (tx, text) => void tx.append(workingDay(tx), { type: 'running-text-set', text }),
    setRunning: (by, text) => submit((tx, day) => void tx.append(day, { type: 'running-text-set', text, staffId: by })),
  };
};

export const createNoticesProjection = (db: Db): Projection => {
  const put = db.prepare('INSERT OR REPLACE INTO notice (kind, vi, en, since_ms) VALUES (?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM notice WHERE kind = ?');
  return ({ event, atMs }) => {
    switch (event.type) {
      case 'emergency-raised':
        put.run('emergency', event.text.vi, event.text.en, atMs);
        return;
      case 'emergency-ended':
        remove.run('emergency');
        return;
      case 'running-text-set':
        if (event.text === null) remove.run('running');
        else put.run('running', event.text.vi, event.text.en, atMs);
        return;
      default:
        return;
    }
  };
};
