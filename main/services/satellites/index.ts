// The hall's side of its satellites: lets each give the numbers of its band, and takes over what it gave while this host was away.
import type { BusinessDay, SatelliteId, TicketId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { GivenApart, HandedIn, KnownNumber, NumberBand } from '../../../contract/satellite.ts';
import { createCommandLog } from '../../store/commands.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import type { Queue } from '../queue/index.ts';
import { judgeGiven, onHostClock, type Verdict } from './rules.ts';

export interface Greeting {
  readonly satellite: SatelliteId;
  readonly numbers: NumberBand;
}

export interface HandIn extends Greeting {
  /** The satellite's clock when it asked. */
  readonly sentAtMs: number;
  readonly numbersGiven: readonly GivenApart[];
  readonly asksKnown: boolean;
}

export interface Satellites {
  /** A new one with each start. */
  readonly life: string;
  /** Refusals: unknown-satellite; satellite-numbers when it was set up for other numbers than this site. */
  admit(greeting: Greeting): Result<null, Refusal>;
  /** Numbers of the band that were kept for this day or the next. */
  kept(greeting: Greeting): KnownNumber[];
  /** How many numbers could not be taken over since the host was started: people hold them, and no line has them. */
  untaken(): number;
  /** Takes over what is new; each number once, whatever is asked twice. Refusals: those of `admit`. */
  handIn(ask: HandIn): Promise<Result<HandedIn, Refusal>>;
}

export interface SatellitesDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly reads: Queue['reads'];
  readonly bands: ReadonlyMap<SatelliteId, NumberBand>;
  readonly services: ReadonlySet<string>;
  readonly life: string;
  readonly workingDay: (tx: Transaction) => BusinessDay;
  /** The business day of a moment. */
  readonly dayAt: (ms: number) => BusinessDay;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

const bandText = ({ from, to }: NumberBand): string => `${from} to ${to}`;

/** What its citizen asked for besides the service. */
const saidOf = ({ further, priority, source, leadMs, givenAtMs }: GivenApart) => ({
  ...(further.length === 0 ? {} : { further }),
  ...(priority === null ? {} : { priority }),
  ...(source === 'kiosk' ? {} : { source }),
  ...(leadMs === 0
    ? {}
    : { line: { atMs: givenAtMs - leadMs, joinedAtMs: givenAtMs, notBeforeMs: null, forCounter: null } }),
});

export const createSatellites = (deps: SatellitesDeps): Satellites => {
  const { ledger, db, reads, bands, services, life, workingDay, dayAt, log } = deps;
  const commands = createCommandLog(db);
  const known = db.prepare<{ day: string; from: number; to: number }, KnownNumber>(
    `SELECT DISTINCT series_id AS seriesId, sequence FROM ticket
     WHERE (day = @day OR line_day = @day) AND sequence BETWEEN @from AND @to`,
  );
  const kept = db.prepare<NumberBand, KnownNumber>(
    `SELECT series_id AS seriesId, sequence FROM ticket WHERE line_day = (SELECT max(day) FROM business_day)
     AND (state = 'kept' OR day <> line_day) AND sequence BETWEEN @from AND @to ORDER BY series_id, sequence`,
  );
  const bearer = db
    .prepare<[string, string, number], TicketId>(
      'SELECT id FROM ticket WHERE day = ? AND series_id = ? AND sequence = ?',
    )
    .pluck();

  const admit = ({ satellite, numbers }: Greeting): Result<null, Refusal> => {
    const band = bands.get(satellite);
    if (band === undefined)
      return refuse({
        code: 'unknown-satellite',
        message: `This site has no satellite "${satellite}". Known: ${[...bands.keys()].join(', ') || 'none'}. Add it to satellites in the site's configuration.`,
      });
    if (band.from !== numbers.from || band.to !== numbers.to)
      return refuse({
        code: 'satellite-numbers',
        message: `The satellite "${satellite}" is set up for the numbers ${bandText(numbers)}, this site gives it ${bandText(band)}. Make both configurations say the same.`,
      });
    return ok(null);
  };

  /** The host gave a number for the same press and its answer was lost: the citizen has the satellite's. */
  const cancelTwin = (tx: Transaction, day: BusinessDay, { key, ticketId }: GivenApart): void => {
    const answered = commands.answerOf(key);
    const twin = typeof answered === 'string' ? reads.byId(answered as TicketId) : undefined;
    if (twin !== undefined && twin.ticketId !== ticketId && twin.state === 'waiting')
      tx.append(day, { type: 'ticket-cancelled', ticketId: twin.ticketId, reason: 'duplicate' });
  };

  const takeOver = (tx: Transaction, day: BusinessDay, satellite: SatelliteId, given: GivenApart): void => {
    const { ticketId, token, seriesId, sequence, number, serviceId, language, givenAtMs, served } = given;
    cancelTwin(tx, day, given);
    tx.append(day, {
      ...{ type: 'ticket-issued', ticketId, token, seriesId, sequence, number, serviceId, language },
      ...{ prints: false, apart: { satellite, atMs: givenAtMs } },
      ...saidOf(given),
    });
    if (served !== null) tx.append(day, { type: 'ticket-served-apart', ticketId, ...served });
    // The press may still be on its way here: it brings no second number.
    commands.once({ key: given.key, request: ['given-apart', ticketId], day }, () => ok(ticketId));
  };

  /** Handed in as waiting, the answer lost, and served there since. */
  const catchUp = (tx: Transaction, day: BusinessDay, { ticketId, served }: GivenApart): void => {
    if (served !== null && reads.byId(ticketId)?.state === 'waiting')
      tx.append(day, { type: 'ticket-served-apart', ticketId, ...served });
  };

  let untaken = 0;
  const take = (tx: Transaction, day: BusinessDay, satellite: SatelliteId, given: GivenApart): Verdict => {
    const verdict = judgeGiven(given, {
      ...{ day, services, givenOn: dayAt(given.givenAtMs) },
      isKnown: reads.byId(given.ticketId) !== undefined,
      bearer: bearer.get(day, given.seriesId, given.sequence) ?? null,
    });
    if (verdict === 'new') takeOver(tx, day, satellite, given);
    if (verdict === 'known') catchUp(tx, day, given);
    if (verdict === 'over' || verdict === 'doubled') {
      untaken += 1;
      log('error', 'a number that a satellite gave could not be taken over', {
        ...{ satellite, number: given.number, ofDay: given.day, why: verdict },
      });
    }
    return verdict;
  };

  return {
    life,
    admit,
    kept: ({ numbers }) => kept.all(numbers),
    untaken: () => untaken,
    handIn: async ({ numbersGiven, sentAtMs, asksKnown, ...greeting }) => {
      const admitted = admit(greeting);
      if (!admitted.ok) return admitted;
      const { satellite, numbers } = greeting;
      return ledger.submit((tx): Result<HandedIn, Refusal> => {
        const day = workingDay(tx);
        const sorted = { taken: [] as TicketId[], over: [] as TicketId[], doubled: [] as TicketId[] };
        for (const asked of numbersGiven) {
          const verdict = take(tx, day, satellite, onHostClock(asked, { sentAtMs, nowMs: tx.nowMs }));
          if (verdict === 'early') continue;
          sorted[verdict === 'new' || verdict === 'known' ? 'taken' : verdict].push(asked.ticketId);
        }
        return ok({ ...sorted, day, known: asksKnown ? known.all({ day, ...numbers }) : [] });
      });
    },
  };
};
