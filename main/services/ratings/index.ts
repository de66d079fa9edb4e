// Ratings of visits (ADR-0027). The token of a ticket opens one rating, from Finish on for some days; what is rated stands
// in the queue's record and is never sent.
import { createHash } from 'node:crypto';
import type {
  BusinessDay,
  CounterId,
  IdempotencyKey,
  ServiceId,
  StaffId,
  TicketId,
  TicketToken,
} from '../../../contract/ids.ts';
import type { RatingFigures, RatingInput, RatingLevel, RatingRow, RatingsOfDays } from '../../../contract/rating.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import { createCommandLog } from '../../store/commands.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import type { QueueReads, Ticket } from '../queue/index.ts';
import { figuresOf, judgeOpening, judgeRating, ownFiguresOf, type RatingRules } from './rules.ts';

export { createRatingsProjection } from './projection.ts';
export { figuresOf, judgeRating, type RatingRules } from './rules.ts';

export interface RatingsDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly byToken: QueueReads['byToken'];
  /** Those of this moment. */
  readonly rules: () => RatingRules;
  readonly now: () => number;
  /** Local time less UTC. */
  readonly offsetMs: number;
  /** Opens the business day inside the transaction where needed. */
  readonly workingDay: (tx: Transaction) => BusinessDay;
  /** Told of each rating in the transaction that stores it. */
  readonly raiseIn: (tx: Transaction, day: BusinessDay, visit: GivenRating) => void;
}

/** A rating as it was stored. */
export interface GivenRating {
  readonly ticketId: TicketId;
  readonly counterId: CounterId;
  readonly serviceId: ServiceId;
  /** The business day of the visit. */
  readonly ofDay: BusinessDay;
  readonly servedAtMs: number;
  readonly level: RatingLevel;
}

export interface RatingOpening {
  readonly number: string;
  readonly serviceId: ServiceId;
  readonly counterId: CounterId | null;
  readonly untilMs: number;
}

interface Days {
  readonly from: BusinessDay;
  readonly to: BusinessDay;
}

export interface Ratings {
  /** Whether there is a ticket with this token, whatever its state. */
  isKnown(token: TicketToken): boolean;
  /** What may be rated with the token now. Refusals: unknown-ticket, already-rated, rating-not-open, rating-closed. */
  open(token: TicketToken): Result<RatingOpening, Refusal>;
  /** Counts once, however often and from wherever it is sent. Refusals: those of `open`, bad-input, rating-text, key-reused. */
  give(token: TicketToken, rating: RatingInput, key: IdempotencyKey): Promise<Result<Record<never, never>, Refusal>>;
  /** What the rated person may see of the calendar month of this moment. */
  own(staffId: StaffId): RatingFigures;
  /** For managers; at most `limit` rows. */
  read(days: Days, limit: number): RatingsOfDays;
}

const unknownTicket: Refusal = { code: 'unknown-ticket', message: 'There is no ticket with this code.' };

/** What the command log keeps of a request: free words must not lie in it. */
export const digestOf = (request: unknown): string =>
  createHash('sha256').update(JSON.stringify(request)).digest('base64url');

