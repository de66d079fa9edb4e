// What a satellite keeps of its own numbers and of what the host said.
import type { IdempotencyKey, TicketId } from '../../../contract/ids.ts';
import type { GivenApart, HandedIn, KnownNumber, NumberBand, Served } from '../../../contract/satellite.ts';
import type { Db } from '../../store/open-db.ts';
import { ANY_DAY, type Ticket } from '../queue/index.ts';

export interface HostLineStore {
  /** What codes on tickets begin with, once the host let this machine in for these numbers; null before. */
  letIn(numbers: NumberBand): string | null;
  /** Remembers it. */
  admit(numbers: NumberBand, turnBase: string): void;
  /**
   * Numbers for the host, oldest first. `unsaid`: those that it does not have. `all`: whatever was given on the open day too, for a
   * host whose database was put back.
   */
  given(which: 'unsaid' | 'all'): GivenApart[];
  /** Those that were not handed in yet, of `ids`. */
  unsaidOf(ids: readonly TicketId[]): TicketId[];
  /** The host does not let this machine in any more: it gives nothing until it does. */
  expel(): void;
  /** Numbers of the band that are borne by people of an earlier day, whatever the day is here. */
  keep(kept: readonly KnownNumber[]): void;
  /** Numbers of the band that are borne at the host: none of them is given here. */
  know(handedIn: Pick<HandedIn, 'day' | 'known'>): void;
}

type Row = Pick<
  Ticket,
  | 'ticketId'
  | 'token'
  | 'day'
  | 'seriesId'
  | 'sequence'
  | 'number'
  | 'serviceId'
  | 'language'
  | 'issuedAtMs'
  | 'state'
  | 'calledAtMs'
  | 'startedAtMs'
  | 'changedAtMs'
  | 'lineAtMs'
  | 'priority'
  | 'source'
> & { readonly further: string };

const servedOf = ({ state, calledAtMs, startedAtMs, changedAtMs }: Row): Served | null =>
  state === 'finished' || state === 'no-show' || state === 'cancelled'
    ? { state, calledAtMs, startedAtMs, endedAtMs: changedAtMs }
    : null;

export const createHostLineStore = (db: Db): HostLineStore => {
  const line = db.prepare<[], { numbers_from: number; numbers_to: number; turn_base: string }>(
    'SELECT numbers_from, numbers_to, turn_base FROM host_line',
  );
  const write = db.prepare(
    'INSERT OR REPLACE INTO host_line (one, numbers_from, numbers_to, turn_base) VALUES (1, ?, ?, ?)',
  );
  // Who stands at a counter of this machine, or is to come back to it, is handed in when the visit has ended.
  const rows = db.prepare<[{ all: 0 | 1 }], Row>(
    `SELECT id AS ticketId, token, day, series_id AS seriesId, sequence, number, service_id AS serviceId, language, further,
       issued_at_ms AS issuedAtMs, state, called_at_ms AS calledAtMs, started_at_ms AS startedAtMs, changed_at_ms AS changedAtMs,
       line_at_ms AS lineAtMs, priority, source
     FROM ticket WHERE state IN ('waiting', 'finished', 'no-show', 'cancelled', 'expired')
       AND (id NOT IN (SELECT ticket_id FROM handed_in) OR (@all = 1 AND day = (SELECT max(day) FROM business_day)))
     ORDER BY issued_at_ms, id`,
  );
  const commands = db.prepare<[], { key: IdempotencyKey; reply: string }>('SELECT key, reply FROM command');
  // Whom a counter here called in the meantime is told of when the visit has ended.
  const isSettled = db
    .prepare<[string], 1>(
      `SELECT 1 FROM ticket WHERE id = ? AND (id IN (SELECT ticket_id FROM handed_in)
         OR state NOT IN ('waiting', 'finished', 'no-show', 'cancelled', 'expired'))`,
    )
    .pluck();
  const expel = db.prepare('DELETE FROM host_line');
  const forgetKept = db.prepare<[string]>('DELETE FROM known_number WHERE day = ?');
  let kept = '';
  const know = db.prepare('INSERT OR IGNORE INTO known_number (day, series_id, sequence) VALUES (?, ?, ?)');
  const forget = db.prepare('DELETE FROM known_number WHERE day < ?');

  /** The press that brought each ticket, as far as it is remembered. */
  const keys = (): ReadonlyMap<TicketId, IdempotencyKey> =>
    new Map(commands.all().map(({ key, reply }) => [JSON.parse(reply).value as TicketId, key]));

  return {
    letIn: ({ from, to }) => {
      const row = line.get();
      return row?.numbers_from === from && row.numbers_to === to ? row.turn_base : null;
    },
    admit: ({ from, to }, turnBase) => {
      const row = line.get();
      if (row?.numbers_from !== from || row.numbers_to !== to || row.turn_base !== turnBase)
        write.run(from, to, turnBase);
    },
    given: (which) => {
      const found = rows.all({ all: which === 'all' ? 1 : 0 });
      const pressed = found.length === 0 ? new Map<TicketId, IdempotencyKey>() : keys();
      return found.map((row) => ({
        ...{ ticketId: row.ticketId, token: row.token, day: row.day, seriesId: row.seriesId, sequence: row.sequence },
        ...{ number: row.number, serviceId: row.serviceId, language: row.language, further: JSON.parse(row.further) },
        // Ticket ids have the shape of keys, and no press has this one.
        key: pressed.get(row.ticketId) ?? (row.ticketId as string as IdempotencyKey),
        givenAtMs: row.issuedAtMs,
        leadMs: Math.max(0, row.issuedAtMs - row.lineAtMs),
        ...{ priority: row.priority, source: row.source },
        served: servedOf(row),
      }));
    },
    expel: () => void expel.run(),
    keep: (numbers) => {
      const said = JSON.stringify(numbers);
      if (said === kept) return;
      db.transaction((): void => {
        forgetKept.run(ANY_DAY);
        for (const { seriesId, sequence } of numbers) know.run(ANY_DAY, seriesId, sequence);
      })();
      kept = said;
    },
    unsaidOf: (ids) => ids.filter((id) => isSettled.get(id) === undefined),
    know: ({ day, known }) => {
      db.transaction((): void => {
        forget.run(day);
        for (const { seriesId, sequence } of known) know.run(day, seriesId, sequence);
      })();
    },
  };
};
