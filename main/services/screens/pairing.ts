// Letting a screen take numbers wherever it stands: it shows a code, an administrator types it in, and from then on the
// screen's cookie is enough. Codes live in memory for ten minutes; a restart only asks for a new one.
import { randomInt } from 'node:crypto';
import type { BusinessDay, StaffId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { PairedScreen, PairingPage } from '../../../contract/screen.ts';
import type { Ledger, Projection, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { cookieHash } from '../staff/index.ts';

export interface Pairing {
  /** A code to show. `pairingId` is the screen's secret until it is paired. */
  begin(page: PairingPage): { readonly pairingId: string; readonly code: string };
  /** The cookie once the code was approved; null while it was not. Refusal: unknown-code after ten minutes. */
  claim(pairingId: string): Promise<Result<{ readonly cookie: string } | null, Refusal>>;
  /** Refusals: unknown-code; too-many-attempts after five wrong codes within a minute. */
  approve(ask: { readonly code: string; readonly name: string; readonly by: StaffId }): Result<null, Refusal>;
  unpair(screenId: string, by: StaffId): Promise<Result<null, Refusal>>;
  list(): PairedScreen[];
  /** Whether a cookie is that of a screen which was paired for this page. */
  isPaired(cookie: string | null, page: PairingPage): boolean;
}

export interface PairingDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly monotonicMs: () => number;
  readonly randomToken: () => string;
  readonly workingDay: (tx: Transaction) => BusinessDay;
}

interface Waiting {
  readonly code: string;
  readonly page: PairingPage;
  readonly untilMs: number;
  approved: { readonly name: string; readonly by: StaffId } | null;
}

const CODE_LIVES_MS = 10 * 60_000;
const MOST_WAITING = 50;
const WRONG_MAX = 5;
const WRONG_WINDOW_MS = 60_000;

const unknownCode: Refusal = {
  code: 'unknown-code',
  message: 'No screen shows this code now; codes live for ten minutes. Look at the screen again.',
};

export const createPairing = ({ ledger, db, monotonicMs, randomToken, workingDay }: PairingDeps): Pairing => {
  const waiting = new Map<string, Waiting>();
  let wrong: number[] = [];
  const insert = db.prepare('INSERT INTO paired_screen_secret (cookie_hash, screen_id) VALUES (?, ?)');
  const find = db
    .prepare<[Buffer, PairingPage], 1>(
      'SELECT 1 FROM paired_screen_secret JOIN paired_screen ON id = screen_id WHERE cookie_hash = ? AND page = ?',
    )
    .pluck();
  const list = db.prepare<[], PairedScreen>(
    'SELECT id, name, page, paired_at_ms AS pairedAtMs FROM paired_screen ORDER BY paired_at_ms, id',
  );
  const forgetOld = (): void => {
    for (const [id, { untilMs }] of waiting) if (untilMs < monotonicMs()) waiting.delete(id);
  };
  return {
    begin(page) {
      forgetOld();
      const oldest = waiting.keys().next();
      if (waiting.size >= MOST_WAITING && oldest.done !== true) waiting.delete(oldest.value);
      const taken = new Set([...waiting.values()].map(({ code }) => code));
      let code: string;
      do code = String(randomInt(1_000_000)).padStart(6, '0');
      while (taken.has(code));
      const pairingId = randomToken();
      waiting.set(pairingId, { code, page, untilMs: monotonicMs() + CODE_LIVES_MS, approved: null });
      return { pairingId, code };
    },
    async claim(pairingId) {
      forgetOld();
      const found = waiting.get(pairingId);
      if (found === undefined) return refuse(unknownCode);
      const { approved, page } = found;
      if (approved === null) return ok(null);
      waiting.delete(pairingId);
      const cookie = randomToken() + randomToken();
      const screenId = randomToken();
      await ledger.submit((tx) => {
        tx.append(workingDay(tx), { type: 'screen-paired', screenId, name: approved.name, page, by: approved.by });
        insert.run(cookieHash(cookie), screenId);
      });
      return ok({ cookie });
    },
    approve({ code, name, by }) {
      forgetOld();
      wrong = wrong.filter((atMs) => monotonicMs() - atMs < WRONG_WINDOW_MS);
      if (wrong.length >= WRONG_MAX)
        return refuse({
          code: 'too-many-attempts',
          message: `${WRONG_MAX} wrong codes within a minute: wait a minute.`,
          params: { seconds: WRONG_WINDOW_MS / 1000 },
        });
      const found = [...waiting.values()].find((one) => one.code === code && one.approved === null);
      if (found === undefined) {
        wrong.push(monotonicMs());
        return refuse(unknownCode);
      }
      found.approved = { name, by };
      return ok(null);
    },
    unpair: (screenId, by) =>
      ledger.submit((tx): Result<null, Refusal> => {
        if (!list.all().some(({ id }) => id === screenId)) return refuse(unknownCode);
        tx.append(workingDay(tx), { type: 'screen-unpaired', screenId, by });
        return ok(null);
      }),
    list: () => list.all(),
    isPaired: (cookie, page) => cookie !== null && find.get(cookieHash(cookie), page) !== undefined,
  };
};

export const createPairingProjection = (db: Db): Projection => {
  const add = db.prepare('INSERT INTO paired_screen (id, name, page, paired_at_ms) VALUES (?, ?, ?, ?)');
  const removeSecret = db.prepare('DELETE FROM paired_screen_secret WHERE screen_id = ?');
  const remove = db.prepare('DELETE FROM paired_screen WHERE id = ?');
  return ({ event, atMs }) => {
    if (event.type === 'screen-paired') add.run(event.screenId, event.name, event.page, atMs);
    if (event.type === 'screen-unpaired') {
      removeSecret.run(event.screenId);
      remove.run(event.screenId);
    }
  };
};
