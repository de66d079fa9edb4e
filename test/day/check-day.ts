// What must hold after a day, looked at from four sides: the tables, the journal, what people were told, the report.
import type { CounterId, ServiceId, TicketId } from '../../contract/ids.ts';
import type { Report } from '../../contract/report.ts';
import type { TicketState } from '../../contract/ticket.ts';
import { createProjections } from '../../main/host/open-site.ts';
import { walkChain } from '../../main/store/journal.ts';
import { type Db, openDatabase } from '../../main/store/open-db.ts';
import { verifyDatabase } from '../../main/store/verify.ts';
import { comparePromises } from '../support/promises-kept.ts';
import type { DayHall } from './hall.ts';
import { createJournalModel, invariants as inJournal, type Known } from './journal-model.ts';
import type { Notebook } from './notebook.ts';
import { createTally, type Finding, type Tally } from './tally.ts';
import { type Board, callKey, isSettled, type Phone } from './watchers.ts';

const here = {
  promise: 'every number that was shown is stored, one for each press (N1, N2)',
  holes: 'numbers 1 to the last all exist (N3)',
  replay: 'the journal is whole and replays to the same tables (N5)',
  state: 'a second reading of the journal comes to the same tickets',
  stays: 'stays of a ticket follow each other from its number to its end, none negative',
  counters: 'stays at a counter do not overlap',
  totals: 'issued = waiting + called + serving + on hold + kept + ended, in tables, journal and report',
  told: 'what clerks were told of calls is what was stored',
  announced: 'every call was on the board',
  phones: 'phones that followed their turn saw every call, the end or that the number is kept, and no nonsense',
  ratings: 'ratings given are ratings stored, of finished tickets only',
  slots: 'no time of an appointment was given to more people than it holds',
  kept: 'an appointment that was kept has one number',
  answers: 'every answer of the host is one that the rules explain',
} as const;

/** What a day leaves behind. */
export interface DayEvidence {
  readonly hall: DayHall;
  readonly notebook: Notebook;
  /** By business day. */
  readonly boards: ReadonlyMap<string, Board>;
  /** With the day on which each was looked at. */
  readonly phones: readonly (Phone & { readonly day: string })[];
  readonly report: Report;
}

interface TicketRow {
  readonly id: TicketId;
  readonly day: string;
  readonly number: string;
  readonly state: TicketState;
  readonly counterId: CounterId | null;
  readonly serviceId: ServiceId;
  readonly passed: number;
  readonly issuedAtMs: number;
}

interface StayRow {
  readonly ticketId: TicketId;
  readonly state: TicketState;
  readonly counterId: CounterId | null;
  readonly serviceId: ServiceId;
  readonly fromMs: number;
  readonly toMs: number | null;
}

const ended: ReadonlySet<TicketState> = new Set(['finished', 'no-show', 'cancelled', 'expired']);

const groupBy = <T, K>(list: readonly T[], keyOf: (one: T) => K | null): Map<K, T[]> => {
  const groups = new Map<K, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
};

const checkStays = (tally: Tally, tickets: readonly TicketRow[], stays: readonly StayRow[]): void => {
  const byTicket = groupBy(stays, ({ ticketId }) => ticketId);
  for (const { id, number, state, issuedAtMs } of tickets) {
    const own = byTicket.get(id) ?? [];
    const last = own.at(-1);
    const isWhole = own.every(
      ({ fromMs, toMs }, at) =>
        (at === 0 ? fromMs === issuedAtMs : fromMs === own[at - 1]?.toMs) && (toMs === null || toMs >= fromMs),
    );
    tally.check(
      here.stays,
      isWhole && last?.toMs === null && last.state === state,
      () => `${number}: ${JSON.stringify(own.map((stay) => [stay.state, stay.fromMs, stay.toMs]))}`,
    );
  }
  const atCounters = stays.filter(({ state }) => state === 'called' || state === 'serving');
  for (const [counterId, own] of groupBy(atCounters, (stay) => stay.counterId)) {
    const inTime = own.toSorted((a, b) => a.fromMs - b.fromMs || (a.toMs ?? Infinity) - (b.toMs ?? Infinity));
    for (const [at, { fromMs, ticketId }] of inTime.entries()) {
      const before = inTime[at - 1];
      tally.check(
        here.counters,
        before === undefined || (before.toMs !== null && before.toMs <= fromMs),
        () => `${counterId}: ${ticketId} came at ${fromMs} while ${before?.ticketId} stayed until ${before?.toMs}`,
      );
    }
  }
};

