// How long a counter is busy with one person, learned from the stays of tickets. Pure.
import type { CounterId, ServiceId, TicketId } from '../../../contract/ids.ts';
import type { TicketState } from '../../../contract/ticket.ts';
import type { Pace } from './hall.ts';

/** A row of `ticket_interval`. */
export interface Stay {
  readonly ticketId: TicketId;
  readonly state: TicketState;
  readonly counterId: CounterId | null;
  readonly serviceId: ServiceId;
  readonly fromMs: number;
  /** Null: lasts still. */
  readonly toMs: number | null;
}

/** One person at one counter, from the call until the counter could call again. */
export interface Occupation {
  readonly serviceId: ServiceId;
  readonly atMs: number;
  readonly tookMs: number;
  /** Called in vain. */
  readonly isAbsent: boolean;
}

/** Of one day. */
export interface DayOfWork {
  readonly occupations: readonly Occupation[];
  /** How many stood in the line, and how many of them left it by themselves. */
  readonly waited: number;
  readonly left: number;
}

/** A pause while people wait makes them wait, so short breaks are part of the pace; a longer one is another shift. */
const longestGapMs = 900_000;

interface Visit {
  readonly counterId: CounterId;
  readonly serviceId: ServiceId;
  readonly waitedSinceMs: number;
  readonly calledAtMs: number;
  endedAtMs: number | null;
  isServed: boolean;
}

/** `stays`: those of each ticket in their order; the tickets in any. */
export const workOf = (stays: readonly Stay[]): DayOfWork => {
  const visits: Visit[] = [];
  let waited = 0;
  let left = 0;
  let last: Stay | null = null;
  let open: Visit | null = null;
  for (const stay of stays) {
    const before: Stay | null = last?.ticketId === stay.ticketId ? last : null;
    last = stay;
    if (stay.state === 'waiting') waited += 1;
    if (stay.state === 'cancelled' && before?.state === 'waiting') left += 1;
    const goesOn: boolean = before !== null && open !== null && open.counterId === stay.counterId;
    if (stay.state === 'called' && stay.counterId !== null && before?.state !== 'called') {
      open = {
        counterId: stay.counterId,
        serviceId: stay.serviceId,
        waitedSinceMs: before?.fromMs ?? stay.fromMs,
        calledAtMs: stay.fromMs,
        endedAtMs: stay.toMs,
        isServed: false,
      };
      visits.push(open);
    } else if (goesOn && open !== null && (stay.state === 'called' || stay.state === 'serving')) {
      open.endedAtMs = stay.toMs;
      open.isServed ||= stay.state === 'serving';
    } else open = null;
  }
  return { occupations: occupationsOf(visits), waited, left };
};

const occupationsOf = (visits: readonly Visit[]): Occupation[] => {
  const byCounter = Map.groupBy(visits, ({ counterId }) => counterId);
  return [...byCounter.values()].flatMap((list) => {
    const inOrder = list.toSorted((a, b) => a.calledAtMs - b.calledAtMs);
    return inOrder.flatMap(({ serviceId, calledAtMs, endedAtMs, isServed }, index) => {
      if (endedAtMs === null) return [];
      const next = inOrder[index + 1];
      const gapMs = next === undefined ? 0 : next.calledAtMs - endedAtMs;
      // Only where somebody waited already is the pause the counter's own and not the want of people.
      const isOwnGap = next !== undefined && next.waitedSinceMs <= endedAtMs && gapMs >= 0 && gapMs <= longestGapMs;
      const tookMs = endedAtMs - calledAtMs + (isOwnGap ? gapMs : 0);
      return [{ serviceId, atMs: calledAtMs, tookMs, isAbsent: !isServed }];
    });
  });
};

export interface Paces {
  paceOf(serviceId: ServiceId, atMs: number): Pace;
  readonly absent: { readonly share: number; readonly tookMs: number };
  readonly leaving: number;
}

/** A service of the past weeks weighs as much as so many of today (queue.md 9.2). */
const weightOfPast = 20;
/** What the configuration says weighs as much as so many services. */
const weightOfGuess = 5;
/** Shares and deviations before anything was seen, and what they weigh. */
const usual = { absent: 0.05, absentMs: 90_000, leaving: 0.02, cv: 0.8, weight: 40 } as const;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const shrunk = (prior: number, weight: number, values: readonly number[]): number =>
  (weight * prior + sum(values)) / (weight + values.length);

