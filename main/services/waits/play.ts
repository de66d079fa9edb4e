// One way in which the next hours may go: counters become free one after the other and call by ADR-0016. The same order
// as `chooseNext`, which a test holds it to, but in steps that do not look at the whole line for each call.
import type { ServiceId } from '../../../contract/ids.ts';
import { drawRest, drawTime, type LogNormal, type Random } from './chance.ts';
import type { Desk, Hall } from './hall.ts';

/** Services and counters are indexes here. */
interface Person {
  readonly service: number;
  /** The only counter; null: any; -1: one that is closed. */
  readonly desk: number | null;
  readonly lineAtMs: number;
  readonly joinedAtMs: number;
  readonly notBeforeMs: number;
  readonly passed: number;
}

interface Comer {
  readonly service: number;
  readonly lineAtMs: number;
  readonly joinedAtMs: number;
}

interface Play extends Pick<Hall, 'nowMs' | 'absent' | 'leaving' | 'passedMax'> {
  /** In call order. */
  readonly people: readonly Person[];
  readonly desks: readonly Pick<Desk, 'pausedUntilMs'>[];
  /** By counter and service. */
  readonly serves: readonly (readonly boolean[])[];
  readonly busy: readonly ({ readonly service: number; readonly sinceMs: number } | null)[];
  /** By service, from a call to the next. */
  readonly times: readonly LogNormal[];
  /** In call order. */
  readonly comers: readonly Comer[];
}

interface Told {
  called(person: number, waitMs: number): void;
  /** Somebody behind everybody would be called now. */
  newcomer(service: number, waitMs: number): void;
}

const hourMs = 3_600_000;

/** Only those who may still stand before somebody: nobody comes sooner than by the lead of the reason. */
export const drawComers = (
  { nowMs, comers }: Pick<Hall, 'nowMs' | 'comers'>,
  serviceIndex: (id: ServiceId) => number,
  random: Random,
): Comer[] => {
  const drawn: Comer[] = [];
  for (const { serviceId, leadMs, perHour } of comers) {
    if (perHour <= 0) continue;
    const gapMs = (): number => (-Math.log(1 - random()) * hourMs) / perHour;
    for (let atMs = nowMs + gapMs(); atMs < nowMs + leadMs; atMs += gapMs())
      drawn.push({ service: serviceIndex(serviceId), lineAtMs: atMs - leadMs, joinedAtMs: atMs });
  }
  return drawn.sort((a, b) => a.lineAtMs - b.lineAtMs);
};

/** Of longer lines nobody's passings are counted: a few people more or less are nothing against so many. */
const longestCounted = 300;

/** Who was passed how often. `pass` is called with everybody who is called; `full` asks who may be passed no more. */
const countPassings = (
  { people, passedMax }: Pick<Play, 'people' | 'passedMax'>,
  mayCall: (person: number, desk: number, atMs: number) => boolean,
) => {
  if (people.length > longestCounted) return { pass: () => undefined, full: () => null };
  const passed = people.map((person) => person.passed);
  let isAnyFull = passed.some((times) => times >= passedMax);
  const joinedBefore = (joinedAtMs: number, desk: number, atMs: number): number[] => {
    const found: number[] = [];
    for (let index = 0; index < people.length; index += 1)
      if ((people[index] as Person).joinedAtMs < joinedAtMs && mayCall(index, desk, atMs)) found.push(index);
    return found;
  };
  return {
    pass: (joinedAtMs: number, desk: number, atMs: number): void => {
      for (const index of joinedBefore(joinedAtMs, desk, atMs)) {
        const times = (passed[index] ?? 0) + 1;
        passed[index] = times;
        if (times >= passedMax) isAnyFull = true;
      }
    },
    full: (joinedAtMs: number, desk: number, atMs: number): number | null => {
      if (!isAnyFull) return null;
      let found: number | null = null;
      for (const index of joinedBefore(joinedAtMs, desk, atMs)) {
        if ((passed[index] ?? 0) < passedMax) continue;
        if (found === null || (people[index] as Person).joinedAtMs < (people[found] as Person).joinedAtMs)
          found = index;
      }
      return found;
    },
  };
};

/** Whether somebody behind joined before: only then does calling this one pass anybody. */
const passers = (people: readonly Person[]): boolean[] => {
  let earliest = Number.POSITIVE_INFINITY;
  return people
    .toReversed()
    .map(({ joinedAtMs }) => {
      const passes = earliest < joinedAtMs;
      earliest = Math.min(earliest, joinedAtMs);
      return passes;
    })
    .toReversed();
};

