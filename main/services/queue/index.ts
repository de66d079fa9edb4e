// The queue: takes commands, lets the rules decide on what the tables say inside the writer's transaction, and records
// the event. Nothing else changes a ticket.
import type { BusinessEvent } from '../../../contract/events.ts';
import type {
  BusinessDay,
  CounterId,
  IdempotencyKey,
  SeriesId,
  ServiceId,
  TicketId,
  TicketToken,
} from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { CounterTicket } from '../../../contract/rpc.ts';
import type { HoldReason, Language } from '../../../contract/ticket.ts';
import { createCommandLog } from '../../store/commands.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { createQueueReads, type PrintJob, type QueueReads, type Ticket } from './reads.ts';
import {
  type Caller,
  type CounterServices,
  chooseNext,
  counterBusy,
  countersFor,
  createCalendar,
  dayToWorkIn,
  formatNumber,
  judgeStep,
  mayReprint,
  placesInLine,
  type Series,
  type Step,
  shortest,
} from './rules.ts';

export { createQueueProjection } from './projection.ts';
export type { PrintJob, QueueReads, Ticket } from './reads.ts';
export { type Caller, mayReprint, type Step } from './rules.ts';

export interface QueueSettings {
  readonly timeZone: string;
  readonly dayStartsAtMinutes: number;
  readonly series: ReadonlyMap<SeriesId, Series>;
  readonly services: ReadonlyMap<ServiceId, { readonly seriesId: SeriesId }>;
  readonly counters: ReadonlyMap<CounterId, { readonly services: ReadonlySet<ServiceId> }>;
  /** Whether a paper copy is queued with each ticket. */
  readonly printsTickets: boolean;
}

export interface QueueDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly settings: QueueSettings;
  readonly now: () => number;
  /** Never goes back; milliseconds from an arbitrary start. */
  readonly monotonicMs: () => number;
  /** 22 characters base64url from 128 random bits. */
  readonly randomToken: () => string;
  /** Counters where somebody is logged in. */
  readonly openCounters: () => ReadonlySet<CounterId>;
}

export interface Queue {
  readonly reads: QueueReads;
  /** Opens the business day of this moment, expiring what an earlier day left over. Every command does it too. */
  openDay(): Promise<BusinessDay>;
  /** Opens the day only when its hour has come; costs nothing otherwise. */
  openDayIfDue(): Promise<void>;
  /** Promises a number. Refusals: unknown-service, key-reused. */
  issue(ask: {
    readonly serviceId: ServiceId;
    readonly language: Language;
    readonly key: IdempotencyKey;
  }): Promise<Result<Ticket, Refusal>>;
  /** Calls the longest waiting person whom the counter serves. Refusals: counter-busy, nobody-waiting, key-reused. */
  next(by: Caller, key: IdempotencyKey): Promise<Result<CounterTicket, Refusal>>;
  /** Refusals: unknown-ticket and those of `judgeStep`. */
  step(step: Exclude<Step, 'hold'>, by: Caller, ticketId: TicketId): Promise<Result<CounterTicket, Refusal>>;
  hold(by: Caller, ticketId: TicketId, reason: HoldReason): Promise<Result<CounterTicket, Refusal>>;
  /** Queues the one marked copy. Refusals: unknown-ticket, no-reprint-left, key-reused. */
  reprint(ask: {
    readonly token: TicketToken;
    readonly key: IdempotencyKey;
  }): Promise<Result<{ readonly copy: number }, Refusal>>;
  /** The printer begins with the job. False when the job is no longer queued. */
  printStarted(job: Pick<PrintJob, 'ticketId' | 'copy'>): Promise<boolean>;
  printEnded(
    job: Pick<PrintJob, 'ticketId' | 'copy'>,
    outcome: { readonly state: 'printed' | 'unconfirmed' | 'failed' | 'unknown'; readonly faultCode: string | null },
  ): Promise<void>;
  /** How many may be called before this ticket; 0 when it does not wait. For one person who asks. */
  ahead(ticket: Ticket): number;
  /** The same of everybody who waits, for many who watch. */
  places(): ReadonlyMap<TicketId, number>;
}

/** 48 bits of time and 84 random ones: tickets of one morning lie side by side in the tables, which spares the disk. */
const ticketIdAt = (nowMs: number, token: string): TicketId => {
  const time = Buffer.alloc(6);
  time.writeUIntBE(nowMs, 0, 6);
  return (time.toString('base64url') + token.slice(0, 14)) as TicketId;
};

/** How every ticket begins. */
const beginning = {
  state: 'waiting',
  counterId: null,
  staffId: null,
  calledAtMs: null,
  startedAtMs: null,
  calls: 0,
  callSeq: null,
  holdReason: null,
} as const;

const unknownTicket = (which: string): Result<never, Refusal> =>
  refuse({ code: 'unknown-ticket', message: `There is no ticket ${which}. It may be of another site, or mistyped.` });

/**
 * The business day to work in, inside a transaction: opens the day of this moment when it is newer than the open one,
 * and lets what an earlier day left over expire.
 */
