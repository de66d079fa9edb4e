// A million random presses on the queue's own rules: nobody is called twice at once, nobody is lost, no wait is negative.
import type { BusinessDay, CounterId, IdempotencyKey, PriorityId, ServiceId, StaffId } from '../../../contract/ids.ts';
import type { TicketState } from '../../../contract/ticket.ts';
import { passedBy } from '../../../main/services/queue/line.ts';
import { type Random, seededRandom } from '../../../main/services/waits/chance.ts';
import { type Benchmark, type Figure, fact, type Unit } from '../figure.ts';
import { createMemoryQueue, hallSettings, type MemoryQueue } from './memory-queue.ts';

const steps = 1_000_000;
/** A day ends after so many presses, so that its line stays one of people. */
const stepsOfDay = 4000;
const count: Unit = { name: '', digits: 0 };

const services = ['chung-thuc', 'ho-tich', 'cu-tru', 'dat-dai'] as unknown as readonly ServiceId[];
const counters = new Map<CounterId, ReadonlySet<ServiceId>>([
  ['quay-1' as CounterId, new Set(services.slice(0, 1))],
  ['quay-2' as CounterId, new Set(services.slice(1, 3))],
  ['quay-3' as CounterId, new Set([services[0], services[3]] as ServiceId[])],
  ['quay-4' as CounterId, new Set(services)],
]);
const staffId = 'clerk' as StaffId;

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;

/** Every kind of press, more often those that a day has more of. */
const presses = [
  ...['issue', 'issue', 'issue', 'priority', 'appointment', 'further'],
  ...['next', 'next', 'next', 'next', 'pick', 'leave', 'undo'],
  ...['recall', 'start', 'start', 'start', 'finish', 'finish', 'finish', 'noShow'],
  ...['hold', 'resume', 'lineUp', 'transfer', 'switchService', 'papersMissing', 'cancel'],
] as const;
type Press = (typeof presses)[number];

interface Tally {
  issued: number;
  doubleCalls: number;
  lost: number;
  negative: number;
  overPassed: number;
  done: number;
}

const ended: ReadonlySet<TicketState> = new Set(['finished', 'no-show', 'cancelled']);

const anyIn = (queue: MemoryQueue, states: readonly TicketState[], random: Random) => {
  const found = [...queue.tickets()].filter(({ state }) => states.includes(state));
  return found.length === 0 ? undefined : pick(found, random).ticketId;
};

/** True when the press did something. */
const press = async (queue: MemoryQueue, kind: Press, random: Random, key: IdempotencyKey): Promise<boolean> => {
  const by = { counterId: pick([...counters.keys()], random), staffId };
  const inHand = queue.inHand(by.counterId)?.ticketId;
  const about = async (ticketId: ReturnType<typeof anyIn>, ask: Parameters<MemoryQueue['step']>[0]): Promise<boolean> =>
    ticketId !== undefined && (await queue.step(ask, by, ticketId)).ok;
  const take = { serviceId: pick(services, random), language: 'vi', key } as const;
  switch (kind) {
    case 'issue':
      return (await queue.issue(take)).ok;
    case 'priority':
      return (await queue.issue({ ...take, priority: 'elder' as PriorityId })).ok;
    case 'appointment':
      return (await queue.issue({ ...take, appointmentAtMs: queue.clock.nowMs + (random() - 0.3) * 1_200_000 })).ok;
    case 'further':
      return (await queue.issue({ ...take, further: [pick(services, random)] })).ok;
    case 'next':
      return (await queue.next(by, key)).ok;
    case 'pick': {
      const ticketId = anyIn(queue, ['waiting'], random);
      return ticketId !== undefined && (await queue.pick(by, { ticketId, reason: 'frail', key })).ok;
    }
    case 'leave': {
      const ticketId = random() < 0.3 ? anyIn(queue, ['waiting'], random) : undefined;
      return ticketId !== undefined && (await queue.leave(ticketId)).ok;
    }
    case 'undo':
      return (await queue.undo(by)).ok;
    case 'hold':
      return about(inHand, { step: 'hold', reason: 'other', minutes: 5 });
    case 'resume':
      return about(anyIn(queue, ['on-hold'], random), { step: 'resume' });
    case 'lineUp':
      return about(anyIn(queue, ['on-hold', 'supplement', 'no-show'], random), { step: 'lineUp' });
    case 'transfer': {
      const place = pick(['head', 'original', 'tail'] as const, random);
      return about(inHand, { step: 'transfer', serviceId: pick(services, random), place, comesBack: random() < 0.5 });
    }
    case 'switchService':
      return about(inHand, { step: 'switchService', serviceId: pick(services, random) });
    case 'cancel':
      return (
        random() < 0.2 && about(anyIn(queue, ['on-hold', 'supplement'], random), { step: 'cancel', reason: 'other' })
      );
    default:
      return about(inHand, { step: kind });
  }
};

