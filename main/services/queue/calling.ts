// Calling people: the next one, a chosen one, the same one again.
import type { BusinessDay, CounterId, IdempotencyKey, ServiceId, TicketId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { CounterTicket } from '../../../contract/rpc.ts';
import type { OutOfOrderReason } from '../../../contract/ticket.ts';
import type { Transaction } from '../../store/ledger.ts';
import { type QueueContext, unknownTicket } from './context.ts';
import type { Ticket } from './evolve.ts';
import { type CallingCounter, chooseNext, passedBy, type Waiting } from './line.ts';
import type { QueueReads } from './reads.ts';
import { type Caller, counterBusy, counterPaused } from './steps.ts';

export interface PickAsk {
  readonly ticketId: TicketId;
  readonly reason: OutOfOrderReason;
  readonly key: IdempotencyKey;
}

const noServices: ReadonlySet<ServiceId> = new Set();

export const createCalling = (
  { reads, commands, settings, isPaused, command }: QueueContext,
  seen: Pick<QueueReads, 'openDay' | 'waiting'>,
) => {
  const counterOf = (counterId: CounterId): CallingCounter => ({
    counterId,
    services: settings.counters.get(counterId)?.services ?? noServices,
  });

  const callNow = (
    tx: Transaction,
    day: BusinessDay,
    call: {
      readonly by: Caller;
      readonly chosen: Waiting & { readonly number: string };
      readonly outOfOrder?: OutOfOrderReason;
    },
    line: readonly Waiting[],
  ): Result<CounterTicket, Refusal> => {
    const { by, chosen, outOfOrder } = call;
    const counter = counterOf(by.counterId);
    const passes = passedBy(line, chosen, counter, tx.nowMs).length > 0;
    tx.append(day, {
      type: 'ticket-called',
      ...by,
      ticketId: chosen.ticketId,
      callSeq: reads.lastCallSeq(day) + 1,
      calls: 1,
      ...(passes ? { passedIn: [...counter.services] } : {}),
      ...(outOfOrder === undefined ? {} : { outOfOrder }),
    });
    return ok({ ticketId: chosen.ticketId, number: chosen.number });
  };

  const nextOf = <W extends Waiting>(line: readonly W[], counterId: CounterId, nowMs: number): W | undefined =>
    chooseNext(line, counterOf(counterId), { nowMs, passedMax: settings.rules.passedMax });

  const nextNow = (tx: Transaction, day: BusinessDay, by: Caller): Result<CounterTicket, Refusal> => {
    if (isPaused(by.counterId)) return counterPaused(by.counterId);
    if (reads.inHand(by.counterId) !== undefined) return counterBusy(by.counterId);
    const line = reads.line(day, counterOf(by.counterId).services);
    const chosen = nextOf(line, by.counterId, tx.nowMs);
    if (chosen === undefined)
      return refuse({ code: 'nobody-waiting', message: `Nobody waits for counter ${by.counterId}.` });
    return callNow(tx, day, { by, chosen }, line);
  };

  const pickNow = (
    tx: Transaction,
    day: BusinessDay,
    by: Caller,
    { ticketId, reason }: Omit<PickAsk, 'key'>,
  ): Result<CounterTicket, Refusal> => {
    if (isPaused(by.counterId)) return counterPaused(by.counterId);
    if (reads.inHand(by.counterId) !== undefined) return counterBusy(by.counterId);
    const chosen = reads.byId(ticketId);
    if (chosen === undefined) return unknownTicket(ticketId);
    if (chosen.state !== 'waiting' || chosen.lineDay !== day)
      return refuse({
        code: 'wrong-state',
        message: `Ticket ${chosen.number} cannot be called: it is "${chosen.state}", needed "waiting".`,
        params: { number: chosen.number },
      });
    const { services } = counterOf(by.counterId);
    if (!services.has(chosen.serviceId))
      return refuse({
        code: 'not-served-here',
        message: `Ticket ${chosen.number} waits for ${chosen.serviceId}, which ${by.counterId} does not serve. Ask for a transfer.`,
        params: { number: chosen.number },
      });
    return callNow(tx, day, { by, chosen, outOfOrder: reason }, reads.line(day, services));
  };

  return {
    whoIsNext: (counterId: CounterId, nowMs: number): Ticket | undefined => {
      const day = seen.openDay();
      return day === null ? undefined : nextOf(seen.waiting(day), counterId, nowMs);
    },
    next: (by: Caller, key: IdempotencyKey): Promise<Result<CounterTicket, Refusal>> =>
      command((tx, day) => commands.once({ key, request: ['next', by], day }, () => nextNow(tx, day, by))),
    pick: (by: Caller, { key, ...ask }: PickAsk): Promise<Result<CounterTicket, Refusal>> =>
      command((tx, day) => commands.once({ key, request: ['pick', by, ask], day }, () => pickNow(tx, day, by, ask))),
  };
};
