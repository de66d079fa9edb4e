// One morning of a hall: people come, wait, are called by the queue's own rules, are absent, leave; clerks are quick or slow
// today. At each coming the range is asked for, as the phone shows it, and at the call it is known whether it held.
import type { CounterId, IdempotencyKey, PriorityId, ServiceId, StaffId, TicketId } from '../../../contract/ids.ts';
import type { WaitRange } from '../../../contract/live.ts';
import { countersFor, placesInLine } from '../../../main/services/queue/line.ts';
import { drawTime, logNormalOf, type Random, seededRandom } from '../../../main/services/waits/chance.ts';
import { playLine } from '../../../main/services/waits/estimate.ts';
import type { Desk, Hall } from '../../../main/services/waits/hall.ts';
import { type DayOfWork, type LearnToday, type Paces, workOf } from '../../../main/services/waits/pace.ts';
import { rangeOf } from '../../../main/services/waits/range.ts';
import { createAgenda } from './agenda.ts';
import type { MemoryQueue } from './memory-queue.ts';
import type { HallPlan } from './plan.ts';
import { createRivals, type Guess } from './rivals.ts';

/** Shares of people and times of the hall (queue.md 9.2). */
const people = { absent: 0.05, priority: 0.06, appointment: 0.1, leaving: 0.02 } as const;
const serviceCv = 0.8;
const driftShare = 0.25;
const minuteMs = 60_000;
const opensMs = 7.5 * 60 * minuteMs;
const peakMs = { from: 8 * 60 * minuteMs, to: 9.5 * 60 * minuteMs };
const lastComerMs = 11 * 60 * minuteMs;
const runsInBench = 80;
const staffId = 'clerk' as StaffId;
const elder = 'elder' as PriorityId;

export interface Told {
  readonly range: WaitRange;
  readonly waitedMs: number;
  readonly hour: number;
  readonly guesses: readonly Guess[];
  readonly kind: 'walk-in' | 'priority' | 'appointment';
}

export interface MorningReport {
  /** Everybody who had to wait and was called. */
  readonly told: readonly Told[];
  readonly mostPassed: number;
  readonly issued: number;
  readonly called: number;
  readonly left: number;
  readonly work: DayOfWork;
}

export interface MorningAsk {
  readonly queue: MemoryQueue;
  readonly plan: HallPlan;
  readonly learn: LearnToday;
  readonly seed: number;
  /** Whether ranges are asked for; a morning that only teaches needs none. */
  readonly purpose: 'teach' | 'measure';
}

const pickService = (plan: HallPlan, random: Random): ServiceId => {
  let rest = random() * [...plan.services.values()].reduce((sum, { share }) => sum + share, 0);
  for (const [id, { share }] of plan.services) {
    rest -= share;
    if (rest <= 0) return id;
  }
  return [...plan.services.keys()][0] as ServiceId;
};

