// The queue's own rules on tables in memory: issuing, calling, serving, line, steps and evolve are those of the product;
// only the journal and SQLite are left out, so that months of mornings pass in minutes.
import type { BusinessEvent } from '../../../contract/events.ts';
import type { BusinessDay, CounterId, ServiceId, TicketId, TicketToken } from '../../../contract/ids.ts';
import { createByPhone } from '../../../main/services/queue/by-phone.ts';
import { createCalling } from '../../../main/services/queue/calling.ts';
import type { QueueContext, QueueSettings } from '../../../main/services/queue/context.ts';
import { begin, evolve, isNewStay, type Ticket } from '../../../main/services/queue/evolve.ts';
import { createIssuing } from '../../../main/services/queue/issuing.ts';
import { byCallOrder, passedBy } from '../../../main/services/queue/line.ts';
import type { QueueReads } from '../../../main/services/queue/reads.ts';
import { createServing } from '../../../main/services/queue/serving.ts';
import type { Stay } from '../../../main/services/waits/pace.ts';
import type { Ledger, Transaction } from '../../../main/store/ledger.ts';

export interface MemoryQueue
  extends ReturnType<typeof createCalling>,
    ReturnType<typeof createServing>,
    ReturnType<typeof createByPhone>,
    ReturnType<typeof createIssuing> {
  readonly clock: { nowMs: number };
  /** In call order. */
  waiting(): readonly Ticket[];
  inHand(counterId: CounterId): Ticket | undefined;
  tickets(): IterableIterator<Ticket>;
  /** Of each ticket in their order. */
  stays(): Stay[];
  subscribe(listener: (event: BusinessEvent, ticket: Ticket) => void): void;
  /** Forgets everything, as on a new day. */
  clear(): void;
}

const notHere = (): never => {
  throw new Error('Not kept in memory: paper and past days are no part of the rules.');
};

