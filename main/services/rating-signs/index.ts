// Ratings by the sign that hangs at a counter (ADR-0031). Whoever passes can scan it, so they are kept and counted apart
// from those of tickets, and limited by browser and by network address.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { BusinessDay, CounterId, IdempotencyKey, SignToken, StaffId } from '../../../contract/ids.ts';
import type { RatingInput, SignRatingsOfDays } from '../../../contract/rating.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import { createCommandLog } from '../../store/commands.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { digestOf, figuresOf, judgeRating, type RatingRules } from '../ratings/index.ts';
import { HOUR_MS, judgeSender, type SentBefore, type SignLimits } from './rules.ts';

export { createRatingSignsProjection } from './projection.ts';
export type { SignLimits } from './rules.ts';

export interface RatingSignsDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  /** Those of this moment. */
  readonly rules: () => RatingRules;
  readonly limits: SignLimits;
  /** Counters of the configuration: the sign of another one opens nothing. */
  readonly counters: ReadonlySet<CounterId>;
  readonly onDuty: (counterId: CounterId) => StaffId | null;
  readonly randomToken: () => string;
  readonly now: () => number;
  /** Local time less UTC. */
  readonly offsetMs: number;
  readonly workingDay: (tx: Transaction) => BusinessDay;
}

/** From where a rating comes. */
export interface SignSender {
  /** What the browser's cookie holds. */
  readonly device: string;
  readonly address: string;
}

export interface SignGiven {
  readonly token: SignToken;
  readonly rating: RatingInput;
  readonly key: IdempotencyKey;
  readonly sender: SignSender;
}

interface Days {
  readonly from: BusinessDay;
  readonly to: BusinessDay;
}

export interface RatingSigns {
  /** Gives every counter that has no sign yet its token. */
  prepare(): Promise<void>;
  /** Null where `prepare` has not been. */
  tokenOf(counterId: CounterId): SignToken | null;
  /** Another token for the sign of a counter: what hangs there is worth nothing from now on. Refusal: unknown-counter. */
  renew(counterId: CounterId): Promise<Result<SignToken, Refusal>>;
  counterOf(token: SignToken): CounterId | null;
  /** The counter that this sender may rate now. Refusals: unknown-sign, sign-rated, sign-crowded. */
  open(token: SignToken, sender: SignSender): Result<CounterId, Refusal>;
  /** Stored once for one key. Refusals: those of `open`, bad-input, rating-text, key-reused. */
  give(given: SignGiven): Promise<Result<Record<never, never>, Refusal>>;
  /** For managers, apart from the ratings of tickets; at most `limit` rows. */
  readSigns(days: Days, limit: number): SignRatingsOfDays;
}

const unknownSign: Refusal = { code: 'unknown-sign', message: 'There is no counter with this sign.' };

/** A cookie is 128 random bits, so a plain hash of it tells nothing. */
const deviceHash = (device: string): string => createHash('sha256').update(device).digest('base64url');

