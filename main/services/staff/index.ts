// Who works here, who sits at which counter, and the log-in that a browser's cookie stands for.
import type { BusinessEvent } from '../../../contract/events.ts';
import type { BusinessDay, CounterId, StaffId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { NewMember, StaffRole } from '../../../contract/staff.ts';
import { createPasswords, type PasswordAsk } from '../../passwords/passwords.ts';
import { isSessionOver } from '../../passwords/rules.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { createKnown } from '../../store/remembered.ts';
import { cookieHash, hashOfKey, type Member, sessionKey, toMember } from './members.ts';
import { createOffice, type Office } from './office.ts';

export { cookieHash, type Member } from './members.ts';
export type { Office } from './office.ts';
export { createStaffProjection } from './projection.ts';

export interface Session {
  readonly staff: Member;
  readonly counterId: CounterId;
}

export interface StaffDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly now: () => number;
  readonly randomToken: () => string;
  /** Opens the business day inside the transaction where needed. */
  readonly workingDay: (tx: Transaction) => BusinessDay;
}

export interface Staff {
  /**
   * Refusal: bad-input when the login is taken or the password is shorter than 8 characters. `by`: who did it; null on the
   * command line of the machine.
   */
  add(person: NewMember, by: StaffId | null): Promise<Result<Member, Refusal>>;
  /** Refusal: unknown-staff. Logs the person out everywhere. */
  changeRoles(login: string, roles: readonly StaffRole[], by: StaffId | null): Promise<Result<Member, Refusal>>;
  /** Refusals: unknown-staff, bad-input. Logs the person out everywhere. */
  changePassword(login: string, password: string, by: StaffId | null): Promise<Result<Member, Refusal>>;
  /** Logs the person out everywhere and empties the seat; whom they served stays at the counter. Refusal: unknown-staff. */
  logoutEverywhere(login: string, by: StaffId | null): Promise<Result<Member, Refusal>>;
  /** Refusal: unknown-staff. What the person did stays in the journal. */
  remove(login: string, by: StaffId | null): Promise<Result<Member, Refusal>>;
  list(): Member[];
  /**
   * Seats the person and returns the cookie. A counter whose clerk left is taken over with the person who stands there;
   * one whose clerk is logged in is not while somebody stands there. `address` is the caller's, for slowing down guesses.
   * Refusals: wrong-password, too-many-attempts, counter-taken.
   */
  login(
    ask: PasswordAsk & { readonly counterId: CounterId },
  ): Promise<Result<{ readonly cookie: string; readonly session: Session }, Refusal>>;
  logout(cookie: string): Promise<void>;
  /** The log-in behind a cookie while its person still has the seat; null otherwise. */
  session(cookie: string): Session | null;
  /** Empties seats of counters that the configuration no longer has. */
  vacateUnknown(known: ReadonlySet<CounterId>): Promise<void>;
  /** Who sits where. */
  seats(): ReadonlyMap<CounterId, Member>;
  /** Log-ins away from the counters. */
  readonly office: Office;
}

type Seat = Member & { readonly counterId: CounterId };
type Row = Parameters<typeof toMember>[0];

/** After these other people are logged in, or the same under another name or with other roles. */
const changesPeople: ReadonlySet<BusinessEvent['type']> = new Set([
  'day-opened',
  'counter-opened',
  'counter-closed',
  'staff-added',
  'roles-changed',
  'staff-removed',
  'password-changed',
]);

const byWhom = (by: StaffId | null) => (by === null ? {} : { by });

