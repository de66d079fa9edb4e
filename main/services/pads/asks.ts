// Which visit stands behind the number that a pad was given. The pad has nothing but the number, so that neither ticket nor
// person can be read from it, and a press is never taken for that of the next one.
import type { CounterId, CriterionId, TicketId } from '../../../contract/ids.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import type { PadAsking } from './rules.ts';

export interface Asked {
  readonly number: number;
  readonly ticketId: TicketId;
  readonly counterId: CounterId;
  readonly criterionId: CriterionId | null;
  readonly askedAtMs: number;
}

export interface AsksDeps {
  readonly ledger: Pick<Ledger, 'submit'>;
  readonly db: Db;
  readonly asking: () => PadAsking;
  readonly openMs: number;
  readonly randomToken: () => string;
}

const columns =
  'number, ticket_id AS ticketId, counter_id AS counterId, criterion_id AS criterionId, asked_at_ms AS askedAtMs';

export interface Asks {
  /** Stored before any pad sees it. */
  begin(ticketId: TicketId, counterId: CounterId): Promise<Asked>;
  find(number: number): Asked | undefined;
  /** Oldest first. */
  since(ms: number): Asked[];
  isRated(ticketId: TicketId): boolean;
}

export const createAsks = ({ ledger, db, asking, openMs, randomToken }: AsksDeps): Asks => {
  const find = db.prepare<[number], Asked>(`SELECT ${columns} FROM pad_ask WHERE number = ?`);
  const since = db.prepare<[number], Asked>(
    `SELECT ${columns} FROM pad_ask WHERE asked_at_ms >= ? ORDER BY asked_at_ms`,
  );
  const insert = db.prepare(
    'INSERT INTO pad_ask (number, ticket_id, counter_id, criterion_id, asked_at_ms) VALUES (?, ?, ?, ?, ?)',
  );
  const forget = db.prepare('DELETE FROM pad_ask WHERE asked_at_ms < ?');
  const rated = db.prepare<[string], 1>('SELECT 1 FROM rating WHERE ticket_id = ?').pluck();

  /** 31 bits, not in use: numbers that counted up would meet those of a site that was restored from a copy. */
  const freshNumber = (): number => {
    for (;;) {
      const number = Buffer.from(randomToken(), 'base64url').readUInt32BE() >>> 1;
      if (number > 0 && find.get(number) === undefined) return number;
    }
  };

  return {
    begin: (ticketId, counterId) =>
      ledger.submit(({ nowMs }) => {
        const criterionId = asking().criterion?.id ?? null;
        const asked = { number: freshNumber(), ticketId, counterId, criterionId, askedAtMs: nowMs };
        forget.run(nowMs - openMs);
        insert.run(asked.number, ticketId, counterId, criterionId, nowMs);
        return asked;
      }),
    find: (number) => find.get(number),
    since: (ms) => since.all(ms),
    isRated: (ticketId) => rated.get(ticketId) !== undefined,
  };
};
