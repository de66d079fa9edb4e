// Log-ins away from the counters: reception, managers, administrators.
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { StaffRole } from '../../../contract/staff.ts';
import type { PasswordAsk, Passwords } from '../../passwords/passwords.ts';
import { isSessionOver } from '../../passwords/rules.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { createKnown } from '../../store/remembered.ts';
import { cookieHash, hashOfKey, type Member, sessionKey, toMember } from './members.ts';

export interface Office {
  /** Refusals: wrong-password, too-many-attempts, not-allowed for somebody who is a clerk only. */
  login(ask: PasswordAsk): Promise<Result<{ readonly cookie: string; readonly member: Member }, Refusal>>;
  logout(cookie: string): Promise<void>;
  /** Who logged in with the cookie, or null. */
  member(cookie: string | null): Member | null;
  /** Refusals: not-logged-in, not-allowed. */
  allow(cookie: string | null, ...roles: readonly StaffRole[]): Result<Member, Refusal>;
}

export interface OfficeDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly now: () => number;
  readonly randomToken: () => string;
  readonly passwords: Passwords;
}

const notAllowed = (member: Member, roles: readonly StaffRole[]): Refusal => ({
  code: 'not-allowed',
  message: `${member.login} is ${member.roles.join(', ')}; needed: ${roles.join(' or ')}. An administrator gives roles.`,
});

/** `forget`: to be called when people or their log-ins were changed elsewhere. */
export const createOffice = ({ ledger, db, now, randomToken, passwords }: OfficeDeps): Office & { forget(): void } => {
  const byLogin = db.prepare<[string], Parameters<typeof toMember>[0] & { passwordHash: string }>(
    `SELECT id, login, name, roles, password_hash AS passwordHash FROM staff JOIN staff_secret ON staff_id = id WHERE login = ?`,
  );
  const insert = db.prepare(
    'INSERT INTO office_session (cookie_hash, staff_id, started_at_ms, seen_at_ms) VALUES (?, ?, ?, ?)',
  );
  const remove = db.prepare('DELETE FROM office_session WHERE cookie_hash = ?');
  const touch = db.prepare('UPDATE office_session SET seen_at_ms = ? WHERE cookie_hash = ?');
  const find = db.prepare<[Buffer], Parameters<typeof toMember>[0] & { startedAtMs: number; seenAtMs: number }>(
    `SELECT id, login, name, roles, started_at_ms AS startedAtMs, seen_at_ms AS seenAtMs
     FROM office_session JOIN staff ON id = staff_id WHERE cookie_hash = ?`,
  );
  const sessions = createKnown({ db, ledger }, (key) => {
    const row = find.get(hashOfKey(key));
    return row === undefined
      ? undefined
      : { member: toMember(row), startedAtMs: row.startedAtMs, seenAtMs: row.seenAtMs };
  });
  const write = async (change: () => void): Promise<void> => {
    await ledger.submit(change);
    sessions.forget();
  };
  const member = (cookie: string | null): Member | null => {
    if (cookie === null) return null;
    const key = sessionKey(cookie);
    const found = sessions.get(key);
    if (found === undefined || isSessionOver(found, now())) return null;
    if (now() - found.seenAtMs > 60_000) void write(() => void touch.run(now(), hashOfKey(key))).catch(() => undefined);
    return found.member;
  };
  return {
    login: async (ask) => {
      const known = byLogin.get(ask.login);
      const fits = await passwords.check(ask, known?.passwordHash ?? null);
      if (!fits.ok) return fits;
      if (known === undefined) throw new Error(`The login ${ask.login} vanished while its password was checked`);
      const person = toMember(known);
      if (person.roles.every((role) => role === 'clerk'))
        return refuse(notAllowed(person, ['reception', 'manager', 'admin']));
      const cookie = randomToken() + randomToken();
      await ledger.submit(() => insert.run(cookieHash(cookie), person.id, now(), now()));
      return ok({ cookie, member: person });
    },
    logout: async (cookie) => {
      await write(() => void remove.run(cookieHash(cookie)));
    },
    member,
    forget: sessions.forget,
    allow: (cookie, ...roles) => {
      const person = member(cookie);
      if (person === null)
        return refuse({ code: 'not-logged-in', message: 'The log-in has ended: log in again at /manager/.' });
      return person.roles.some((role) => roles.includes(role)) ? ok(person) : refuse(notAllowed(person, roles));
    },
  };
};
