// Places kept while somebody types: in memory, since losing them in a restart costs nobody more than another press.
import type { ServiceId } from '../../../contract/ids.ts';

const HOLD_MS = 15 * 60_000;
/** All phones of a village may share one address; a program that blocks every slot does not get further. */
const HOLDS_PER_ADDRESS = 20;

interface Hold {
  readonly serviceId: ServiceId;
  readonly startMs: number;
  readonly address: string;
  readonly untilMs: number;
}

export interface Holds {
  /** Keeps one place for the holder, in place of an earlier one. Milliseconds that it lasts, or null: too many. */
  keep(ask: Omit<Hold, 'untilMs'> & { readonly holder: string }): number | null;
  release(holder: string): void;
  /** Places of a slot that others than `holder` keep. */
  others(serviceId: ServiceId, startMs: number, holder: string | null): number;
}

export const createHolds = ({ monotonicMs }: { readonly monotonicMs: () => number }): Holds => {
  const holds = new Map<string, Hold>();
  const alive = (): [string, Hold][] => {
    for (const [holder, { untilMs }] of holds) if (untilMs <= monotonicMs()) holds.delete(holder);
    return [...holds];
  };
  return {
    keep({ holder, ...place }) {
      const ofAddress = alive().filter(([other, { address }]) => other !== holder && address === place.address);
      if (ofAddress.length >= HOLDS_PER_ADDRESS) return null;
      holds.set(holder, { ...place, untilMs: monotonicMs() + HOLD_MS });
      return HOLD_MS;
    },
    release: (holder) => void holds.delete(holder),
    others: (serviceId, startMs, holder) =>
      alive().filter(([other, hold]) => other !== holder && hold.serviceId === serviceId && hold.startMs === startMs)
        .length,
  };
};