export const createMemoryQueue = (settings: QueueSettings, day: BusinessDay, startMs: number): MemoryQueue => {
  const clock = { nowMs: startMs };
  const tickets = new Map<TicketId, Ticket>();
  const stays = new Map<TicketId, Stay[]>();
  const sequences = new Map<string, number>();
  const atCounter = new Map<CounterId, TicketId>();
  const waitingIds = new Set<TicketId>();
  let inOrder: Ticket[] | null = null;
  let callSeq = 0;
  let tokens = 0;
  const listeners = new Set<(event: BusinessEvent, ticket: Ticket) => void>();
  const ledgerListeners = new Set<Parameters<Ledger['subscribe']>[0]>();

  // As the journal does: no row is older than the one before, whatever the clock does.
  let newestMs = startMs;
  const nowMs = (): number => {
    newestMs = Math.max(newestMs, clock.nowMs);
    return newestMs;
  };

  const waiting = (): Ticket[] => {
    inOrder ??= [...waitingIds].map((id) => tickets.get(id) as Ticket).sort(byCallOrder);
    return inOrder;
  };

  const put = (ticket: Ticket, before: Ticket | null): void => {
    tickets.set(ticket.ticketId, ticket);
    inOrder = null;
    if (ticket.state === 'waiting') waitingIds.add(ticket.ticketId);
    else waitingIds.delete(ticket.ticketId);
    if (before?.counterId && atCounter.get(before.counterId) === ticket.ticketId) atCounter.delete(before.counterId);
    if (ticket.counterId !== null && (ticket.state === 'called' || ticket.state === 'serving')) {
      const other = atCounter.get(ticket.counterId);
      if (other !== undefined)
        throw new Error(`double call: ${ticket.counterId} has ${other} and gets ${ticket.ticketId} too`);
      atCounter.set(ticket.counterId, ticket.ticketId);
    }
  };

  const stay = ({ ticketId, state, counterId, serviceId }: Ticket): void => {
    const list = stays.get(ticketId) ?? [];
    const last = list.at(-1);
    if (last !== undefined) list[list.length - 1] = { ...last, toMs: nowMs() };
    list.push({ ticketId, state, counterId, serviceId, fromMs: nowMs(), toMs: null });
    stays.set(ticketId, list);
  };

  const pass = (called: Ticket, event: Extract<BusinessEvent, { type: 'ticket-called' }>): void => {
    if (event.passedIn === undefined) return;
    const counter = { counterId: event.counterId, services: new Set(event.passedIn) };
    for (const other of passedBy(waiting(), called, counter, nowMs()))
      tickets.set(other.ticketId, { ...other, passed: other.passed + 1 });
  };

  const apply = (event: BusinessEvent): void => {
    if (!('ticketId' in event) || event.type.startsWith('print-')) return;
    if (event.type === 'ticket-issued') {
      sequences.set(event.seriesId, event.sequence);
      put(begin(event, nowMs(), day), null);
    } else {
      const before = tickets.get(event.ticketId);
      const after = before === undefined ? null : evolve(before, event, { atMs: nowMs(), day });
      if (before === undefined || after === null) throw new Error(`${event.type} of ${event.ticketId} changes nothing`);
      if (event.type === 'ticket-called') {
        callSeq = event.callSeq;
        pass(before, event);
      }
      put(after, before);
      if (!isNewStay(event, before, after)) return;
    }
    const ticket = tickets.get(event.ticketId) as Ticket;
    stay(ticket);
    for (const listener of listeners) listener(event, ticket);
  };

  const tx: Transaction = {
    get nowMs() {
      return nowMs();
    },
    append: (eventDay, event) => {
      const recorded = { seq: 0, atMs: nowMs(), day: eventDay, event };
      apply(event);
      for (const listener of ledgerListeners) listener([recorded]);
      return recorded;
    },
  };
  const ledger: Ledger = {
    submit: async (work) => work(tx),
    read: (work) => work(),
    isDeciding: false,
    subscribe: (listener) => {
      ledgerListeners.add(listener);
      return { [Symbol.dispose]: () => void ledgerListeners.delete(listener) };
    },
    condition: 'ok',
    onCondition: notHere,
    close: async () => undefined,
  };
  const reads: QueueReads = {
    openDay: () => day,
    lastSequence: (_day, seriesId) => sequences.get(seriesId) ?? 0,
    lastCallSeq: () => callSeq,
    byId: (id) => tickets.get(id),
    byToken: (token: TicketToken) => [...tickets.values()].find((ticket) => ticket.token === token),
    waiting,
    line: (_day, services) => waiting().filter(({ serviceId }) => services.has(serviceId)),
    waitingByService: notHere,
    waitingBefore: notHere,
    aside: () =>
      [...tickets.values()].filter(({ state }) => state === 'on-hold' || state === 'supplement' || state === 'no-show'),
    inHand: (counterId) => tickets.get(atCounter.get(counterId) ?? ('' as TicketId)),
    allInHand: () => [...atCounter.values()].map((id) => tickets.get(id) as Ticket),
    lastCalled: notHere,
    leftOver: notHere,
    lastPrint: notHere,
    openPrints: notHere,
    hasNumbers: notHere,
    isBorne: () => false,
    byNumber: notHere,
    countsOf: notHere,
  };
  const context: QueueContext = {
    ledger,
    reads,
    commands: { once: (_call, decide) => decide(), answerOf: () => undefined, forgetBefore: () => undefined },
    settings,
    monotonicMs: () => clock.nowMs,
    randomToken: () => {
      tokens += 1;
      return tokens.toString(36).padEnd(22, '-');
    },
    isPaused: () => false,
    isClosed: () => false,
    promise: () => null,
    workingDay: () => day,
    command: async (decide) => decide(tx, day),
  };
  return {
    ...createIssuing(context),
    ...createCalling(context, reads),
    ...createServing(context),
    ...createByPhone(context),
    clock,
    waiting,
    inHand: reads.inHand,
    tickets: () => tickets.values(),
    stays: () => [...stays.values()].flat(),
    subscribe: (listener) => void listeners.add(listener),
    clear: () => {
      for (const map of [tickets, stays, sequences, atCounter, waitingIds]) map.clear();
      inOrder = null;
      callSeq = 0;
    },
  };
};

/** A hall of so many counters, as settings of the queue. */
export const hallSettings = (
  counters: ReadonlyMap<CounterId, ReadonlySet<ServiceId>>,
  serviceIds: readonly ServiceId[],
): QueueSettings => ({
  timeZone: 'Asia/Ho_Chi_Minh',
  dayStartsAtMinutes: 240,
  series: new Map([['a', { id: 'a', prefix: 'A', digits: 3 }]]) as unknown as QueueSettings['series'],
  services: new Map(serviceIds.map((id) => [id, { seriesId: 'a' as never, needsResult: false }])),
  counters: new Map([...counters].map(([id, services]) => [id, { services }])),
  priorities: () => [{ id: 'elder' as never, minutes: 30 }],
  results: new Set(),
  rules: {
    passedMax: 5,
    callsMax: 3,
    missedMax: 1,
    missedBehind: 3,
    reviveMs: 1_800_000,
    undoMs: 5000,
    appointmentLeadMs: 900_000,
  },
  numbers: { from: 1, to: Number.POSITIVE_INFINITY, leftOut: [] },
  printsTickets: false,
});