export const playOnce = (play: Play, random: Random, told: Told): void => {
  const { nowMs, people, desks, serves, times, absent, leaving } = play;
  const isGone = new Uint8Array(people.length);
  const comers = [...play.comers];
  const timeOf = (service: number): number => drawTime(times[service] as LogNormal, random);
  const freeAtMs = desks.map(({ pausedUntilMs }, desk) => {
    const busy = play.busy[desk];
    const restMs = busy ? drawRest(times[busy.service] as LogNormal, nowMs - busy.sinceMs, random) : 0;
    return Math.max(nowMs + restMs, pausedUntilMs ?? 0);
  });

  const lanes = lanesOf(people, serves);
  const mayCall = (index: number, desk: number, atMs: number): boolean => {
    const person = people[index] as Person;
    if (isGone[index] === 1 || person.notBeforeMs > atMs) return false;
    return person.desk === null ? serves[desk]?.[person.service] === true : person.desk === desk;
  };
  const passings = countPassings(play, mayCall);
  const passes = passers(people);
  const isSeenByNewcomer = times.map(() => false);

  const isDue = (person: number, atMs: number): boolean => (people[person] as Person).notBeforeMs <= atMs;
  /** The first of a counter's lanes: who is due, and else who has an appointment later. */
  const firstOf = (desk: number, atMs: number): { due: number | null; early: number | null } => {
    const heads = (lanes[desk] ?? []).map((lane) => firstOfLane(lane, isGone, (person) => isDue(person, atMs)));
    return { due: smallest(heads.map(({ due }) => due)), early: smallest(heads.map(({ early }) => early)) };
  };

  const meetNewcomer = (desk: number, atMs: number): void => {
    for (const [service, isServed] of (serves[desk] ?? []).entries()) {
      if (!isServed || isSeenByNewcomer[service] === true) continue;
      isSeenByNewcomer[service] = true;
      told.newcomer(service, atMs - nowMs);
    }
  };

  const callPerson = (index: number, desk: number, how: { readonly atMs: number; readonly passesAnyway: boolean }) => {
    const { joinedAtMs, service } = people[index] as Person;
    isGone[index] = 1;
    told.called(index, how.atMs - nowMs);
    if (random() < leaving) return;
    if (how.passesAnyway || passes[index] === true) passings.pass(joinedAtMs, desk, how.atMs);
    freeAtMs[desk] = how.atMs + (random() < absent.share ? absent.tookMs : timeOf(service));
  };

  /** One call of the counter; somebody who came meanwhile and stands before is no longer of this line, but takes time. */
  const callAfter = (next: number, desk: number, atMs: number): void => {
    const { lineAtMs, joinedAtMs } = people[next] as Person;
    const comer = comers.findIndex(
      (one) => one.joinedAtMs <= atMs && one.lineAtMs < lineAtMs && serves[desk]?.[one.service] === true,
    );
    const came = comers[comer];
    const full = passings.full(came?.joinedAtMs ?? joinedAtMs, desk, atMs);
    if (came === undefined || full !== null) {
      callPerson(full ?? next, desk, { atMs, passesAnyway: full !== null });
      return;
    }
    comers.splice(comer, 1);
    passings.pass(came.joinedAtMs, desk, atMs);
    freeAtMs[desk] = atMs + timeOf(came.service);
  };

  for (;;) {
    const desk = earliest(freeAtMs);
    const atMs = freeAtMs[desk];
    if (atMs === undefined || atMs === Number.POSITIVE_INFINITY) return;
    const { due, early } = firstOf(desk, atMs);
    // Whoever would stand behind all is called by the first counter that has nobody else.
    if (due === null) meetNewcomer(desk, atMs);
    const next = due ?? early;
    if (next === null) freeAtMs[desk] = Number.POSITIVE_INFINITY;
    else callAfter(next, desk, atMs);
  }
};

/** Index of the smallest; the first of equals. */
const earliest = (values: readonly number[]): number => {
  let found = 0;
  for (let index = 1; index < values.length; index += 1)
    if ((values[index] as number) < (values[found] as number)) found = index;
  return found;
};

interface Lane {
  readonly people: readonly number[];
  /** Everybody before it is gone. */
  head: number;
}

const smallest = (indexes: readonly (number | null)[]): number | null =>
  indexes.reduce((best, one) => (one !== null && (best === null || one < best) ? one : best), null);

const firstOfLane = (
  lane: Lane,
  isGone: Uint8Array,
  isDue: (person: number) => boolean,
): { readonly due: number | null; readonly early: number | null } => {
  while (lane.head < lane.people.length && isGone[lane.people[lane.head] as number] === 1) lane.head += 1;
  let early: number | null = null;
  for (let at = lane.head; at < lane.people.length; at += 1) {
    const person = lane.people[at] as number;
    if (isGone[person] === 1) continue;
    if (isDue(person)) return { due: person, early };
    early ??= person;
  }
  return { due: null, early };
};

/** Each counter's lanes: one for each service, shared between counters, and one for those who wait for it alone. */
const lanesOf = (people: readonly Person[], serves: Play['serves']): readonly (readonly Lane[])[] => {
  const services = serves[0]?.length ?? 0;
  const byService = Array.from({ length: services }, (): number[] => []);
  const byDesk = serves.map((): number[] => []);
  for (const [index, { service, desk }] of people.entries())
    (desk === null ? byService[service] : byDesk[desk])?.push(index);
  const shared = byService.map((list): Lane => ({ people: list, head: 0 }));
  return serves.map((served, desk) => [
    ...shared.filter((lane, service) => served[service] === true && lane.people.length > 0),
    ...((byDesk[desk]?.length ?? 0) > 0 ? [{ people: byDesk[desk] ?? [], head: 0 }] : []),
  ]);
};