const sameStays = (known: Known, rows: readonly StayRow[]): boolean =>
  known.stays.length === rows.length &&
  known.stays.every((stay, at) => {
    const row = rows[at];
    return (
      row !== undefined &&
      stay.state === row.state &&
      stay.counterId === row.counterId &&
      stay.serviceId === row.serviceId &&
      stay.fromMs === row.fromMs &&
      stay.toMs === row.toMs
    );
  });

const checkAppointments = (tally: Tally, db: Db, capacity: ReadonlyMap<ServiceId, number>): void => {
  const slots = db
    .prepare<[], { serviceId: ServiceId; startMs: number; count: number }>(
      `SELECT service_id AS serviceId, start_ms AS startMs, count(*) AS count FROM appointment
       WHERE state <> 'cancelled' GROUP BY service_id, start_ms`,
    )
    .all();
  for (const { serviceId, startMs, count } of slots)
    tally.check(
      here.slots,
      count <= (capacity.get(serviceId) ?? 0),
      () => `${serviceId} at ${startMs}: ${count} people`,
    );
  const kept = db
    .prepare<[], { code: string; state: string; tickets: number }>(
      `SELECT code, state, (SELECT count(*) FROM ticket WHERE id = ticket_id) AS tickets FROM appointment`,
    )
    .all();
  for (const { code, state, tickets } of kept)
    tally.check(here.kept, tickets === (state === 'kept' ? 1 : 0), () => `${code} is ${state} with ${tickets} numbers`);
};

const checkTotals = (
  tally: Tally,
  tickets: readonly TicketRow[],
  people: ReadonlyMap<TicketId, Known>,
  report: Report,
): void => {
  const count = (of: Iterable<{ readonly state: TicketState }>, test: (state: TicketState) => boolean): number =>
    [...of].filter(({ state }) => test(state)).length;
  const equal = (what: string, one: number, other: number): void =>
    tally.check(here.totals, one === other, () => `${what}: ${one} and ${other}`);
  equal('issued in tables and journal', tickets.length, people.size);
  const open = (state: TicketState): boolean => !ended.has(state);
  equal(
    'issued and the sum of states',
    tickets.length,
    count(tickets, open) + count(tickets, (state) => ended.has(state)),
  );
  for (const state of new Set(tickets.map((ticket) => ticket.state)))
    equal(
      `${state} in tables and journal`,
      count(tickets, (one) => one === state),
      count(people.values(), (one) => one === state),
    );
  const ofReport = tickets.filter(({ day }) => day >= report.from && day <= report.to);
  equal('issued in the report', report.total.issued, ofReport.length);
  equal(
    'no-shows in the report',
    report.total.noShow,
    count(ofReport, (state) => state === 'no-show'),
  );
  equal(
    'abandoned in the report',
    report.total.abandoned,
    count(ofReport, (state) => state === 'cancelled' || state === 'expired'),
  );
  for (const rows of [report.byService, report.byDay])
    equal(
      'rows of the report and its total',
      rows.reduce((sum, { kpis }) => sum + kpis.issued, 0),
      report.total.issued,
    );
};

