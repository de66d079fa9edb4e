// How much of the halls' time phones may take through the hub, by network: one that floods waits alone. (docs/hub.md)
import { networkOf } from '../../main/live/network-of.ts';
import { createBuckets, type Rate } from './buckets.ts';
import type { LimitName, PhoneCounts } from './phone-counts.ts';

/** Generous: behind one address of a mobile carrier, or of the hall's own Wi-Fi, are hundreds of phones. */
const relayFigures = {
  /** Requests of one network at one hall. */
  requests: { burst: 100, perSecond: 10 },
  /** Turns that the hub has to ask a hall for, of one network at one hall. After a restart of the hub all of them come at once. */
  turns: { burst: 1000, perSecond: 100 },
  /** Of one network at all halls together, both kinds. */
  network: { burst: 2000, perSecond: 200 },
  /** Requests of all networks at one hall: what is left of its time is its counters'. */
  hall: { burst: 300, perSecond: 100 },
  /** What one network leaves for one hall: some of each carrier's phones, and no hall's list is filled by one of them. */
  errands: { burst: 100, perSecond: 0.02 },
  /** Requests of one network at one hall that wait for their answers. */
  underWay: 32,
  /** Pages of one network that stay open. */
  streams: 2000,
} as const satisfies Record<string, Rate | number>;

/** Seconds to wait where there is no room; what was given must be let go. */
type Room = { readonly seconds: number } | { readonly leave: () => void };

export interface RelayLimits {
  /** For a request at the site's own door. */
  request(site: string, address: string): Room;
  /** For a question for a turn that the hub does not know: the seconds to wait, or 0. */
  turn(site: string, address: string): number;
  /** For what is left for a hall: the seconds to wait, or 0. */
  errand(site: string, address: string): number;
  /** For a question that the hub answers by itself: the seconds to wait, or 0. */
  ask(address: string): number;
  /** For a page that stays open. */
  stream(address: string): Room;
}

const createCount = (most: number, seconds: number) => {
  const counts = new Map<string, number>();
  return (name: string): Room => {
    const count = counts.get(name) ?? 0;
    if (count >= most) return { seconds };
    counts.set(name, count + 1);
    return {
      leave: () => {
        const left = (counts.get(name) ?? 1) - 1;
        if (left > 0) counts.set(name, left);
        else counts.delete(name);
      },
    };
  };
};

export const createRelayLimits = (deps: {
  readonly monotonicMs: () => number;
  readonly counts: Pick<PhoneCounts, 'refused'>;
}): RelayLimits => {
  const { monotonicMs, counts } = deps;
  const bucketsOf = (rate: Rate) => createBuckets({ ...rate, monotonicMs });
  const requests = bucketsOf(relayFigures.requests);
  const turns = bucketsOf(relayFigures.turns);
  const errands = bucketsOf(relayFigures.errands);
  const networks = bucketsOf(relayFigures.network);
  const halls = bucketsOf(relayFigures.hall);
  const underWay = createCount(relayFigures.underWay, 1);
  const streams = createCount(relayFigures.streams, 30);
  const counted = (limit: LimitName, seconds: number): number => {
    if (seconds > 0) counts.refused(limit);
    return seconds;
  };
  const countedRoom = (limit: LimitName, room: Room): Room => {
    if ('seconds' in room) counts.refused(limit);
    return room;
  };
  return {
    request: (site, address) => {
      const network = networkOf(address);
      const name = `${site} ${network}`;
      // Whoever is refused uses up nothing of what others share.
      const seconds = counted('network', networks.take(network)) || counted('requests', requests.take(name));
      if (seconds > 0) return { seconds };
      const room = countedRoom('under-way', underWay(name));
      if ('seconds' in room) return room;
      const crowded = counted('hall', halls.take(site));
      if (crowded === 0) return room;
      room.leave();
      return { seconds: crowded };
    },
    turn: (site, address) => {
      const network = networkOf(address);
      return counted('network', networks.take(network)) || counted('turns', turns.take(`${site} ${network}`));
    },
    errand: (site, address) => {
      const network = networkOf(address);
      return counted('network', networks.take(network)) || counted('errands', errands.take(`${site} ${network}`));
    },
    ask: (address) => counted('network', networks.take(networkOf(address))),
    stream: (address) => countedRoom('streams', streams(networkOf(address))),
  };
};