export const playMorning = async ({ queue, plan, learn, seed, purpose }: MorningAsk): Promise<MorningReport> => {
  const random = seededRandom(seed);
  const midnightMs = queue.clock.nowMs - (queue.clock.nowMs % 86_400_000);
  queue.clear();
  const drift = 1 + driftShare * (2 * random() - 1);
  const agenda = createAgenda();
  const promised = new Map<TicketId, Omit<Told, 'waitedMs'>>();
  const told: Told[] = [];
  const firstStands = new Map<TicketId, number>();
  const isAway = new Map<TicketId, boolean>();
  const pausedUntil = new Map<CounterId, number>();
  const breakDue = new Map<CounterId, number>();
  const idle = new Set<CounterId>();
  const rivals = createRivals(plan);
  let keys = 0;
  let called = 0;
  let left = 0;
  const newKey = (): IdempotencyKey => {
    keys += 1;
    return `${keys}` as IdempotencyKey;
  };

  let known: { readonly atMs: number; readonly paces: Paces } | null = null;
  const pacesNow = (): Paces => {
    const { nowMs } = queue.clock;
    if (known === null || nowMs - known.atMs >= 30_000) known = { atMs: nowMs, paces: learn(workOf(queue.stays())) };
    return known.paces;
  };

  const hallNow = (paces: Paces): Hall => {
    const { nowMs } = queue.clock;
    return {
      nowMs,
      waiting: queue.waiting(),
      desks: [...plan.counters].map(([counterId, services]): Desk => {
        const ticket = queue.inHand(counterId);
        return {
          counterId,
          services,
          busy: ticket === undefined ? null : { serviceId: ticket.serviceId, sinceMs: ticket.calledAtMs ?? nowMs },
          pausedUntilMs: pausedUntil.get(counterId) ?? null,
        };
      }),
      paceOf: (serviceId) => paces.paceOf(serviceId, nowMs),
      absent: paces.absent,
      leaving: paces.leaving,
      comers: comersOf(queue, nowMs),
      passedMax: 5,
    };
  };

  const ask = (ticketId: TicketId, kind: Told['kind']): void => {
    const paces = pacesNow();
    const hall = hallNow(paces);
    const index = hall.waiting.findIndex((one) => one.ticketId === ticketId);
    const mine = hall.waiting[index];
    if (mine === undefined) return;
    const waits = playLine(hall, runsInBench, seededRandom(seed + keys)).ofWaiting[index];
    const range = waits === undefined ? null : rangeOf(waits);
    if (range === null || waits === undefined) return;
    const open = [...plan.counters].map(([counterId, services]) => ({ counterId, services, isOpen: true }));
    const ahead = placesInLine(hall.waiting, (id) => countersFor(id, open)).get(ticketId) ?? 0;
    const guesses = rivals.guess({ hall, ahead, serviceId: mine.serviceId, waits });
    promised.set(ticketId, { range, kind, guesses, hour: new Date(queue.clock.nowMs).getUTCHours() });
  };

  const wake = (): void => {
    for (const counterId of [...idle]) {
      idle.delete(counterId);
      agenda.at(queue.clock.nowMs, () => callNext(counterId));
    }
  };

  const come = async (kind: Told['kind'], appointmentAtMs?: number): Promise<void> => {
    const { nowMs } = queue.clock;
    // Before somebody works nothing is shown, and whom a free counter calls at once needs no range.
    const mustWait = nowMs >= midnightMs + opensMs && idle.size === 0;
    const issued = await queue.issue({
      serviceId: pickService(plan, random),
      language: 'vi',
      key: newKey(),
      ...(kind === 'priority' ? { priority: elder } : {}),
      ...(appointmentAtMs === undefined ? {} : { appointmentAtMs }),
    });
    if (!issued.ok) throw new Error(issued.error.message);
    const { ticketId } = issued.value;
    firstStands.set(ticketId, nowMs);
    isAway.set(ticketId, random() < people.absent);
    if (purpose === 'measure' && mustWait) ask(ticketId, kind);
    if (random() < people.leaving) {
      agenda.at(nowMs + random() * 20 * minuteMs, async () => {
        if ((await queue.leave(ticketId)).ok) left += 1;
      });
    }
    wake();
  };

  const callNext = async (counterId: CounterId): Promise<void> => {
    const { nowMs } = queue.clock;
    const dueMs = breakDue.get(counterId);
    if (dueMs !== undefined && nowMs >= dueMs) {
      breakDue.delete(counterId);
      pausedUntil.set(counterId, nowMs + 10 * minuteMs);
      agenda.at(nowMs + 10 * minuteMs, () => callNext(counterId));
      return;
    }
    const by = { counterId, staffId };
    const next = await queue.next(by, newKey());
    if (!next.ok) {
      if (next.error.code !== 'nobody-waiting') throw new Error(next.error.message);
      idle.add(counterId);
      return;
    }
    const { ticketId } = next.value;
    const promise = promised.get(ticketId);
    const stoodMs = firstStands.get(ticketId);
    if (stoodMs !== undefined) {
      firstStands.delete(ticketId);
      called += 1;
      rivals.called(nowMs, nowMs - stoodMs);
      if (promise !== undefined) told.push({ ...promise, waitedMs: nowMs - stoodMs });
    }
    agenda.at(nowMs + (isAway.get(ticketId) === true ? 90_000 : 15_000 + random() * 20_000), () =>
      isAway.get(ticketId) === true ? giveUp(counterId, ticketId) : serve(counterId, ticketId, nowMs),
    );
  };

  const giveUp = async (counterId: CounterId, ticketId: TicketId): Promise<void> => {
    const gone = await queue.step({ step: 'noShow' }, { counterId, staffId }, ticketId);
    if (!gone.ok) throw new Error(gone.error.message);
    wake();
    await callNext(counterId);
  };

  const serve = async (counterId: CounterId, ticketId: TicketId, calledAtMs: number): Promise<void> => {
    const by = { counterId, staffId };
    const started = await queue.step({ step: 'start' }, by, ticketId);
    if (!started.ok) throw new Error(started.error.message);
    const minutes = plan.services.get(queue.inHand(counterId)?.serviceId as ServiceId)?.minutes ?? 0;
    const tookMs = drawTime(logNormalOf(minutes * drift * minuteMs, serviceCv), random);
    agenda.at(queue.clock.nowMs + tookMs, async () => {
      const finished = await queue.step({ step: 'finish' }, by, ticketId);
      if (!finished.ok) throw new Error(finished.error.message);
      const gapMs = 5_000 + random() * 20_000;
      rivals.served(queue.clock.nowMs - calledAtMs + gapMs);
      agenda.at(queue.clock.nowMs + gapMs, () => callNext(counterId));
    });
  };

  for (const counterId of plan.counters.keys()) {
    agenda.at(midnightMs + opensMs, () => callNext(counterId));
    if (plan.breaks === 'ten-minutes-each')
      breakDue.set(counterId, midnightMs + opensMs + (1 + 2 * random()) * 3_600_000);
  }
  for (let atMs = opensMs - 10 * minuteMs; atMs < lastComerMs; ) {
    const rate = atMs >= peakMs.from && atMs < peakMs.to ? plan.peakPerHour : plan.otherPerHour;
    atMs += (-Math.log(1 - random()) * 3_600_000) / rate;
    const lot = random();
    const whenMs = midnightMs + atMs;
    if (lot < people.priority) agenda.at(whenMs, () => come('priority'));
    else if (lot < people.priority + people.appointment)
      agenda.at(whenMs, () => come('appointment', whenMs + (random() * 20 - 5) * minuteMs));
    else agenda.at(whenMs, () => come('walk-in'));
  }
  await agenda.run((atMs) => {
    queue.clock.nowMs = Math.max(queue.clock.nowMs, Math.round(atMs));
  });

  const all = [...queue.tickets()];
  const strange = all.filter(({ state }) => !['finished', 'no-show', 'cancelled'].includes(state));
  if (strange.length > 0) throw new Error(`${strange.length} tickets were never called, first: ${strange[0]?.number}`);
  const walkIns = all.filter(({ priority, notBeforeMs }) => priority === null && notBeforeMs === null);
  const mostPassed = Math.max(0, ...walkIns.map(({ passed }) => passed));
  return { told, mostPassed, issued: all.length, called, left, work: workOf(queue.stays()) };
};

/** Who stood before their coming within the last hour goes on coming at that rate. */
const comersOf = (queue: MemoryQueue, nowMs: number): Hall['comers'] => {
  const sooner = [...queue.tickets()].filter(
    (ticket) =>
      ticket.issuedAtMs > nowMs - 3_600_000 && ticket.linedUpWhy === null && ticket.lineAtMs < ticket.joinedAtMs,
  );
  const groups = Map.groupBy(sooner, (ticket) => ticket.serviceId);
  return [...groups].map(([serviceId, list]) => ({
    serviceId,
    leadMs: list.reduce((sum, ticket) => sum + ticket.joinedAtMs - ticket.lineAtMs, 0) / list.length,
    perHour: list.length,
  }));
};
