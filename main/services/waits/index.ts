// How long people may have to wait, for all who watch. The line is played forward at most once a second, apart from the
// commands; whoever asks gets what is known already.
import type { LinePlace } from '../../../contract/events.ts';
import type { BusinessDay, CounterId, ServiceId, TicketId } from '../../../contract/ids.ts';
import type { WaitRange } from '../../../contract/live.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { byCallOrder, createQueueReads, type OpenTickets, type Ticket, type Waiting } from '../queue/index.ts';
import { seededRandom } from './chance.ts';
import { playLine, runsFor } from './estimate.ts';
import type { Desk, Hall } from './hall.ts';
import { createHistory, type History } from './history.ts';
import { type DayOfWork, type LearnToday, learnPast, type Paces, workOf } from './pace.ts';
import { rangeOf } from './range.ts';

export type { Accuracy } from './history.ts';
export { createWaitsProjection } from './projection.ts';

export interface WaitsDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly open: OpenTickets;
  readonly now: () => number;
  /** Never goes back; milliseconds from an arbitrary start. */
  readonly monotonicMs: () => number;
  /** What a service takes where nothing was learned yet. */
  readonly usualMs: (serviceId: ServiceId) => number;
  /** Hour of the day at the site, 0 to 23. */
  readonly hourOf: (atMs: number) => number;
  readonly counters: ReadonlyMap<CounterId, { readonly services: ReadonlySet<ServiceId> }>;
  /** Counters where somebody is logged in. */
  readonly openCounters: () => ReadonlySet<CounterId>;
  readonly passedMax: number;
  readonly log: (level: 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

export interface Waits extends Disposable, Pick<History, 'promised' | 'accuracy'> {
  /** Null for who does not wait, or when nobody can know: no counter of the service is open. */
  ofTicket(ticketId: TicketId): WaitRange | null;
  /** Of a plain number taken now. */
  ofNewcomer(serviceId: ServiceId): WaitRange | null;
  /** Of a number that would stand there; null `line`: behind all. Plays the line anew where the stand is a special one. */
  ofStand(serviceId: ServiceId, line: LinePlace | null): WaitRange | null;
  /** Plays the line forward now. */
  refresh(): void;
  /** Told after the ranges were made anew. */
  onChange(listener: () => void): Disposable;
}

/** Days that the paces are learned from. */
const pastDays = 20;
/** What today teaches is read again after so long. */
const todayEveryMs = 30_000;
const refreshEveryMs = 1_000;
/** Ranges shrink by themselves while nothing happens. */
const idleRefreshEveryMs = 20_000;
/** Making ranges may take so much of the time at most, whatever the line. */
const busyShare = 0.05;
/** Nobody further behind is told anything. */
const longestLine = 5_000;
/** A clerk who calls nobody for so long while people wait is not there. */
const awayAfterMs = 300_000;
const seed = 20_261_126;

const noWork: DayOfWork = { occupations: [], waited: 0, left: 0 };

interface Ranges {
  readonly ofTickets: ReadonlyMap<TicketId, WaitRange>;
  readonly ofNewcomers: ReadonlyMap<ServiceId, WaitRange>;
}

export const createWaits = (deps: WaitsDeps): Waits => {
  const { ledger, db, now, monotonicMs, counters, openCounters, passedMax, log } = deps;
  const reads = createQueueReads(db, deps.open);
  const history = createHistory(db);
  const listeners = new Set<() => void>();
  let ranges: Ranges = { ofTickets: new Map(), ofNewcomers: new Map() };
  let learned: { readonly for: BusinessDay; learn: LearnToday } | null = null;
  let today: { readonly day: BusinessDay; readonly readAtMs: number; readonly paces: Paces } | null = null;
  let comers: Hall['comers'] = [];
  let timer: NodeJS.Timeout | null = null;
  let madeAtMs = Number.NEGATIVE_INFINITY;
  let tookMs = 0;
  let isClosed = false;

  /** When each counter last did something, as far as this process saw. */
  const lastDeed = new Map<CounterId, number>();
  const startedAtMs = now();

  /** A day at a time, so that nobody waits for it. */
  const learnDays = (day: BusinessDay): void => {
    const state = { for: day, learn: learnPast([], deps) };
    learned = state;
    const past: DayOfWork[] = [];
    const days = history.daysBefore(day, pastDays);
    const step = (): void => {
      if (isClosed || learned !== state || ledger.condition === 'failed') return;
      const next = days.shift();
      if (next !== undefined) {
        past.push(workOf(history.stays(next)));
        setImmediate(step);
        return;
      }
      state.learn = learnPast(past, deps);
      today = null;
      schedule(0);
    };
    if (days.length > 0) setImmediate(step);
  };

  const pacesOf = (day: BusinessDay): Paces => {
    if (learned?.for !== day) learnDays(day);
    if (today === null || today.day !== day || monotonicMs() - today.readAtMs > todayEveryMs) {
      const learn = learned?.learn ?? learnPast([], deps);
      today = { day, readAtMs: monotonicMs(), paces: learn(day === null ? noWork : workOf(history.stays(day))) };
      comers = history.comers(day, now());
    }
    return today.paces;
  };

  /** A resumed or switched service began later than its call. */
  const busySince = ({ state, changedAtMs, calledAtMs, startedAtMs: servedAtMs }: Ticket): number =>
    state === 'serving' && changedAtMs > (servedAtMs ?? changedAtMs) ? changedAtMs : (calledAtMs ?? changedAtMs);

  const hallNow = (day: BusinessDay, waiting: readonly Waiting[]): Hall => {
    const nowMs = now();
    const paces = pacesOf(day);
    const inHand = new Map(reads.allInHand().map((ticket) => [ticket.counterId, ticket]));
    const desks = [...openCounters()].flatMap((counterId): Desk[] => {
      const services = counters.get(counterId)?.services;
      if (services === undefined) return [];
      const ticket = inHand.get(counterId);
      if (ticket !== undefined)
        return [
          {
            counterId,
            services,
            busy: { serviceId: ticket.serviceId, sinceMs: busySince(ticket) },
            pausedUntilMs: null,
          },
        ];
      const since = nowMs - awayAfterMs;
      const isAway =
        (lastDeed.get(counterId) ?? startedAtMs) < since &&
        waiting.some((one) => services.has(one.serviceId) && one.joinedAtMs < since);
      return isAway ? [] : [{ counterId, services, busy: null, pausedUntilMs: null }];
    });
    return {
      nowMs,
      waiting,
      desks,
      paceOf: (serviceId) => paces.paceOf(serviceId, nowMs),
      absent: paces.absent,
      leaving: paces.leaving,
      comers,
      passedMax,
    };
  };

  const lineOf = (day: BusinessDay): Ticket[] => reads.waiting(day).slice(0, longestLine);

  const make = (): Ranges => {
    const day = reads.openDay();
    if (day === null) return { ofTickets: new Map(), ofNewcomers: new Map() };
    const waiting = lineOf(day);
    const played = playLine(hallNow(day, waiting), runsFor(waiting.length), seededRandom(seed));
    const told = <Id>(entries: Iterable<readonly [Id, Float64Array | undefined]>): Map<Id, WaitRange> =>
      new Map(
        [...entries].flatMap(([id, waits]) => {
          const range = waits === undefined ? null : rangeOf(waits);
          return range === null ? [] : [[id, range] as const];
        }),
      );
    return {
      ofTickets: told(waiting.map(({ ticketId }, index) => [ticketId, played.ofWaiting[index]] as const)),
      ofNewcomers: told(played.ofNewcomer),
    };
  };

  const refresh = (): void => {
    // After the disk failed the tables can no longer be read.
    if (isClosed || ledger.condition === 'failed') return;
    const beganMs = performance.now();
    ranges = make();
    tookMs = performance.now() - beganMs;
    madeAtMs = monotonicMs();
    for (const listener of listeners) listener();
    if (ranges.ofTickets.size > 0) schedule(idleRefreshEveryMs);
  };

  const refreshNow = (): void => {
    timer = null;
    try {
      refresh();
    } catch (error) {
      log('error', 'waiting times could not be made', { error });
    }
  };

  let dueAtMs = Number.POSITIVE_INFINITY;
  const schedule = (delayMs: number): void => {
    if (isClosed) return;
    const earliestMs = madeAtMs + Math.max(refreshEveryMs, tookMs / busyShare);
    const atMs = Math.max(monotonicMs() + delayMs, earliestMs);
    if (timer !== null && dueAtMs <= atMs) return;
    if (timer !== null) clearTimeout(timer);
    dueAtMs = atMs;
    timer = setTimeout(refreshNow, Math.max(0, atMs - monotonicMs()));
    timer.unref();
  };

  const subscription = ledger.subscribe((recorded) => {
    for (const { event, atMs } of recorded)
      if ('counterId' in event && event.counterId !== undefined) lastDeed.set(event.counterId, atMs);
    schedule(0);
  });
  schedule(0);

  const standNow = (serviceId: ServiceId, line: LinePlace | null): WaitRange | null => {
    const day = reads.openDay();
    if (line === null || day === null) return ranges.ofNewcomers.get(serviceId) ?? null;
    const stand: Waiting = {
      ticketId: '' as TicketId,
      serviceId,
      sequence: Number.MAX_SAFE_INTEGER,
      lineAtMs: line.atMs,
      joinedAtMs: line.joinedAtMs,
      notBeforeMs: line.notBeforeMs,
      forCounter: line.forCounter,
      passed: 0,
    };
    const waiting = [...lineOf(day), stand].sort(byCallOrder);
    const { ofWaiting } = playLine(hallNow(day, waiting), runsFor(waiting.length), seededRandom(seed));
    return rangeOf(ofWaiting[waiting.indexOf(stand)] ?? new Float64Array());
  };

  return {
    promised: history.promised,
    accuracy: history.accuracy,
    ofTicket: (ticketId) => ranges.ofTickets.get(ticketId) ?? null,
    ofNewcomer: (serviceId) => ranges.ofNewcomers.get(serviceId) ?? null,
    ofStand: (serviceId, line) => {
      try {
        return standNow(serviceId, line);
      } catch (error) {
        // Asked inside a command: a number is promised whether its wait can be foretold or not.
        log('error', 'a waiting time could not be made', { error });
        return null;
      }
    },
    refresh,
    onChange: (listener) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    [Symbol.dispose]: () => {
      isClosed = true;
      subscription[Symbol.dispose]();
      if (timer !== null) clearTimeout(timer);
    },
  };
};
