// The queue: takes commands, lets the rules decide on what the tables say inside the writer's transaction, and records
// the event. Nothing else changes a ticket.
import type {
  BusinessDay,
  CounterId,
  IdempotencyKey,
  SatelliteId,
  ServiceId,
  TicketId,
  TicketToken,
} from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import type { Result } from '../../../contract/result.ts';
import type { CounterTicket } from '../../../contract/rpc.ts';
import { createCommandLog } from '../../store/commands.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { createRemember } from '../../store/remembered.ts';
import { createByPhone } from './by-phone.ts';
import { createCalling, type PickAsk } from './calling.ts';
import type { QueueContext, QueueSettings } from './context.ts';
import { workingDayOf } from './day.ts';
import type { Ticket } from './evolve.ts';
import { createIssuing, type IssueAsk } from './issuing.ts';
import { type CallingCounter, countersFor, placesInLine, shortest } from './line.ts';
import { createCalendar } from './numbering.ts';
import type { OpenTickets } from './open-tickets.ts';
import { createPaper, type PrintOutcome } from './paper.ts';
import { createQueueReads, type PrintJob, type QueueReads, rememberReads } from './reads.ts';
import { createServing, type StepAsk, type Undoable } from './serving.ts';
import type { Caller } from './steps.ts';

export type { QueueRules, QueueSettings } from './context.ts';
export { workingDayOf } from './day.ts';
export { hasSaidOnWay, type Ticket } from './evolve.ts';
export type { IssueAsk } from './issuing.ts';
export { byCallOrder, chooseNext, passedBy, type Waiting } from './line.ts';
export { createCalendar } from './numbering.ts';
export { createOpenTickets, type OpenTickets } from './open-tickets.ts';
export { createQueueProjection } from './projection.ts';
export { ANY_DAY, createQueueReads, type PrintJob, type QueueReads } from './reads.ts';
export type { StepAsk } from './serving.ts';
export { type Caller, mayReprint } from './steps.ts';

export interface QueueDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly open: OpenTickets;
  readonly settings: QueueSettings;
  readonly now: () => number;
  /** Never goes back; milliseconds from an arbitrary start. */
  readonly monotonicMs: () => number;
  /** 22 characters base64url from 128 random bits. */
  readonly randomToken: () => string;
  /** Counters where somebody is logged in and not on a break. */
  readonly openCounters: () => ReadonlySet<CounterId>;
  readonly isPaused: (counterId: CounterId) => boolean;
  readonly isClosed: QueueContext['isClosed'];
  readonly promise: QueueContext['promise'];
}

export interface Queue {
  readonly reads: QueueReads;
  /** For what many screens show: lists are read once for each state of the tables. Outside of transactions only. */
  readonly seen: QueueReads;
  /** Opens the business day of this moment, expiring what an earlier day left over. Every command does it too. */
  openDay(): Promise<BusinessDay>;
  /** Opens the day only when its hour has come; costs nothing otherwise. */
  openDayIfDue(): Promise<void>;
  /** Promises a number. Refusals: unknown-service, service-closed, bad-input, key-reused, numbers-used-up. */
  issue(ask: IssueAsk): Promise<Result<Ticket, Refusal>>;
  /** The same inside a transaction of another service. The caller has made sure that it is asked once. */
  issueIn(tx: Transaction, day: BusinessDay, ask: Omit<IssueAsk, 'key'>): Result<Ticket, Refusal>;
  /** Calls the next person whom the counter serves (ADR-0016). Refusals: counter-busy, counter-paused, nobody-waiting, key-reused. */
  next(by: Caller, key: IdempotencyKey): Promise<Result<CounterTicket, Refusal>>;
  /** Whom `next` would call at this moment. */
  whoIsNext(counterId: CounterId): Ticket | undefined;
  /** Calls a chosen person, with a reason. Refusals: counter-busy, counter-paused, unknown-ticket, wrong-state, not-served-here, key-reused. */
  pick(by: Caller, ask: PickAsk): Promise<Result<CounterTicket, Refusal>>;
  /**
   * Refusals: unknown-ticket, those of `judgeStep`; calls-used-up (recall), result-needed (finish, switchService), too-late
   * (lineUp of a no-show), unknown-service, unknown-counter and bad-input (transfer, switchService, finish).
   */
  step(ask: StepAsk, by: Caller, ticketId: TicketId): Promise<Result<CounterTicket, Refusal>>;
  /** The step that `undo` would take back, and until when by the wall clock. */
  undoable(counterId: CounterId): Undoable | null;
  /** Takes the counter's last step back while it is fresh. Refusals: nothing-to-undo, counter-busy. */
  undo(by: Caller): Promise<Result<CounterTicket, Refusal>>;
  /** The citizen gives the place up. Refusals: unknown-ticket, wrong-state. */
  leave(ticketId: TicketId): Promise<Result<CounterTicket, Refusal>>;
  /** The citizen is on the way, for the staff to know. Refusals: unknown-ticket, wrong-state, too-late (a no-show). */
  onWay(ticketId: TicketId): Promise<Result<CounterTicket, Refusal>>;
  /** Queues the one marked copy. Refusals: unknown-ticket, no-reprint-left, key-reused. */
  reprint(ask: {
    readonly token: TicketToken;
    readonly key: IdempotencyKey;
    readonly printsAt?: SatelliteId | undefined;
  }): Promise<Result<{ readonly copy: number }, Refusal>>;
  /** The printer begins with the job. False when the job is no longer queued. */
  printStarted(job: Pick<PrintJob, 'ticketId' | 'copy'>): Promise<boolean>;
  printEnded(job: Pick<PrintJob, 'ticketId' | 'copy'>, outcome: PrintOutcome): Promise<void>;
  /** How many may be called before this ticket; 0 when it does not wait. For one person who asks. */
  ahead(ticket: Ticket): number;
  /** The same of everybody who waits, for many who watch. */
  places(): ReadonlyMap<TicketId, number>;
}

