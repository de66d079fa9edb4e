// A second reading of the journal, which shares no code with the queue: what queue.md calls the life of a ticket, walked
// event by event, and everything that must never happen on the way.
import type { LinePlace, Recorded } from '../../contract/events.ts';
import type { CounterId, ServiceId, TicketId } from '../../contract/ids.ts';
import type { TicketState } from '../../contract/ticket.ts';
import type { Tally } from './tally.ts';

export interface Stay {
  readonly state: TicketState;
  readonly counterId: CounterId | null;
  readonly serviceId: ServiceId;
  readonly fromMs: number;
  toMs: number | null;
}

export interface Known {
  readonly ticketId: TicketId;
  readonly number: string;
  readonly sequence: number;
  readonly seriesId: string;
  readonly issuedAtMs: number;
  /** The business day that it belongs to now. */
  day: string;
  state: TicketState;
  counterId: CounterId | null;
  serviceId: ServiceId;
  line: LinePlace;
  passed: number;
  calls: number;
  changedAtMs: number;
  readonly stays: Stay[];
}

export interface Call {
  readonly day: string;
  readonly seq: number;
  readonly ticketId: TicketId;
  readonly number: string;
  readonly counterId: CounterId;
  readonly isRecall: boolean;
  readonly atMs: number;
}

export const invariants = {
  numbers: 'every number once, 1, 2, 3 … in each series of a day',
  kept: 'a number that is kept for the next day is borne by nobody else on it',
  life: 'each step from a state that allows it',
  single: 'at most one person at a counter, at most one counter for a person',
  callSeq: 'calls are numbered without a hole',
  order: 'a call in order takes whom the rule names; any other has a reason',
  passed: 'nobody is passed more often than allowed by calls in order',
  clock: 'nothing happens before what came before it: no negative wait',
} as const;

type Rules = {
  readonly passedMax: number;
  readonly servicesOf: (counterId: CounterId) => ReadonlySet<ServiceId>;
};

const from: Readonly<Record<string, readonly TicketState[]>> = {
  'ticket-called': ['waiting', 'called'],
  'service-started': ['called'],
  'ticket-finished': ['serving'],
  'ticket-missed': ['called'],
  'ticket-held': ['serving'],
  'ticket-resumed': ['on-hold'],
  'ticket-lined-up': ['serving', 'called', 'on-hold', 'supplement', 'no-show'],
  'service-switched': ['serving'],
  'papers-missing': ['serving'],
  'ticket-cancelled': ['waiting', 'called', 'on-hold', 'supplement'],
  'ticket-expired': ['waiting', 'called', 'on-hold', 'supplement'],
  'ticket-kept': ['waiting', 'on-hold', 'supplement'],
  'ticket-brought-over': ['kept'],
  'ticket-on-way': ['waiting', 'called', 'no-show'],
};

const isBefore = (a: Known, b: Known): boolean =>
  a.line.atMs !== b.line.atMs
    ? a.line.atMs < b.line.atMs
    : a.sequence !== b.sequence
      ? a.sequence < b.sequence
      : a.ticketId < b.ticketId;
const firstOf = (people: readonly Known[], comesBefore: (a: Known, b: Known) => boolean): Known | undefined =>
  people.reduce<Known | undefined>(
    (best, one) => (best === undefined || comesBefore(one, best) ? one : best),
    undefined,
  );

