// Who may look at the city's halls, and the log-in that a browser's cookie stands for.
import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { createPasswords, type PasswordAsk } from '../../main/passwords/passwords.ts';
import { isSessionOver } from '../../main/passwords/rules.ts';

export interface Account {
  readonly login: string;
  /** Sees this unit and all below it; null: the whole city. */
  readonly unitCode: string | null;
}

export interface NewPassword extends Pick<Account, 'unitCode'> {
  readonly password: string;
}

export interface Accounts {
  /**
   * The words by which it logs in; nobody can read them again. One that is there already gets new ones, is logged out everywhere,
   * and without a unit keeps its own: a new password must not show anybody more. Error: why nothing was changed.
   */
  add(account: Account): Promise<Result<NewPassword, string>>;
  /** False: there is none of that name. */
  remove(login: string): Promise<boolean>;
  /** What the cookie holds. Refusals: wrong-password, too-many-attempts. */
  logIn(ask: PasswordAsk): Promise<Result<string, Refusal>>;
  logOut(token: string): Promise<void>;
  /** Null: logged out, or over. */
  find(token: string): Promise<Account | null>;
  /** One line in the book of who did what. */
  note(line: { readonly login: string | null; readonly what: string; readonly detail: string }): Promise<void>;
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const longestLogin = 64;

export const createAccounts = ({ pool, now }: { readonly pool: pg.Pool; readonly now: () => number }): Accounts => {
  const passwords = createPasswords({ now });
  const note: Accounts['note'] = async ({ login, what, detail }) => {
    await pool.query('INSERT INTO account_audit (login, what, detail) VALUES ($1, $2, $3)', [
      login?.slice(0, longestLogin).replaceAll('\u0000', '') ?? null,
      what,
      detail,
    ]);
  };
  return {
    note,
    add: async ({ login, unitCode }) => {
      if (!/^[a-z0-9][a-z0-9._-]{1,39}$/.test(login))
        return refuse(`"${login}" cannot be a log-in: 2 to 40 small letters, digits, dots and hyphens are allowed.`);
      if (unitCode !== null) {
        const { rowCount } = await pool.query('SELECT 1 FROM unit WHERE code = $1', [unitCode]);
        if (rowCount === 0)
          return refuse(`There is no unit "${unitCode}". Import the tree first: npm run hub -- units import file.csv`);
      }
      const password = randomBytes(12).toString('base64url');
      const hash = await passwords.make(password);
      if (!hash.ok) return refuse(hash.error.message);
      const { rows } = await pool.query<{ unit_code: string | null }>(
        `INSERT INTO account (login, password_hash, unit_code) VALUES ($1, $2, $3)
         ON CONFLICT (login) DO UPDATE SET password_hash = excluded.password_hash,
           unit_code = coalesce(excluded.unit_code, account.unit_code)
         RETURNING unit_code`,
        [login, hash.value, unitCode],
      );
      const sees = rows[0]?.unit_code ?? null;
      await pool.query('DELETE FROM account_session WHERE login = $1', [login]);
      await note({ login: null, what: 'account-added', detail: `${login} ${sees ?? 'whole city'}` });
      return ok({ password, unitCode: sees });
    },
    remove: async (login) => {
      const { rowCount } = await pool.query('DELETE FROM account WHERE login = $1', [login]);
      if (rowCount === 0) return false;
      await note({ login: null, what: 'account-removed', detail: login });
      return true;
    },
    logIn: async (ask) => {
      const login = ask.login.slice(0, longestLogin);
      const { rows } = await pool.query<{ password_hash: string }>(
        'SELECT password_hash FROM account WHERE login = $1',
        [login.replaceAll('\u0000', '')],
      );
      const checked = await passwords.check({ ...ask, login }, rows[0]?.password_hash ?? null);
      if (!checked.ok) {
        await note({ login, what: checked.error.code, detail: ask.address });
        return checked;
      }
      const token = randomBytes(32).toString('base64url');
      const nowMs = now();
      await pool.query('DELETE FROM account_session WHERE started_ms < $1', [nowMs - 24 * 3_600_000]);
      await pool.query('INSERT INTO account_session (token_hash, login, started_ms, seen_ms) VALUES ($1, $2, $3, $3)', [
        hashOf(token),
        login,
        nowMs,
      ]);
      await note({ login, what: 'logged-in', detail: ask.address });
      return ok(token);
    },
    logOut: async (token) => {
      const { rows } = await pool.query('DELETE FROM account_session WHERE token_hash = $1 RETURNING login', [
        hashOf(token),
      ]);
      if (rows[0] !== undefined) await note({ login: rows[0].login, what: 'logged-out', detail: '' });
    },
    find: async (token) => {
      const { rows } = await pool.query(
        `SELECT login, unit_code, started_ms, seen_ms FROM account_session JOIN account USING (login) WHERE token_hash = $1`,
        [hashOf(token)],
      );
      const [row] = rows;
      if (row === undefined) return null;
      const nowMs = now();
      const session = { startedAtMs: Number(row.started_ms), seenAtMs: Number(row.seen_ms) };
      if (isSessionOver(session, nowMs)) return null;
      // A page that asks every few seconds is noted once a minute.
      if (nowMs - session.seenAtMs > 60_000)
        await pool.query('UPDATE account_session SET seen_ms = $2 WHERE token_hash = $1', [hashOf(token), nowMs]);
      return { login: row.login, unitCode: row.unit_code };
    },
  };
};