export const createRatingSigns = ({
  ledger,
  db,
  rules,
  limits,
  counters,
  onDuty,
  randomToken,
  now,
  offsetMs,
  workingDay,
}: RatingSignsDeps): RatingSigns => {
  const commands = createCommandLog(db);
  // Addresses are few enough to be tried out: their hashes are worth nothing without a secret that dies with the process.
  const secret = randomBytes(32);
  const addressHash = (address: string) => createHmac('sha256', secret).update(address).digest('base64url');
  const findToken = db.prepare<[string], SignToken>('SELECT token FROM rating_sign WHERE counter_id = ?').pluck();
  const findCounter = db.prepare<[string], CounterId>('SELECT counter_id FROM rating_sign WHERE token = ?').pluck();
  const setToken = db.prepare(
    'INSERT INTO rating_sign (counter_id, token) VALUES (?, ?) ON CONFLICT (counter_id) DO UPDATE SET token = excluded.token',
  );
  const lastOfDevice = db
    .prepare<[string, string], number | null>(
      'SELECT max(given_at_ms) FROM sign_sender WHERE counter_id = ? AND device_hash = ?',
    )
    .pluck();
  const countOfAddress = db
    .prepare<[string, string, number], number>(
      'SELECT count(*) FROM sign_sender WHERE counter_id = ? AND address_hash = ? AND given_at_ms > ?',
    )
    .pluck();
  const remember = db.prepare(
    'INSERT INTO sign_sender (id, counter_id, device_hash, address_hash, given_at_ms) VALUES (?, ?, ?, ?, ?)',
  );
  const forget = db.prepare('DELETE FROM sign_sender WHERE given_at_ms <= ?');
  const write = db.prepare('INSERT INTO sign_rating_text (id, text) VALUES (?, ?)');
  const levels = db.prepare<[string, string], { level: number; counterId: CounterId }>(
    'SELECT level, counter_id AS counterId FROM sign_rating WHERE day BETWEEN ? AND ? ORDER BY counter_id',
  );
  // By level and words: the order of the answers would tell the order of the visits.
  const rows = db.prepare<
    [number, string, string, number],
    Omit<SignRatingsOfDays['rows'][number], 'criteria' | 'reasons'> & { criteria: string; reasons: string }
  >(
    `SELECT day, CASE WHEN (given_at_ms + ?) % 86400000 < 43200000 THEN 'morning' ELSE 'afternoon' END AS half,
       counter_id AS counterId, level, criteria, reasons, coalesce(text, '') AS text
     FROM sign_rating LEFT JOIN sign_rating_text USING (id)
     WHERE day BETWEEN ? AND ?
     ORDER BY day DESC, half, counter_id, level, text, criteria, reasons LIMIT ?`,
  );

  const counterOf = (token: SignToken): CounterId | null => {
    const counterId = findCounter.get(token);
    return counterId !== undefined && counters.has(counterId) ? counterId : null;
  };

  const judge = (token: SignToken, { device, address }: SignSender, nowMs: number): Result<CounterId, Refusal> => {
    const counterId = counterOf(token);
    if (counterId === null) return refuse(unknownSign);
    const before: SentBefore = {
      deviceAtMs: lastOfDevice.get(counterId, deviceHash(device)) ?? null,
      fromAddress: countOfAddress.get(counterId, addressHash(address), nowMs - HOUR_MS) ?? 0,
    };
    const allowed = judgeSender(before, { nowMs, limits });
    return allowed.ok ? ok(counterId) : allowed;
  };

  const giveNow = (tx: Transaction, day: BusinessDay, { token, rating, sender }: SignGiven) => {
    const counter = judge(token, sender, tx.nowMs);
    if (!counter.ok) return counter;
    const judged = judgeRating(rating, rules());
    if (!judged.ok) return judged;
    const { text, ...answers } = judged.value;
    const counterId = counter.value;
    const id = randomToken();
    tx.append(day, { type: 'sign-rating-given', id, counterId, staffId: onDuty(counterId), ...answers });
    if (text !== '') write.run(id, text);
    forget.run(tx.nowMs - Math.max(limits.deviceMs, HOUR_MS));
    remember.run(id, counterId, deviceHash(sender.device), addressHash(sender.address), tx.nowMs);
    return ok({});
  };

  return {
    prepare: async () => {
      const without = [...counters].filter((id) => findToken.get(id) === undefined);
      if (without.length === 0) return;
      await ledger.submit(() => {
        for (const id of without) if (findToken.get(id) === undefined) setToken.run(id, randomToken());
      });
    },
    tokenOf: (counterId) => findToken.get(counterId) ?? null,
    renew: (counterId) =>
      ledger.submit((): Result<SignToken, Refusal> => {
        if (!counters.has(counterId))
          return refuse({
            code: 'unknown-counter',
            message: `There is no counter "${counterId}". Known: ${[...counters].join(', ')}.`,
          });
        const token = randomToken() as SignToken;
        setToken.run(counterId, token);
        return ok(token);
      }),
    counterOf,
    open: (token, sender) => judge(token, sender, now()),
    give: (given) =>
      ledger.submit((tx): Result<Record<never, never>, Refusal> => {
        const day = workingDay(tx);
        const request = digestOf(['rate-sign', given.token, given.rating]);
        return commands.once({ key: given.key, request, day }, () => giveNow(tx, day, given));
      }),
    readSigns: ({ from, to }, limit) => {
      const all = levels.all(from, to);
      const listed = rows.all(offsetMs, from, to, limit);
      return {
        total: figuresOf(all.map(({ level }) => level)),
        counters: [...Map.groupBy(all, ({ counterId }) => counterId)].map(([counterId, group]) => ({
          counterId,
          figures: figuresOf(group.map(({ level }) => level)),
        })),
        rows: listed.map((row) => ({ ...row, criteria: JSON.parse(row.criteria), reasons: JSON.parse(row.reasons) })),
        left: all.length - listed.length,
      };
    },
  };
};