type OpenCounter = CallingCounter & { readonly isOpen: boolean };

export const createQueue = (deps: QueueDeps): Queue => {
  const { ledger, db, open, settings, now, monotonicMs, randomToken, openCounters, isPaused, isClosed, promise } = deps;
  const reads = createQueueReads(db, open);
  const seen = rememberReads(reads, createRemember(db));
  const workingDay = workingDayOf(db, settings);
  const context: QueueContext = {
    ledger,
    reads,
    commands: createCommandLog(db),
    settings,
    monotonicMs,
    randomToken,
    isPaused,
    isClosed,
    promise,
    workingDay,
    command: (decide) => ledger.submit((tx) => decide(tx, workingDay(tx))),
  };
  const { issue, issueIn } = createIssuing(context);
  const { next, pick, whoIsNext } = createCalling(context, seen);
  const dayAt = createCalendar(settings);

  /** How the counters stand at this moment. */
  const countersNow = (): ((serviceId: ServiceId) => OpenCounter[]) => {
    const open = openCounters();
    const counters = [...settings.counters].map(([counterId, { services }]) => ({
      counterId,
      services,
      isOpen: open.has(counterId),
    }));
    const known = new Map<ServiceId, OpenCounter[]>();
    return (serviceId) => {
      const found = known.get(serviceId) ?? countersFor(serviceId, counters);
      known.set(serviceId, found);
      return found;
    };
  };

  /** Everybody's place, made once for each state of the tables. */
  let places: ReadonlyMap<TicketId, number> | null = null;
  ledger.subscribe(() => {
    places = null;
  });

  return {
    reads,
    seen,
    openDay: () => ledger.submit(workingDay),
    openDayIfDue: async () => {
      if (dayAt(now()) > (reads.openDay() ?? '')) await ledger.submit(workingDay);
    },
    issue,
    issueIn,
    next,
    pick,
    whoIsNext: (counterId) => whoIsNext(counterId, now()),
    ...createServing(context),
    ...createByPhone(context),
    ...createPaper(context),
    places: () => {
      const day = seen.openDay();
      places ??= day === null ? new Map() : placesInLine(seen.waiting(day), countersNow());
      return places;
    },
    ahead: (ticket) => {
      if (ticket.state !== 'waiting') return 0;
      const { forCounter } = ticket;
      const counters = countersNow()(ticket.serviceId).filter(
        ({ counterId }) => forCounter === null || forCounter === counterId,
      );
      const before = reads.waitingBefore(ticket);
      const calledBefore = ({ counterId, services }: CallingCounter): number =>
        before
          .filter((one) => services.has(one.serviceId) && (one.forCounter === null || one.forCounter === counterId))
          .reduce((sum, { count }) => sum + count, 0);
      return shortest(counters.map((counter) => calledBefore(counter)));
    },
  };
};