/** What must be true after each press and at the end of each day. */
const judgeDay = (queue: MemoryQueue, issued: number, tally: Tally): void => {
  const all = [...queue.tickets()];
  tally.issued += issued;
  const inHand = all.filter(({ state }) => state === 'called' || state === 'serving');
  tally.doubleCalls += inHand.length - new Set(inHand.map(({ counterId }) => counterId)).size;
  const waiting = new Set(queue.waiting().map(({ ticketId }) => ticketId));
  const isSomewhere = (ticket: (typeof all)[number]): boolean =>
    ticket.state === 'waiting'
      ? waiting.has(ticket.ticketId)
      : ended.has(ticket.state) ||
        ticket.state === 'on-hold' ||
        ticket.state === 'supplement' ||
        (ticket.counterId !== null && queue.inHand(ticket.counterId)?.ticketId === ticket.ticketId);
  tally.lost += issued - all.filter(isSomewhere).length;
  for (const stays of Map.groupBy(queue.stays(), ({ ticketId }) => ticketId).values()) {
    for (const [index, stay] of stays.entries()) {
      const next = stays[index + 1];
      if (stay.toMs !== null && stay.toMs < stay.fromMs) tally.negative += 1;
      // The stays follow each other without a hole, the last one lasts.
      if (next === undefined ? stay.toMs !== null : stay.toMs !== next.fromMs) tally.lost += 1;
    }
  }
};

export const randomSteps: Benchmark = {
  name: 'random-steps',
  title: 'A million random presses on the rules',
  method: `${steps.toLocaleString('en')} presses of every kind in random order at four counters of different skills, ${stepsOfDay.toLocaleString('en')} a day, with a clock that goes on by up to 20 s each and is set back a minute now and then. The rules are the product's own (issuing, calling, serving, steps, line, evolve) on tables in memory; a second person at a counter stops the run at once. A call by the order (not one picked out of it) may pass nobody who was passed five times.`,
  run: async ({ say }): Promise<readonly Figure[]> => {
    const random = seededRandom(20_261_126);
    const queue = createMemoryQueue(
      hallSettings(counters, services),
      '2026-11-23' as BusinessDay,
      Date.UTC(2026, 10, 23, 1),
    );
    const tally: Tally = { issued: 0, doubleCalls: 0, lost: 0, negative: 0, overPassed: 0, done: 0 };
    let isInOrder = true;
    queue.subscribe((event) => {
      if (event.type !== 'ticket-called' || event.passedIn === undefined || !isInOrder) return;
      const counter = { counterId: event.counterId, services: new Set(event.passedIn) };
      const called = [...queue.tickets()].find(({ ticketId }) => ticketId === event.ticketId);
      if (called === undefined) return;
      const over = passedBy(queue.waiting(), called, counter, queue.clock.nowMs).filter(({ passed }) => passed > 5);
      tally.overPassed += over.length;
    });
    let issued = 0;
    for (let step = 0; step < steps; step += 1) {
      if (step % stepsOfDay === 0 && step > 0) {
        judgeDay(queue, issued, tally);
        queue.clear();
        issued = 0;
        if (step % 200_000 === 0) say(`${step.toLocaleString('en')} presses`);
      }
      // A clock that is put right goes back.
      queue.clock.nowMs += random() < 0.002 ? -60_000 : Math.floor(random() * 20_000);
      const kind = pick(presses, random);
      isInOrder = kind === 'next';
      const hasDone = await press(queue, kind, random, `${step}` as IdempotencyKey);
      if (hasDone) tally.done += 1;
      if (hasDone && ['issue', 'priority', 'appointment', 'further'].includes(kind)) issued += 1;
    }
    judgeDay(queue, issued, tally);
    const none = (name: string, value: number): Figure => ({
      ...fact(name, value, count),
      target: { text: '0', isMet: value === 0 },
    });
    return [
      none('double calls', tally.doubleCalls),
      none('lost tickets', tally.lost),
      none('negative waits', tally.negative),
      none('people whom a call in order passed once too often', tally.overPassed),
      fact('presses', steps, count),
      fact('presses that did something', tally.done, count),
      fact('numbers taken', tally.issued, count),
    ];
  },
};