/** Looks at everything; the database must not be open elsewhere. */
export const checkDay = ({ hall, notebook, boards, phones, report }: DayEvidence): readonly Finding[] => {
  const tally = createTally([...Object.values(inJournal), ...Object.values(here)]);
  const db = openDatabase(hall.databaseFile);
  try {
    const services = new Map(hall.counters.map((counter) => [counter.counterId, new Set(counter.services)]));
    const model = createJournalModel(tally, {
      passedMax: hall.config.queue.passedMax,
      servicesOf: (counterId) => services.get(counterId) ?? new Set(),
    });
    walkChain(db, model.take);
    const verified = verifyDatabase(db, createProjections);
    tally.check(here.replay, verified.sound, () => verified.problems.join('; '));

    const tickets = db
      .prepare<[], TicketRow>(
        `SELECT id, day, number, state, counter_id AS counterId, service_id AS serviceId, passed,
         issued_at_ms AS issuedAtMs FROM ticket`,
      )
      .all();
    const stays = db
      .prepare<[], StayRow>(
        `SELECT ticket_id AS ticketId, state, counter_id AS counterId, service_id AS serviceId, from_ms AS fromMs,
         to_ms AS toMs FROM ticket_interval ORDER BY ticket_id, ordinal`,
      )
      .all();
    const staysOf = groupBy(stays, ({ ticketId }) => ticketId);
    for (const row of tickets) {
      const known = model.people.get(row.id);
      const isSame =
        known !== undefined &&
        known.state === row.state &&
        known.counterId === row.counterId &&
        known.serviceId === row.serviceId &&
        known.passed === row.passed &&
        sameStays(known, staysOf.get(row.id) ?? []);
      tally.check(
        here.state,
        isSame,
        () => `${row.number}: stored ${JSON.stringify(row)}, read ${JSON.stringify(known)}`,
      );
    }
    checkStays(tally, tickets, stays);

    const series = db
      .prepare<[], { day: string; series: string; count: number; last: number }>(
        `SELECT day, series_id AS series, max(sequence) AS last, count(DISTINCT sequence) +
           (SELECT count(*) FROM kept_number AS kept WHERE kept.day = ticket.day AND kept.series_id = ticket.series_id
            AND kept.sequence < max(ticket.sequence)) AS count
         FROM ticket GROUP BY day, series_id`,
      )
      .all();
    for (const { day, series: id, count, last } of series)
      tally.check(here.holes, count === last, () => `series ${id} of ${day}: ${count} numbers up to ${last}`);

    const promises = comparePromises(db, notebook.promised);
    for (const { ticketId, number } of notebook.promised)
      tally.check(here.promise, model.people.get(ticketId as TicketId)?.number === number, () => `${number} is lost`);
    tally.check(here.promise, promises.lost === 0 && promises.doubled === 0, () => JSON.stringify(promises));

    checkTotals(tally, tickets, model.people, report);

    const counterNumber = new Map(hall.config.counters.map(({ id, number }) => [id, number]));
    const firstCalls = model.calls.filter(({ isRecall }) => !isRecall);
    const told = groupBy(notebook.called, ({ ticketId, counterId }) => `${ticketId} ${counterId}`);
    const made = groupBy(firstCalls, ({ ticketId, counterId }) => `${ticketId} ${counterId}`);
    for (const key of new Set([...told.keys(), ...made.keys()]))
      tally.check(
        here.told,
        told.get(key)?.length === made.get(key)?.length,
        () => `${key}: told ${told.get(key)?.length ?? 0} times, called ${made.get(key)?.length ?? 0} times`,
      );

    for (const { day, seq, number, counterId } of model.calls) {
      const key = callKey(number, counterNumber.get(counterId) ?? 0);
      // A recall takes the place of the call before it, and says the same words.
      const wasShown = [...(boards.get(day)?.shown.get(key) ?? [])].some((shown) => shown >= seq);
      tally.check(here.announced, wasShown, () => `call ${seq} of ${day}: ${key}`);
    }

    const calledTo = groupBy(firstCalls, ({ ticketId }) => ticketId);
    for (const phone of phones) {
      const { ticketId, last, nonsense, calledTo: seen } = phone;
      const known = model.people.get(ticketId);
      const missed = (calledTo.get(ticketId) ?? []).filter(
        ({ day, atMs, counterId }) =>
          day === phone.day && atMs >= phone.openedAtMs() && !seen.has(counterNumber.get(counterId) ?? 0),
      );
      tally.check(
        here.phones,
        missed.length === 0 && nonsense.length === 0,
        () => `${known?.number}: missed ${missed.map(({ counterId }) => counterId).join(', ')}; ${nonsense.join(', ')}`,
      );
      tally.check(here.phones, isSettled(phone), () => `${known?.number}: the phone says ${last()?.state}`);
    }

    const ratings = new Map(
      db
        .prepare<[], { id: TicketId; level: number }>('SELECT ticket_id AS id, level FROM rating')
        .all()
        .map(({ id, level }) => [id, level]),
    );
    for (const id of new Set([...ratings.keys(), ...notebook.ratings.keys()]))
      tally.check(
        here.ratings,
        ratings.get(id) === notebook.ratings.get(id) && model.people.get(id)?.state === 'finished',
        () => `${model.people.get(id)?.number}: stored ${ratings.get(id)}, given ${notebook.ratings.get(id)}`,
      );

    checkAppointments(
      tally,
      db,
      new Map(
        hall.config.services.flatMap(({ id, appointments }) =>
          appointments === undefined ? [] : [[id, appointments.perSlot]],
        ),
      ),
    );
    const answered = [...notebook.acts.values()].reduce((sum, count) => sum + count, 0);
    for (let at = 0; at < answered; at += 1) tally.check(here.answers, true, () => '');
    for (const error of notebook.errors) tally.check(here.answers, false, () => error);
    return tally.findings();
  } finally {
    db.close();
  }
};