export const workingDayOf = (
  db: Db,
  site: Pick<QueueSettings, 'timeZone' | 'dayStartsAtMinutes'>,
): ((tx: Transaction) => BusinessDay) => {
  const reads = createQueueReads(db);
  const commands = createCommandLog(db);
  const dayAt = createCalendar(site);
  // Commands of one group share their transaction, and within it the day does not change.
  let known: { readonly tx: Transaction; readonly day: BusinessDay } | null = null;
  const findDay = (tx: Transaction): BusinessDay => {
    const open = reads.openDay();
    const day = dayToWorkIn(open, dayAt(tx.nowMs));
    if (day !== open) {
      tx.append(day, { type: 'day-opened', day, previous: open });
      for (const { ticketId } of reads.leftOver(day)) tx.append(day, { type: 'ticket-expired', ticketId });
      commands.forgetBefore(open ?? day);
    }
    return day;
  };
  return (tx) => {
    if (known?.tx !== tx) known = { tx, day: findDay(tx) };
    return known.day;
  };
};

export const createQueue = ({
  ledger,
  db,
  settings,
  now,
  monotonicMs,
  randomToken,
  openCounters,
}: QueueDeps): Queue => {
  const reads = createQueueReads(db);
  const commands = createCommandLog(db);
  /** How the counters stand at this moment. */
  const linesNow = (): ((serviceId: ServiceId) => CounterServices[]) => {
    const open = openCounters();
    const counters = [...settings.counters].map(([id, { services }]) => ({ services, isOpen: open.has(id) }));
    const known = new Map<ServiceId, CounterServices[]>();
    return (serviceId) => {
      const lines = known.get(serviceId) ?? countersFor(serviceId, counters);
      known.set(serviceId, lines);
      return lines;
    };
  };
  const dayAt = createCalendar(settings);

  /** When this process called whom, by a clock that does not jump; only those who are still called. */
  const lastCalls = new Map<TicketId, number>();
  /** Everybody's place, made once for each state of the tables. */
  let places: ReadonlyMap<TicketId, number> | null = null;
  ledger.subscribe((recorded) => {
    places = null;
    for (const { event } of recorded) {
      if (event.type === 'ticket-called') lastCalls.set(event.ticketId, monotonicMs());
      else if (event.type === 'service-started' || event.type === 'ticket-missed' || event.type === 'ticket-expired')
        lastCalls.delete(event.ticketId);
    }
  });
  const workingDay = workingDayOf(db, settings);

  const command = <T>(decide: (tx: Transaction, day: BusinessDay) => Result<T, Refusal>): Promise<Result<T, Refusal>> =>
    ledger.submit((tx) => decide(tx, workingDay(tx)));

  const stored = (ticketId: TicketId): Ticket => {
    const ticket = reads.byId(ticketId);
    if (ticket === undefined) throw new Error(`Ticket ${ticketId} vanished inside its own transaction`);
    return ticket;
  };

  // A group asks for the next number many times; its transaction is thrown away whole when one of its commands throws.
  let newest: { readonly tx: Transaction; readonly bySeries: Map<SeriesId, number> } | null = null;
  const nextSequence = (tx: Transaction, day: BusinessDay, seriesId: SeriesId): number => {
    if (newest?.tx !== tx) newest = { tx, bySeries: new Map() };
    const next = (newest.bySeries.get(seriesId) ?? reads.lastSequence(day, seriesId)) + 1;
    newest.bySeries.set(seriesId, next);
    return next;
  };

  const issueNow = (
    tx: Transaction,
    day: BusinessDay,
    ask: { serviceId: ServiceId; language: Language },
  ): Result<Ticket, Refusal> => {
    const service = settings.services.get(ask.serviceId);
    const series = service === undefined ? undefined : settings.series.get(service.seriesId);
    if (service === undefined || series === undefined) {
      const known = [...settings.services.keys()].join(', ');
      return refuse({ code: 'unknown-service', message: `There is no service "${ask.serviceId}". Known: ${known}.` });
    }
    const sequence = nextSequence(tx, day, service.seriesId);
    const promised = {
      ticketId: ticketIdAt(tx.nowMs, randomToken()),
      token: randomToken() as TicketToken,
      seriesId: service.seriesId,
      sequence,
      number: formatNumber(series, sequence),
      ...ask,
    };
    tx.append(day, { type: 'ticket-issued', ...promised, prints: settings.printsTickets });
    return ok({ ...promised, day, issuedAtMs: tx.nowMs, changedAtMs: tx.nowMs, ...beginning });
  };

  const callNow = (tx: Transaction, day: BusinessDay, by: Caller): Result<CounterTicket, Refusal> => {
    if (reads.inHand(by.counterId) !== undefined) return counterBusy(by.counterId);
    const chosen = chooseNext(reads.waiting(day), settings.counters.get(by.counterId)?.services ?? new Set());
    if (chosen === undefined)
      return refuse({ code: 'nobody-waiting', message: `Nobody waits for counter ${by.counterId}.` });
    tx.append(day, {
      type: 'ticket-called',
      ...by,
      ticketId: chosen.ticketId,
      callSeq: reads.lastCallSeq(day) + 1,
      calls: 1,
    });
    return ok({ ticketId: chosen.ticketId, number: chosen.number });
  };

  const stepEvent = (
    step: Step,
    who: Caller & { ticketId: TicketId },
    facts: { calls: number; callSeq: number; reason: HoldReason },
  ): BusinessEvent => {
    switch (step) {
      case 'recall':
        return { type: 'ticket-called', ...who, callSeq: facts.callSeq, calls: facts.calls };
      case 'start':
        return { type: 'service-started', ...who };
      case 'finish':
        return { type: 'ticket-finished', ...who };
      case 'noShow':
        return { type: 'ticket-missed', ...who };
      case 'hold':
        return { type: 'ticket-held', ...who, reason: facts.reason };
      case 'resume':
        return { type: 'ticket-resumed', ...who };
    }
  };

  const stepNow = (by: Caller, ask: { step: Step; ticketId: TicketId; reason: HoldReason }) =>
    command((tx, day): Result<CounterTicket, Refusal> => {
      const ticket = reads.byId(ask.ticketId);
      if (ticket === undefined) return unknownTicket(ask.ticketId);
      const inHand = reads.inHand(by.counterId)?.ticketId ?? null;
      const calledMs = lastCalls.get(ticket.ticketId);
      const sinceCallMs = calledMs === undefined ? null : monotonicMs() - calledMs;
      const verdict = judgeStep(ask.step, ticket, { ...by, inHand, sinceCallMs });
      if (!verdict.ok) return verdict;
      if (verdict.value === 'do') {
        const facts = { calls: ticket.calls + 1, callSeq: reads.lastCallSeq(day) + 1, reason: ask.reason };
        tx.append(
          day,
          stepEvent(ask.step, { ticketId: ticket.ticketId, counterId: by.counterId, staffId: by.staffId }, facts),
        );
      }
      return ok({ ticketId: ticket.ticketId, number: ticket.number });
    });

  const isOpen = (job: Pick<PrintJob, 'ticketId' | 'copy'>, states: readonly string[]): boolean => {
    const last = reads.lastPrint(job.ticketId);
    return last !== undefined && last.copy === job.copy && states.includes(last.state);
  };

  return {
    reads,
    openDay: () => ledger.submit(workingDay),
    openDayIfDue: async () => {
      if (dayAt(now()) > (reads.openDay() ?? '')) await ledger.submit(workingDay);
    },
    issue: ({ key, ...ask }) =>
      command((tx, day) => {
        let promised: Ticket | undefined;
        const issued = commands.once({ key, request: ['issue', ask], day }, () => {
          const result = issueNow(tx, day, ask);
          if (!result.ok) return result;
          promised = result.value;
          return ok(promised.ticketId);
        });
        return issued.ok ? ok(promised ?? stored(issued.value)) : issued;
      }),
    next: (by, key) =>
      command((tx, day) => commands.once({ key, request: ['next', by], day }, () => callNow(tx, day, by))),
    step: (step, by, ticketId) => stepNow(by, { step, ticketId, reason: 'other' }),
    hold: (by, ticketId, reason) => stepNow(by, { step: 'hold', ticketId, reason }),
    reprint: ({ token, key }) =>
      command((tx, day) =>
        commands.once({ key, request: ['reprint', token], day }, () => {
          const ticket = reads.byToken(token);
          if (ticket === undefined) return unknownTicket('with this code');
          const last = reads.lastPrint(ticket.ticketId) ?? null;
          if (last === null || !mayReprint(last)) {
            return refuse({
              code: 'no-reprint-left',
              message: `Ticket ${ticket.number} was printed or reprinted already [copy=${last?.copy ?? 0} state=${last?.state ?? 'none'}].`,
            });
          }
          tx.append(day, { type: 'print-queued', ticketId: ticket.ticketId, copy: last.copy + 1 });
          return ok({ copy: last.copy + 1 });
        }),
      ),
    printStarted: (job) =>
      ledger.submit((tx) => {
        if (!isOpen(job, ['queued'])) return false;
        tx.append(workingDay(tx), { type: 'print-started', ticketId: job.ticketId, copy: job.copy });
        return true;
      }),
    printEnded: (job, outcome) =>
      ledger.submit((tx) => {
        if (isOpen(job, ['queued', 'printing']))
          tx.append(workingDay(tx), { type: 'print-ended', ticketId: job.ticketId, copy: job.copy, ...outcome });
      }),
    places: () => {
      const day = reads.openDay();
      places ??= day === null ? new Map() : placesInLine(reads.waiting(day), linesNow());
      return places;
    },
    ahead: (ticket) =>
      ticket.state === 'waiting'
        ? shortest(linesNow()(ticket.serviceId).map((services) => reads.waitingBefore(ticket, [...services])))
        : 0,
  };
};