export const createStaff = ({ ledger, db, now, randomToken, workingDay }: StaffDeps): Staff => {
  const passwords = createPasswords({ now });
  const list = db.prepare<[], Row>('SELECT id, login, name, roles FROM staff ORDER BY login');
  const byLogin = db.prepare<[string], Row & { passwordHash: string }>(
    'SELECT id, login, name, roles, password_hash AS passwordHash FROM staff JOIN staff_secret ON staff_id = id WHERE login = ?',
  );
  const setSecret = db.prepare(
    'INSERT INTO staff_secret (staff_id, password_hash) VALUES (?, ?) ON CONFLICT (staff_id) DO UPDATE SET password_hash = excluded.password_hash',
  );
  const seatRows = db.prepare<[], Row & { counterId: CounterId }>(
    'SELECT counter_id AS counterId, id, login, name, roles FROM counter_seat JOIN staff ON id = staff_id',
  );
  const seats = (): Seat[] => seatRows.all().map((row) => ({ ...toMember(row), counterId: row.counterId }));
  const busy = db
    .prepare<[string], string>(`SELECT number FROM ticket WHERE counter_id = ? AND state IN ('called', 'serving')`)
    .pluck();
  const insertSession = db.prepare(
    'INSERT INTO staff_session (cookie_hash, staff_id, counter_id, started_at_ms, seen_at_ms) VALUES (?, ?, ?, ?, ?)',
  );
  const findSession = db.prepare<[Buffer], Row & { counterId: CounterId; startedAtMs: number; seenAtMs: number }>(
    `SELECT staff.id, login, name, roles, session.counter_id AS counterId, started_at_ms AS startedAtMs, seen_at_ms AS seenAtMs
     FROM staff_session AS session JOIN staff ON staff.id = session.staff_id
     JOIN counter_seat AS seat ON seat.staff_id = staff.id AND seat.counter_id = session.counter_id
     WHERE cookie_hash = ?`,
  );
  const endOffice = db.prepare('DELETE FROM office_session WHERE staff_id = ?');
  const touchSession = db.prepare('UPDATE staff_session SET seen_at_ms = ? WHERE cookie_hash = ?');
  const sessionsAt = db.prepare<[string, string], { startedAtMs: number; seenAtMs: number }>(
    'SELECT started_at_ms AS startedAtMs, seen_at_ms AS seenAtMs FROM staff_session WHERE staff_id = ? AND counter_id = ?',
  );

  const sessions = createKnown({ db, ledger }, (key) => {
    const row = findSession.get(hashOfKey(key));
    return row === undefined
      ? undefined
      : {
          session: { staff: toMember(row), counterId: row.counterId },
          startedAtMs: row.startedAtMs,
          seenAtMs: row.seenAtMs,
        };
  });
  const office = createOffice({ ledger, db, now, randomToken, passwords });
  const seated = createKnown(
    { db, ledger },
    () => new Map(seats().map(({ counterId, ...member }) => [counterId, member])),
  );
  const forget = (): void => {
    sessions.forget();
    seated.forget();
    office.forget();
  };
  ledger.subscribe((recorded) => {
    if (recorded.some(({ event }) => changesPeople.has(event.type))) forget();
  });

  const seatOf = (test: (seat: Seat) => boolean) => seats().find(test);
  const isLoggedIn = (seat: Seat): boolean =>
    sessionsAt.all(seat.id, seat.counterId).some((session) => !isSessionOver(session, now()));

  const takeSeat = (
    member: Member,
    counterId: CounterId,
  ): Promise<Result<{ cookie: string; session: Session }, Refusal>> =>
    ledger.submit((tx) => {
      const day = workingDay(tx);
      const sitting = seatOf((seat) => seat.counterId === counterId && seat.id !== member.id);
      const inHand = busy.get(counterId);
      if (sitting !== undefined && inHand !== undefined && isLoggedIn(sitting)) {
        return refuse({
          code: 'counter-taken',
          message: `${sitting.name} is at counter ${counterId} with ${inHand} in hand: that person must finish, hold or mark as absent first, or be logged out by "motcua staff logout ${sitting.login}".`,
          params: { name: sitting.name, number: inHand },
        });
      }
      const own = seatOf((seat) => seat.id === member.id);
      const left = [sitting, own].filter(
        (seat) => seat !== undefined && !(seat === own && own.counterId === counterId),
      );
      for (const seat of left) {
        if (seat !== undefined) tx.append(day, { type: 'counter-closed', counterId: seat.counterId, staffId: seat.id });
      }
      if (own?.counterId !== counterId) tx.append(day, { type: 'counter-opened', counterId, staffId: member.id });
      const cookie = randomToken() + randomToken();
      insertSession.run(cookieHash(cookie), member.id, counterId, now(), now());
      return ok({ cookie, session: { staff: member, counterId } });
    });

  /** Does `change` to the person of that login, after the person's seat was emptied. */
  const withMember = (
    login: string,
    change: (tx: Transaction, day: BusinessDay, member: Member) => void,
    by: StaffId | null = null,
  ): Promise<Result<Member, Refusal>> =>
    ledger.submit((tx): Result<Member, Refusal> => {
      const row = list.all().find((one) => one.login === login);
      const member = row === undefined ? undefined : toMember(row);
      if (member === undefined) {
        return refuse({
          code: 'unknown-staff',
          message: `Nobody has the login "${login}". "motcua staff list" shows all.`,
        });
      }
      const day = workingDay(tx);
      const seat = seatOf(({ id }) => id === member.id);
      if (seat !== undefined)
        tx.append(day, { type: 'counter-closed', counterId: seat.counterId, staffId: member.id, ...byWhom(by) });
      change(tx, day, member);
      return ok(member);
    });

  return {
    add: async ({ login, name, password, roles }, by) => {
      const passwordHash = await passwords.make(password);
      if (!passwordHash.ok) return passwordHash;
      return ledger.submit((tx): Result<Member, Refusal> => {
        if (byLogin.get(login) !== undefined)
          return refuse({ code: 'bad-input', message: `The login "${login}" is taken. Choose another one.` });
        const id = `staff-${randomToken()
          .slice(0, 8)
          .toLowerCase()
          .replaceAll(/[^a-z0-9]/g, '0')}` as StaffId;
        tx.append(workingDay(tx), { type: 'staff-added', staffId: id, login, name, roles, ...byWhom(by) });
        setSecret.run(id, passwordHash.value);
        return ok({ id, login, name, roles });
      });
    },
    changeRoles: async (login, roles, by) => {
      const changed = await withMember(login, (tx, day, { id }) => {
        tx.append(day, { type: 'roles-changed', staffId: id, roles: [...roles], ...byWhom(by) });
      });
      return changed.ok ? ok({ ...changed.value, roles }) : changed;
    },
    changePassword: async (login, password, by) => {
      const passwordHash = await passwords.make(password);
      if (!passwordHash.ok) return passwordHash;
      return withMember(login, (tx, day, { id }) => {
        tx.append(day, { type: 'password-changed', staffId: id, ...byWhom(by) });
        setSecret.run(id, passwordHash.value);
      });
    },
    logoutEverywhere: async (login, by) => {
      const out = await withMember(login, (_tx, _day, { id }) => void endOffice.run(id), by);
      // No event tells of log-ins away from the counters.
      forget();
      return out;
    },
    remove: (login, by) =>
      withMember(
        login,
        (tx, day, { id }) => void tx.append(day, { type: 'staff-removed', staffId: id, ...byWhom(by) }),
      ),
    list: () => list.all().map(toMember),
    login: async ({ counterId, ...ask }) => {
      const known = byLogin.get(ask.login);
      const fits = await passwords.check(ask, known?.passwordHash ?? null);
      if (!fits.ok) return fits;
      if (known === undefined) throw new Error(`The login ${ask.login} vanished while its password was checked`);
      const member = toMember(known);
      if (!member.roles.includes('clerk'))
        return refuse({
          code: 'not-allowed',
          message: `${member.login} is ${member.roles.join(', ')} and no clerk: log in at /manager/.`,
        });
      return takeSeat(member, counterId);
    },
    logout: async (cookie) => {
      const found = findSession.get(cookieHash(cookie));
      if (found !== undefined) await withMember(found.login, () => undefined);
    },
    session: (cookie) => {
      const key = sessionKey(cookie);
      const found = sessions.get(key);
      if (found === undefined || isSessionOver(found, now())) return null;
      if (now() - found.seenAtMs > 60_000)
        void ledger.submit(() => touchSession.run(now(), hashOfKey(key))).then(forget, () => undefined);
      return found.session;
    },
    vacateUnknown: async (known) => {
      const gone = seats().filter(({ counterId }) => !known.has(counterId));
      if (gone.length === 0) return;
      await ledger.submit((tx) => {
        for (const { counterId, id } of gone)
          tx.append(workingDay(tx), { type: 'counter-closed', counterId, staffId: id });
      });
    },
    seats: () => seated.get('all') ?? new Map(),
    office,
  };
};
