// How long everybody in the line may have to wait: the line is played forward many times, each time with other service
// times, by the call order of ADR-0016. Pure; why so, see ADR-0021.
import type { ServiceId } from '../../../contract/ids.ts';
import { type LogNormal, logNormalOf, normalAt, type Random } from './chance.ts';
import type { Hall } from './hall.ts';
import { drawComers, playOnce } from './play.ts';

/** Possible waits in milliseconds, ascending; empty for whom no open counter calls. */
export type Waits = Float64Array;

export interface LineWaits {
  /** One for each of `waiting`, in its order. */
  readonly ofWaiting: readonly Waits[];
  /** Of somebody who would take a plain number now. */
  readonly ofNewcomer: ReadonlyMap<ServiceId, Waits>;
}

/** Playing one person forward once costs about 0.2 µs: this bounds the work to some 10 ms, whatever the line. */
const mostDraws = 40_000;
export const runsFor = (people: number): number =>
  Math.min(200, Math.max(24, Math.floor(mostDraws / Math.max(1, people))));

export const playLine = (hall: Hall, runs: number, random: Random): LineWaits => {
  const { waiting, desks, paceOf } = hall;
  const services = [...new Set([...desks.flatMap((desk) => [...desk.services]), ...waiting.map((w) => w.serviceId)])];
  const indexOf = new Map(services.map((id, index) => [id, index]));
  const serviceIndex = (id: ServiceId): number => indexOf.get(id) ?? 0;
  const paces = services.map((id) => {
    const { meanMs, cv, doubt } = paceOf(id);
    return { ...logNormalOf(meanMs, cv), doubt };
  });
  const people = waiting.map(({ serviceId, forCounter, notBeforeMs, ...one }) => ({
    ...one,
    service: serviceIndex(serviceId),
    desk: forCounter === null ? null : desks.findIndex(({ counterId }) => counterId === forCounter),
    notBeforeMs: notBeforeMs ?? 0,
  }));
  const setting = {
    ...hall,
    people,
    serves: desks.map((desk) => services.map((id) => desk.services.has(id))),
    busy: desks.map(({ busy }) =>
      busy === null ? null : { service: serviceIndex(busy.serviceId), sinceMs: busy.sinceMs },
    ),
  };
  const waits = people.map(() => [] as number[]);
  const newcomers = services.map(() => [] as number[]);
  for (let run = 0; run < runs; run += 1) {
    // One doubt for all services, since a slow day is slow everywhere; spread evenly over the runs.
    const doubt = normalAt((run + 0.5) / runs);
    const times = paces.map((pace): LogNormal => ({ mu: pace.mu + doubt * pace.doubt, sigma: pace.sigma }));
    playOnce({ ...setting, times, comers: drawComers(hall, serviceIndex, random) }, random, {
      called: (person, waitMs) => void waits[person]?.push(waitMs),
      newcomer: (service, waitMs) => void newcomers[service]?.push(waitMs),
    });
  }
  return {
    ofWaiting: waits.map((list) => Float64Array.from(list).sort()),
    ofNewcomer: new Map(services.map((id, index) => [id, Float64Array.from(newcomers[index] ?? []).sort()])),
  };
};