export const createRatings = ({
  ledger,
  db,
  byToken,
  rules,
  now,
  offsetMs,
  workingDay,
  raiseIn,
}: RatingsDeps): Ratings => {
  const commands = createCommandLog(db);
  const find = db.prepare<[string], 1>('SELECT 1 FROM rating WHERE ticket_id = ?').pluck();
  const servers = db
    .prepare<[string], number>(
      `SELECT count(DISTINCT staff_id) FROM ticket_interval WHERE ticket_id = ? AND state = 'serving'`,
    )
    .pluck();
  const write = db.prepare('INSERT INTO rating_text (ticket_id, text) VALUES (?, ?)');
  const ownLevels = db
    .prepare<[string, string], number>(
      `SELECT level FROM rating WHERE staff_id = ? AND is_alone = 1 AND day >= ? ORDER BY given_at_ms, ticket_id`,
    )
    .pluck();
  const levels = db.prepare<
    [string, string],
    { level: number; counterId: CounterId; staffId: StaffId; name: string; isAlone: 0 | 1 }
  >(
    `SELECT level, counter_id AS counterId, staff_id AS staffId, coalesce(staff.name, '') AS name, is_alone AS isAlone
     FROM rating LEFT JOIN staff ON staff.id = staff_id WHERE day BETWEEN ? AND ? ORDER BY counter_id, staff_id`,
  );
  // By level and words: the order of the answers would tell the order of the visits.
  const rows = db.prepare<
    [number, string, string, number],
    Omit<RatingRow, 'criteria' | 'reasons'> & { criteria: string; reasons: string }
  >(
    `SELECT rating.day, CASE WHEN (changed_at_ms + ?) % 86400000 < 43200000 THEN 'morning' ELSE 'afternoon' END AS half,
       rating.counter_id AS counterId, rating.service_id AS serviceId, level, criteria, reasons, coalesce(text, '') AS text
     FROM rating JOIN ticket ON ticket.id = rating.ticket_id LEFT JOIN rating_text ON rating_text.ticket_id = ticket.id
     WHERE rating.day BETWEEN ? AND ?
     ORDER BY rating.day DESC, half, rating.counter_id, level, text, criteria, reasons LIMIT ?`,
  );

  const judge = (token: TicketToken, nowMs: number): Result<{ ticket: Ticket; untilMs: number }, Refusal> => {
    const ticket = byToken(token);
    if (ticket === undefined) return refuse(unknownTicket);
    const isRated = find.get(ticket.ticketId) !== undefined;
    const opening = judgeOpening(ticket, { isRated, nowMs, openMs: rules().openMs });
    return opening.ok ? ok({ ticket, untilMs: opening.value }) : opening;
  };

  const giveNow = (tx: Transaction, day: BusinessDay, given: { token: TicketToken; rating: RatingInput }) => {
    const opening = judge(given.token, tx.nowMs);
    if (!opening.ok) return opening;
    const { ticketId, serviceId, counterId, staffId, day: ofDay, changedAtMs: servedAtMs } = opening.value.ticket;
    if (counterId === null || staffId === null) throw new Error(`Ticket ${ticketId} was finished by nobody`);
    const rating = judgeRating(given.rating, rules());
    if (!rating.ok) return rating;
    const { text, ...answers } = rating.value;
    const isAlone = servers.get(ticketId) === 1;
    tx.append(day, {
      type: 'rating-given',
      ...{ ticketId, counterId, staffId, serviceId, ofDay, isAlone },
      ...answers,
    });
    if (text !== '') write.run(ticketId, text);
    raiseIn(tx, day, { ticketId, counterId, serviceId, ofDay, servedAtMs, level: answers.level });
    return ok({});
  };

  return {
    isKnown: (token) => byToken(token) !== undefined,
    open: (token) => {
      const opening = judge(token, now());
      if (!opening.ok) return opening;
      const { ticket, untilMs } = opening.value;
      const { number, serviceId, counterId } = ticket;
      return ok({ number, serviceId, counterId, untilMs });
    },
    give: (token, rating, key) =>
      ledger.submit((tx): Result<Record<never, never>, Refusal> => {
        const day = workingDay(tx);
        return commands.once({ key, request: digestOf(['rate', token, rating]), day }, () =>
          giveNow(tx, day, { token, rating }),
        );
      }),
    own: (staffId) => {
      const month = new Date(now() + offsetMs).toISOString().slice(0, 7);
      return ownFiguresOf(ownLevels.all(staffId, `${month}-01`));
    },
    read: ({ from, to }, limit) => {
      const all = levels.all(from, to);
      const alone = all.filter(({ isAlone }) => isAlone === 1);
      const listed = rows.all(offsetMs, from, to, limit);
      return {
        counters: [...Map.groupBy(all, ({ counterId }) => counterId)].map(([counterId, group]) => ({
          counterId,
          figures: figuresOf(group.map(({ level }) => level)),
        })),
        staff: [...Map.groupBy(alone, ({ staffId }) => staffId)].map(([staffId, group]) => ({
          staffId,
          name: group[0]?.name ?? '',
          figures: figuresOf(group.map(({ level }) => level)),
        })),
        rows: listed.map((row) => ({ ...row, criteria: JSON.parse(row.criteria), reasons: JSON.parse(row.reasons) })),
        left: all.length - listed.length,
      };
    },
  };
};
