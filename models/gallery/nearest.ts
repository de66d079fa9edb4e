import type { Candidate } from '../decide/decide.ts';

/** The nearest few of those offered so far. */
export interface Nearest {
  offer(personId: string, distance: number): void;
  /** The distance that an offer must not exceed to get in; infinite while there is room. */
  reach(): number;
  /** Nearest first; equally near ones in the order of their ids. */
  list(): Candidate[];
}

const isBefore = (one: Candidate, other: Candidate): boolean =>
  one.distance < other.distance || (one.distance === other.distance && one.personId < other.personId);

/** Keeps `count` candidates in order; made for the few that a decision looks at. */
export const createNearest = (count: number): Nearest => {
  const kept: Candidate[] = [];
  const reach = (): number => (kept.length < count ? Number.POSITIVE_INFINITY : (kept.at(-1)?.distance ?? -1));
  return {
    reach,
    offer: (personId, distance) => {
      if (distance > reach()) return;
      const offered = { personId, distance };
      const place = kept.findIndex((candidate) => isBefore(offered, candidate));
      kept.splice(place === -1 ? kept.length : place, 0, offered);
      if (kept.length > count) kept.pop();
    },
    list: () => [...kept],
  };
};
