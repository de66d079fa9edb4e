// Who works here, who sits at which counter, and the log-in that a browser's cookie stands for.
import { createHash } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { BusinessDay, CounterId, StaffId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { type Attempts, afterFailure, delayBeforeAttempt, isSessionOver } from './rules.ts';

export { createStaffProjection } from './projection.ts';

/** OWASP's first choice: Argon2id (the library's default variant), 19 MiB, two passes, one lane. */
const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each takes 19 MB and a thread of the pool that also serves files: a flood of log-ins must not stop the hall. */
const mostVerifications = 8;

/** Compared against when the login does not exist, so that the answer takes as long. */
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$p0Qu2gjlvxXFDGsfFaxVhA$Q0KF5vq5NPtEhsJqBfnJTti7rwJUXOTtNdat9NhbT1s';

export interface Member {
  readonly id: StaffId;
  readonly login: string;
  readonly name: string;
}

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
  /** Refusal: bad-input when the login is taken or the password is shorter than 8 characters. */
  add(person: {
    readonly login: string;
    readonly name: string;
    readonly password: string;
  }): Promise<Result<Member, Refusal>>;
  /** Refusals: unknown-staff, bad-input. Logs the person out everywhere. */
  changePassword(login: string, password: string): Promise<Result<Member, Refusal>>;
  /** Logs the person out everywhere and empties the seat; whom they served stays at the counter. Refusal: unknown-staff. */
  logoutEverywhere(login: string): Promise<Result<Member, Refusal>>;
  /** Refusal: unknown-staff. What the person did stays in the journal. */
  remove(login: string): Promise<Result<Member, Refusal>>;
  list(): Member[];
  /**
   * Seats the person and returns the cookie. A counter whose clerk left is taken over with the person who stands there;
   * one whose clerk is logged in is not while somebody stands there. `address` is the caller's, for slowing down guesses.
   * Refusals: wrong-password, too-many-attempts, counter-taken.
   */
  login(ask: {
    readonly login: string;
    readonly password: string;
    readonly counterId: CounterId;
    readonly address: string;
  }): Promise<Result<{ readonly cookie: string; readonly session: Session }, Refusal>>;
  logout(cookie: string): Promise<void>;
  /** The log-in behind a cookie while its person still has the seat; null otherwise. */
  session(cookie: string): Session | null;
  /** Empties seats of counters that the configuration no longer has. */
  vacateUnknown(known: ReadonlySet<CounterId>): Promise<void>;
  /** Who sits where. */
  seats(): ReadonlyMap<CounterId, Member>;
}

const cookieHash = (cookie: string): Buffer => createHash('sha256').update(cookie).digest();

const checkPassword = (password: string): Result<null, Refusal> =>
  password.length >= 8
    ? ok(null)
    : refuse({
        code: 'bad-input',
        message: `The password has ${password.length} characters; 8 are the least. A few words in a row are easy to keep in mind.`,
      });