export const createJournalModel = (tally: Tally, { passedMax, servicesOf }: Rules) => {
  const people = new Map<TicketId, Known>();
  const atCounter = new Map<CounterId, TicketId>();
  const lastSequence = new Map<string, number>();
  const numbers = new Set<string>();
  /** Day, series and sequence of numbers brought over. */
  const borne = new Set<string>();
  const calls: Call[] = [];
  let openDay = '';
  let callSeq = 0;
  let lastAtMs = 0;

  /** Whom the counter may call, and those of them whose time has come. */
  const candidates = (counterId: CounterId, atMs: number) => {
    const mine = [...people.values()].filter(
      ({ state, day, serviceId, line }) =>
        state === 'waiting' &&
        day === openDay &&
        servicesOf(counterId).has(serviceId) &&
        (line.forCounter === null || line.forCounter === counterId),
    );
    return { mine, due: mine.filter(({ line }) => line.notBeforeMs === null || line.notBeforeMs <= atMs) };
  };

  const judgeCall = (called: Known, counterId: CounterId, atMs: number, isPicked: boolean): void => {
    const { mine, due } = candidates(counterId, atMs);
    const passedBy = (one: Known) => due.filter((other) => other.line.joinedAtMs < one.line.joinedAtMs);
    if (!isPicked) {
      let expected = firstOf(due, isBefore) ?? firstOf(mine, isBefore);
      if (due.length > 0 && expected !== undefined) {
        const full = passedBy(expected).filter(({ passed }) => passed >= passedMax);
        const earliest = (a: Known, b: Known) =>
          a.line.joinedAtMs === b.line.joinedAtMs ? isBefore(a, b) : a.line.joinedAtMs < b.line.joinedAtMs;
        expected = firstOf(full, earliest) ?? expected;
        const tooOften = passedBy(called).filter(({ passed }) => passed >= passedMax);
        tally.check(
          invariants.passed,
          tooOften.length === 0,
          () =>
            `${called.number} at ${counterId} passed ${tooOften.map(({ number }) => number).join(', ')} once too often`,
        );
      }
      tally.check(
        invariants.order,
        expected?.ticketId === called.ticketId,
        () => `${counterId} called ${called.number}, the rule says ${expected?.number ?? 'nobody'}`,
      );
    } else tally.check(invariants.order, true, () => '');
    for (const other of passedBy(called)) other.passed += 1;
  };

  const sit = (person: Known, counterId: CounterId): void => {
    const other = atCounter.get(counterId);
    tally.check(
      invariants.single,
      other === undefined || other === person.ticketId,
      () => `${person.number} came to ${counterId} where ${people.get(other ?? person.ticketId)?.number} stood`,
    );
    atCounter.set(counterId, person.ticketId);
  };

  const change = (person: Known, atMs: number, to: Partial<Omit<Known, 'stays'>>): void => {
    const before = { state: person.state, counterId: person.counterId, serviceId: person.serviceId };
    if (person.counterId !== null && atCounter.get(person.counterId) === person.ticketId)
      atCounter.delete(person.counterId);
    Object.assign(person, to, { changedAtMs: atMs });
    const { state, counterId, serviceId } = person;
    if ((state === 'called' || state === 'serving') && counterId !== null) sit(person, counterId);
    const isNew =
      state === 'called' || state !== before.state || counterId !== before.counterId || serviceId !== before.serviceId;
    if (!isNew) return;
    const last = person.stays.at(-1);
    if (last !== undefined) last.toMs = atMs;
    person.stays.push({ state, counterId, serviceId, fromMs: atMs, toMs: null });
  };

  const issue = (event: Extract<Recorded['event'], { type: 'ticket-issued' }>, atMs: number, day: string): void => {
    const series = `${day} ${event.seriesId}`;
    const last = lastSequence.get(series) ?? 0;
    const bearer = `${day} ${event.number}`;
    let expected = last + 1;
    // Numbers that somebody of an earlier day bears are left out.
    while (borne.has(`${series} ${expected}`)) expected += 1;
    tally.check(
      invariants.numbers,
      event.sequence === expected && !numbers.has(bearer) && day === openDay,
      () => `${event.number} of ${day} came after ${last} in its series`,
    );
    lastSequence.set(series, event.sequence);
    numbers.add(bearer);
    const line = event.line ?? { atMs, joinedAtMs: atMs, notBeforeMs: null, forCounter: null };
    const { ticketId, number, sequence, serviceId } = event;
    const stays: Stay[] = [{ state: 'waiting', counterId: null, serviceId, fromMs: atMs, toMs: null }];
    people.set(ticketId, {
      ticketId,
      number,
      sequence,
      seriesId: event.seriesId,
      issuedAtMs: atMs,
      day,
      state: 'waiting',
      counterId: null,
      serviceId,
      line,
      passed: 0,
      calls: 0,
      changedAtMs: atMs,
      stays,
    });
  };

  const call = (
    event: Extract<Recorded['event'], { type: 'ticket-called' }>,
    person: Known,
    { atMs, day }: Recorded,
  ): void => {
    const isRecall = event.calls > 1;
    callSeq += 1;
    tally.check(invariants.callSeq, event.callSeq === callSeq, () => `call ${event.callSeq} came after ${callSeq - 1}`);
    callSeq = event.callSeq;
    const fits = isRecall
      ? person.state === 'called' && person.counterId === event.counterId && event.calls === person.calls + 1
      : person.state === 'waiting';
    tally.check(invariants.life, fits, () => `${person.number} was called (${event.calls}) while ${person.state}`);
    if (!isRecall) judgeCall(person, event.counterId, atMs, event.outOfOrder !== undefined);
    calls.push({
      day,
      seq: event.callSeq,
      ticketId: person.ticketId,
      number: person.number,
      counterId: event.counterId,
      isRecall,
      atMs,
    });
    change(person, atMs, { state: 'called', counterId: event.counterId, calls: event.calls });
  };

  const step = (recorded: Recorded): void => {
    const { event, atMs } = recorded;
    if (!('ticketId' in event)) return;
    const person = people.get(event.ticketId);
    const allowed = from[event.type];
    if (event.type !== 'step-undone' && allowed === undefined) return;
    tally.check(invariants.life, person !== undefined, () => `${event.type} of a ticket that was never issued`);
    if (person === undefined) return;
    tally.check(
      invariants.clock,
      atMs >= person.changedAtMs,
      () => `${event.type} of ${person.number} went back in time`,
    );
    if (allowed !== undefined && event.type !== 'ticket-called')
      tally.check(
        invariants.life,
        allowed.includes(person.state),
        () => `${event.type} of ${person.number}: ${person.state}`,
      );
    switch (event.type) {
      case 'ticket-called':
        call(event, person, recorded);
        return;
      case 'service-started':
      case 'ticket-resumed':
        change(person, atMs, { state: 'serving', counterId: event.counterId });
        return;
      case 'ticket-finished':
        change(person, atMs, { state: 'finished', counterId: event.counterId });
        return;
      case 'ticket-missed':
        change(person, atMs, { state: 'no-show', counterId: event.counterId });
        return;
      case 'ticket-held':
        change(person, atMs, { state: 'on-hold', counterId: event.counterId });
        return;
      case 'ticket-lined-up':
        change(person, atMs, {
          state: 'waiting',
          counterId: null,
          serviceId: event.serviceId,
          line: event.line,
          calls: 0,
        });
        return;
      case 'service-switched':
        change(person, atMs, { serviceId: event.serviceId });
        return;
      case 'papers-missing':
        change(person, atMs, { state: 'supplement', counterId: null });
        return;
      case 'ticket-cancelled':
        change(person, atMs, { state: 'cancelled', counterId: null });
        return;
      case 'ticket-expired':
        change(person, atMs, { state: 'expired', counterId: null });
        return;
      case 'ticket-kept':
        change(person, atMs, { state: 'kept', counterId: null });
        return;
      case 'ticket-brought-over': {
        const bearer = `${recorded.day} ${person.number}`;
        tally.check(invariants.kept, !numbers.has(bearer), () => `${bearer} is borne by two`);
        numbers.add(bearer);
        borne.add(`${recorded.day} ${person.seriesId} ${person.sequence}`);
        change(person, atMs, { state: event.as, day: recorded.day, line: event.line, calls: 0 });
        return;
      }
      case 'step-undone': {
        const { state, counterId, serviceId, line } = event.to;
        change(person, atMs, { state, counterId, serviceId, line });
        return;
      }
      default:
        return;
    }
  };

  return {
    people,
    calls: calls as readonly Call[],
    take: (recorded: Recorded): void => {
      const { event, atMs, day } = recorded;
      tally.check(invariants.clock, atMs >= lastAtMs, () => `row ${recorded.seq} is older than the one before`);
      lastAtMs = atMs;
      if (event.type === 'day-opened') {
        openDay = event.day;
        callSeq = 0;
      } else if (event.type === 'ticket-issued') issue(event, atMs, day);
      else step(recorded);
    },
  };
};