/** What the past weeks taught: gives the paces of a day as far as it has gone. */
export type LearnToday = (today: DayOfWork) => Paces;

/**
 * The mean of a service is shrunk twice: that of its hour in the past weeks to what the configuration says, and that of
 * today to that of the hour. By how much a day is slower or quicker is one factor over all its hours, first of all
 * services together and then of each.
 */
export const learnPast = (
  past: readonly DayOfWork[],
  {
    usualMs,
    hourOf,
  }: { readonly usualMs: (serviceId: ServiceId) => number; readonly hourOf: (atMs: number) => number },
): LearnToday => {
  const served = past.flatMap(({ occupations }) => occupations).filter(({ isAbsent }) => !isAbsent);
  const keyOf = (serviceId: ServiceId, atMs: number): string => `${serviceId} ${hourOf(atMs)}`;
  const byService = Map.groupBy(served, ({ serviceId }) => serviceId);
  const byHour = Map.groupBy(served, ({ serviceId, atMs }) => keyOf(serviceId, atMs));
  const serviceMeans = new Map<ServiceId, number>();
  const serviceMean = (serviceId: ServiceId): number => {
    const known =
      serviceMeans.get(serviceId) ?? shrunk(usualMs(serviceId), weightOfGuess, took(byService.get(serviceId)));
    serviceMeans.set(serviceId, known);
    return known;
  };
  const hourMeans = new Map<string, number>();
  const priorOf = (serviceId: ServiceId, atMs: number): number => {
    const key = keyOf(serviceId, atMs);
    const known = hourMeans.get(key) ?? shrunk(serviceMean(serviceId), weightOfPast, took(byHour.get(key)));
    hourMeans.set(key, known);
    return known;
  };
  const ratioOf = ({ serviceId, atMs, tookMs }: Occupation): number => tookMs / priorOf(serviceId, atMs);
  const cv = Math.sqrt(
    shrunk(
      usual.cv ** 2,
      usual.weight,
      served.map((one) => (ratioOf(one) - 1) ** 2),
    ),
  );
  const weightOf = (serviceId: ServiceId): number =>
    Math.min(weightOfPast, weightOfGuess + (byService.get(serviceId)?.length ?? 0));
  const pastCalls = past.flatMap(({ occupations }) => occupations);
  const pastMissed = pastCalls.filter(({ isAbsent }) => isAbsent);
  const pastWaited = sum(past.map(({ waited }) => waited));
  const pastLeft = sum(past.map(({ left }) => left));

  return (today) => {
    const mine = today.occupations.filter(({ isAbsent }) => !isAbsent);
    const ratios = Map.groupBy(
      mine.map((one) => ({ serviceId: one.serviceId, ratio: ratioOf(one) })),
      ({ serviceId }) => serviceId,
    );
    const ofDay = shrunk(
      1,
      weightOfPast,
      [...ratios.values()].flat().map(({ ratio }) => ratio),
    );
    const missed = [...pastMissed, ...today.occupations.filter(({ isAbsent }) => isAbsent)];
    const calls = pastCalls.length + today.occupations.length;
    return {
      paceOf: (serviceId, atMs) => {
        const own = ratios.get(serviceId) ?? [];
        const weight = weightOf(serviceId);
        const factor = shrunk(
          ofDay,
          weight,
          own.map(({ ratio }) => ratio),
        );
        return {
          meanMs: priorOf(serviceId, atMs) * factor,
          cv,
          doubt: cv / Math.sqrt(weight + mine.length),
        };
      },
      absent: {
        share: (usual.weight * usual.absent + missed.length) / (usual.weight + calls),
        tookMs: shrunk(usual.absentMs, weightOfGuess, took(missed)),
      },
      leaving: (usual.weight * usual.leaving + pastLeft + today.left) / (usual.weight + pastWaited + today.waited),
    };
  };
};

const took = (list: readonly Occupation[] | undefined): number[] => (list ?? []).map(({ tookMs }) => tookMs);