export const createStaff = ({ ledger, db, now, randomToken, workingDay }: StaffDeps): Staff => {
  const attempts = new Map<string, Attempts>();
  let verifying = 0;
  const list = db.prepare<[], Member>('SELECT id, login, name FROM staff ORDER BY login');
  const byLogin = db.prepare<[string], Member & { passwordHash: string }>(
    'SELECT id, login, name, password_hash AS passwordHash FROM staff JOIN staff_secret ON staff_id = id WHERE login = ?',
  );
  const setSecret = db.prepare(
    'INSERT INTO staff_secret (staff_id, password_hash) VALUES (?, ?) ON CONFLICT (staff_id) DO UPDATE SET password_hash = excluded.password_hash',
  );
  const seats = db.prepare<[], Member & { counterId: CounterId }>(
    'SELECT counter_id AS counterId, id, login, name FROM counter_seat JOIN staff ON id = staff_id',
  );
  const busy = db
    .prepare<[string], string>(`SELECT number FROM ticket WHERE counter_id = ? AND state IN ('called', 'serving')`)
    .pluck();
  const insertSession = db.prepare(
    'INSERT INTO staff_session (cookie_hash, staff_id, counter_id, started_at_ms, seen_at_ms) VALUES (?, ?, ?, ?, ?)',
  );
  const findSession = db.prepare<[Buffer], Member & { counterId: CounterId; startedAtMs: number; seenAtMs: number }>(
    `SELECT staff.id, login, name, session.counter_id AS counterId, started_at_ms AS startedAtMs, seen_at_ms AS seenAtMs
     FROM staff_session AS session JOIN staff ON staff.id = session.staff_id
     JOIN counter_seat AS seat ON seat.staff_id = staff.id AND seat.counter_id = session.counter_id
     WHERE cookie_hash = ?`,
  );
  const touchSession = db.prepare('UPDATE staff_session SET seen_at_ms = ? WHERE cookie_hash = ?');
  const sessionsAt = db.prepare<[string, string], { startedAtMs: number; seenAtMs: number }>(
    'SELECT started_at_ms AS startedAtMs, seen_at_ms AS seenAtMs FROM staff_session WHERE staff_id = ? AND counter_id = ?',
  );

  const seatOf = (test: (seat: Member & { counterId: CounterId }) => boolean) => seats.all().find(test);
  const isLoggedIn = (seat: Member & { counterId: CounterId }): boolean =>
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
  ): Promise<Result<Member, Refusal>> =>
    ledger.submit((tx): Result<Member, Refusal> => {
      const member = list.all().find((one) => one.login === login);
      if (member === undefined) {
        return refuse({
          code: 'unknown-staff',
          message: `Nobody has the login "${login}". "motcua staff list" shows all.`,
        });
      }
      const day = workingDay(tx);
      const seat = seatOf(({ id }) => id === member.id);
      if (seat !== undefined) tx.append(day, { type: 'counter-closed', counterId: seat.counterId, staffId: member.id });
      change(tx, day, member);
      return ok(member);
    });

  return {
    add: async ({ login, name, password }) => {
      const strong = checkPassword(password);
      if (!strong.ok) return strong;
      const passwordHash = await hash(password, argon2);
      return ledger.submit((tx): Result<Member, Refusal> => {
        if (byLogin.get(login) !== undefined)
          return refuse({ code: 'bad-input', message: `The login "${login}" is taken. Choose another one.` });
        const id = `staff-${randomToken()
          .slice(0, 8)
          .toLowerCase()
          .replaceAll(/[^a-z0-9]/g, '0')}` as StaffId;
        tx.append(workingDay(tx), { type: 'staff-added', staffId: id, login, name });
        setSecret.run(id, passwordHash);
        return ok({ id, login, name });
      });
    },
    changePassword: async (login, password) => {
      const strong = checkPassword(password);
      if (!strong.ok) return strong;
      const passwordHash = await hash(password, argon2);
      return withMember(login, (tx, day, { id }) => {
        tx.append(day, { type: 'password-changed', staffId: id });
        setSecret.run(id, passwordHash);
      });
    },
    logoutEverywhere: (login) => withMember(login, () => undefined),
    remove: (login) =>
      withMember(login, (tx, day, { id }) => void tx.append(day, { type: 'staff-removed', staffId: id })),
    list: () => list.all(),
    login: async ({ login, password, counterId, address }) => {
      const guesser = `${address} ${login}`;
      const waitMs = delayBeforeAttempt(attempts.get(guesser), now());
      if (waitMs > 0 || verifying >= mostVerifications) {
        const seconds = Math.max(1, Math.ceil(waitMs / 1000));
        return refuse({
          code: 'too-many-attempts',
          message: `Too many wrong passwords for "${login}" from ${address}, or too many log-ins at once: again in ${seconds} s.`,
          params: { seconds },
        });
      }
      // Counted before it is looked at, so that guesses sent side by side count too; a right password takes it back.
      const oldest = attempts.keys().next();
      if (attempts.size >= 10_000 && oldest.done !== true) attempts.delete(oldest.value);
      attempts.set(guesser, afterFailure(attempts.get(guesser), now()));
      const known = byLogin.get(login);
      verifying += 1;
      const fits = await verify(known?.passwordHash ?? nobodysHash, password)
        .catch(() => false)
        .finally(() => {
          verifying -= 1;
        });
      if (known === undefined || !fits) {
        return refuse({ code: 'wrong-password', message: `Login "${login}" with a wrong password, or no such login.` });
      }
      attempts.delete(guesser);
      return takeSeat({ id: known.id, login: known.login, name: known.name }, counterId);
    },
    logout: async (cookie) => {
      const found = findSession.get(cookieHash(cookie));
      if (found !== undefined) await withMember(found.login, () => undefined);
    },
    session: (cookie) => {
      const key = cookieHash(cookie);
      const found = findSession.get(key);
      if (found === undefined || isSessionOver(found, now())) return null;
      if (now() - found.seenAtMs > 60_000)
        void ledger.submit(() => touchSession.run(now(), key)).catch(() => undefined);
      return { staff: { id: found.id, login: found.login, name: found.name }, counterId: found.counterId };
    },
    vacateUnknown: async (known) => {
      const gone = seats.all().filter(({ counterId }) => !known.has(counterId));
      if (gone.length === 0) return;
      await ledger.submit((tx) => {
        for (const { counterId, id } of gone)
          tx.append(workingDay(tx), { type: 'counter-closed', counterId, staffId: id });
      });
    },
    seats: () => new Map(seats.all().map(({ counterId, ...member }) => [counterId, member])),
  };
};
