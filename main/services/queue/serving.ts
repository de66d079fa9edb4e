// What a counter does with the person whom it called, and what it may take back.
import type { BusinessEvent, LinePlace, TicketStay } from '../../../contract/events.ts';
import type { BusinessDay, CounterId, ResultId, ServiceId, TicketId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { CounterTicket } from '../../../contract/rpc.ts';
import type { StepInput } from '../../../contract/steps.ts';
import type { TransferPlace } from '../../../contract/ticket.ts';
import type { Transaction } from '../../store/ledger.ts';
import { type QueueContext, type QueueSettings, unknownService, unknownTicket } from './context.ts';
import { stayOf, type Ticket } from './evolve.ts';
import { byCallOrder, placeBehind } from './line.ts';
import { type Caller, counterBusy, counterPaused, judgeRevival, judgeStep, type Step } from './steps.ts';

/** A step with what it needs to know. */
export type StepAsk = Unnamed<StepInput>;
type Unnamed<T> = T extends unknown ? Omit<T, 'ticketId'> : never;

interface LastStep {
  readonly ticketId: TicketId;
  readonly step: Step;
  readonly before: TicketStay;
  /** By the clock that never goes back. */
  readonly atMs: number;
  /** By the wall clock, for screens. */
  readonly untilMs: number;
}

export interface Undoable {
  readonly number: string;
  readonly step: Step;
  readonly untilMs: number;
}

interface Deed {
  readonly ticket: Ticket;
  readonly by: Caller;
  readonly nowMs: number;
  /** Everybody who waits; read only by the steps that place somebody among them. */
  readonly waiting: () => readonly Ticket[];
  /** Of a call made now; read only by a recall. */
  readonly callSeq: () => number;
}

const lineOf = (ticket: Ticket, change: Partial<LinePlace>): LinePlace => ({
  atMs: ticket.lineAtMs,
  joinedAtMs: ticket.joinedAtMs,
  notBeforeMs: null,
  forCounter: null,
  ...change,
});

const refuseBadInput = (message: string): Result<never, Refusal> => refuse({ code: 'bad-input', message });

export const createServing = (context: QueueContext) => {
  const { ledger, reads, settings, monotonicMs, isPaused, command } = context;

  /** When this process called whom, by a clock that does not jump; only those who are still called. */
  const lastCalls = new Map<TicketId, number>();
  ledger.subscribe((recorded) => {
    for (const { event } of recorded) {
      if (event.type === 'ticket-called') lastCalls.set(event.ticketId, monotonicMs());
      else if ('ticketId' in event && lastCalls.has(event.ticketId) && reads.byId(event.ticketId)?.state !== 'called')
        lastCalls.delete(event.ticketId);
    }
  });

  /** The last step of each counter while it may be undone. */
  const undoable = new Map<CounterId, LastStep>();

  const eventOf = (ask: StepAsk, deed: Deed): Result<BusinessEvent, Refusal> => {
    const { ticket, by, nowMs } = deed;
    const who = { ...by, ticketId: ticket.ticketId };
    switch (ask.step) {
      case 'recall':
        if (ticket.calls >= settings.rules.callsMax)
          return refuse({
            code: 'calls-used-up',
            message: `Ticket ${ticket.number} was called ${ticket.calls} times, ${settings.rules.callsMax} are allowed: mark as absent.`,
            params: { number: ticket.number, calls: ticket.calls },
          });
        return ok({ type: 'ticket-called', ...who, callSeq: deed.callSeq(), calls: ticket.calls + 1 });
      case 'start':
        return ok({ type: 'service-started', ...who });
      case 'finish':
        return finish(ask.result, deed);
      case 'noShow':
        return ok(noShow(deed));
      case 'hold':
        return ok({
          type: 'ticket-held',
          ...who,
          reason: ask.reason,
          ...(ask.minutes === undefined ? {} : { untilMs: nowMs + ask.minutes * 60_000 }),
        });
      case 'resume':
        return ok({ type: 'ticket-resumed', ...who });
      case 'lineUp':
        return lineUp(deed);
      case 'transfer':
        return transfer(ask, deed);
      case 'switchService':
        return switchService(ask, deed);
      case 'papersMissing':
        return ok({ type: 'papers-missing', ...who });
      case 'cancel':
        return ok({
          type: 'ticket-cancelled',
          ticketId: ticket.ticketId,
          reason: ask.reason,
          staffId: by.staffId,
        });
    }
  };

  const judgeResult = (result: ResultId | undefined, ticket: Ticket): Result<null, Refusal> => {
    if (result !== undefined && !settings.results.has(result))
      return refuseBadInput(`There is no result "${result}". Known: ${[...settings.results].join(', ')}.`);
    if (result === undefined && settings.services.get(ticket.serviceId)?.needsResult === true)
      return refuse({
        code: 'result-needed',
        message: `Service ${ticket.serviceId} of ticket ${ticket.number} ends with a result: choose one.`,
        params: { number: ticket.number },
      });
    return ok(null);
  };

  const finish = (result: ResultId | undefined, { ticket, by }: Deed): Result<BusinessEvent, Refusal> => {
    const verdict = judgeResult(result, ticket);
    if (!verdict.ok) return verdict;
    const who = { ...by, ticketId: ticket.ticketId, ...(result === undefined ? {} : { result }) };
    const [serviceId, ...further] = ticket.further;
    if (serviceId === undefined) return ok({ type: 'ticket-finished', ...who });
    return ok({
      type: 'ticket-lined-up',
      ...who,
      why: ticket.returnTo === null ? 'next-service' : 'come-back',
      serviceId,
      line: lineOf(ticket, { forCounter: ticket.returnTo }),
      further,
      returnTo: null,
    });
  };

  const noShow = ({ ticket, by, nowMs, waiting }: Deed): BusinessEvent => {
    const who = { ...by, ticketId: ticket.ticketId };
    if (ticket.missed >= settings.rules.missedMax) return { type: 'ticket-missed', ...who };
    const atMs = placeBehind(waiting(), settings.rules.missedBehind, nowMs);
    return {
      type: 'ticket-lined-up',
      ...who,
      why: 'missed',
      serviceId: ticket.serviceId,
      line: lineOf(ticket, { atMs, joinedAtMs: nowMs, forCounter: ticket.forCounter }),
      further: [...ticket.further],
      returnTo: ticket.returnTo,
    };
  };

  const lineUp = ({ ticket, by, nowMs }: Deed): Result<BusinessEvent, Refusal> => {
    const tooLate = judgeRevival(ticket, nowMs, settings.rules);
    if (tooLate !== null) return tooLate;
    const why = ticket.state === 'no-show' ? 'revived' : ticket.state === 'supplement' ? 'papers-brought' : 'hold-over';
    return ok({
      type: 'ticket-lined-up',
      ...by,
      ticketId: ticket.ticketId,
      why,
      serviceId: ticket.serviceId,
      line: lineOf(ticket, why === 'revived' ? { atMs: nowMs, joinedAtMs: nowMs } : {}),
      further: [...ticket.further],
      returnTo: ticket.returnTo,
    });
  };

  const transfer = (
    ask: Extract<StepAsk, { step: 'transfer' }>,
    { ticket, by, nowMs, waiting }: Deed,
  ): Result<BusinessEvent, Refusal> => {
    const serviceId = ask.serviceId ?? ticket.serviceId;
    const verdict = judgeTarget(settings, serviceId, ask.counterId);
    if (!verdict.ok) return verdict;
    if (serviceId === ticket.serviceId && (ask.counterId === undefined || ask.counterId === by.counterId))
      return refuseBadInput(
        `Ticket ${ticket.number} is here for ${serviceId} already: name another service or counter.`,
      );
    const head = waiting().toSorted(byCallOrder)[0];
    const places: Record<TransferPlace, Partial<LinePlace>> = {
      head: { atMs: Math.min(nowMs, (head?.lineAtMs ?? nowMs) - 1), joinedAtMs: nowMs },
      original: {},
      tail: { atMs: nowMs, joinedAtMs: nowMs },
    };
    return ok({
      type: 'ticket-lined-up',
      ...by,
      ticketId: ticket.ticketId,
      why: 'transfer',
      serviceId,
      line: lineOf(ticket, { ...places[ask.place], forCounter: ask.counterId ?? null }),
      further: ask.comesBack ? [ticket.serviceId, ...ticket.further] : [...ticket.further],
      returnTo: ask.comesBack ? by.counterId : null,
    });
  };

  const switchService = (
    { serviceId, result }: Extract<StepAsk, { step: 'switchService' }>,
    { ticket, by }: Deed,
  ): Result<BusinessEvent, Refusal> => {
    if (!settings.services.has(serviceId)) return unknownService(settings, serviceId);
    const verdict = judgeResult(result, ticket);
    if (!verdict.ok) return verdict;
    return ok({
      type: 'service-switched',
      ...by,
      ticketId: ticket.ticketId,
      serviceId,
      ...(result === undefined ? {} : { result }),
    });
  };

  const stepNow = (
    tx: Transaction,
    day: BusinessDay,
    { ask, by, ticketId }: { readonly ask: StepAsk; readonly by: Caller; readonly ticketId: TicketId },
  ): Result<CounterTicket, Refusal> => {
    const ticket = reads.byId(ticketId);
    if (ticket === undefined) return unknownTicket(ticketId);
    const done = ok({ ticketId: ticket.ticketId, number: ticket.number });
    if (ask.step === 'resume' && isPaused(by.counterId)) return counterPaused(by.counterId);
    const inHand = reads.inHand(by.counterId)?.ticketId ?? null;
    const calledMs = lastCalls.get(ticket.ticketId);
    const sinceCallMs = calledMs === undefined ? null : monotonicMs() - calledMs;
    const verdict = judgeStep(ask.step, ticket, { ...by, inHand, sinceCallMs });
    if (!verdict.ok) return verdict;
    if (verdict.value === 'done') return done;
    const deed = {
      ticket,
      by,
      nowMs: tx.nowMs,
      waiting: () => reads.waiting(day),
      callSeq: () => reads.lastCallSeq(day) + 1,
    };
    const event = eventOf(ask, deed);
    if (!event.ok) return event;
    tx.append(day, event.value);
    undoable.set(by.counterId, {
      ticketId,
      step: ask.step,
      before: stayOf(ticket),
      atMs: monotonicMs(),
      untilMs: tx.nowMs + settings.rules.undoMs,
    });
    return done;
  };

  const findUndoable = (counterId: CounterId): Result<{ last: LastStep; ticket: Ticket }, Refusal> => {
    const last = undoable.get(counterId);
    const ticket = last === undefined ? undefined : reads.byId(last.ticketId);
    const nothing = refuse({
      code: 'nothing-to-undo',
      message: `Counter ${counterId} did nothing within ${settings.rules.undoMs / 1000} s that may be taken back.`,
      params: { seconds: settings.rules.undoMs / 1000 },
    } as const);
    if (last === undefined || ticket === undefined || last.step === 'recall') return nothing;
    if (monotonicMs() - last.atMs > settings.rules.undoMs) return nothing;
    // Somebody else may have called the person meanwhile.
    if ((ticket.state === 'called' || ticket.state === 'serving') && ticket.counterId !== counterId) return nothing;
    const standsHere = last.before.state === 'called' || last.before.state === 'serving';
    const inHand = reads.inHand(counterId);
    if (standsHere && inHand !== undefined && inHand.ticketId !== ticket.ticketId) return counterBusy(counterId);
    return ok({ last, ticket });
  };

  const undoNow = (tx: Transaction, day: BusinessDay, by: Caller): Result<CounterTicket, Refusal> => {
    const found = findUndoable(by.counterId);
    if (!found.ok) return found;
    const { last, ticket } = found.value;
    undoable.delete(by.counterId);
    tx.append(day, { type: 'step-undone', ...by, ticketId: ticket.ticketId, step: last.step, to: last.before });
    return ok({ ticketId: ticket.ticketId, number: ticket.number });
  };

  return {
    step: (ask: StepAsk, by: Caller, ticketId: TicketId): Promise<Result<CounterTicket, Refusal>> =>
      command((tx, day) => stepNow(tx, day, { ask, by, ticketId })),
    undoable: (counterId: CounterId): Undoable | null => {
      const found = findUndoable(counterId);
      if (!found.ok) return null;
      const { last, ticket } = found.value;
      return { number: ticket.number, step: last.step, untilMs: last.untilMs };
    },
    undo: (by: Caller): Promise<Result<CounterTicket, Refusal>> => command((tx, day) => undoNow(tx, day, by)),
  };
};

const judgeTarget = (
  settings: QueueSettings,
  serviceId: ServiceId,
  counterId: CounterId | undefined,
): Result<null, Refusal> => {
  if (!settings.services.has(serviceId)) return unknownService(settings, serviceId);
  if (counterId === undefined) return ok(null);
  const counter = settings.counters.get(counterId);
  if (counter === undefined) return refuse({ code: 'unknown-counter', message: `There is no counter "${counterId}".` });
  return counter.services.has(serviceId)
    ? ok(null)
    : refuseBadInput(
        `Counter ${counterId} does not serve ${serviceId}. It serves: ${[...counter.services].join(', ')}.`,
      );
};
