// Other ways to foretell one wait, for comparison (queue.md 9.2; Ibrahim and Whitt 2009, 2011).
import type { ServiceId } from '../../../contract/ids.ts';
import type { Waits } from '../../../main/services/waits/estimate.ts';
import type { Hall } from '../../../main/services/waits/hall.ts';
import type { HallPlan } from './plan.ts';

export const estimators = [
  'virtual allocation (ours)',
  'QL, shrunk mean',
  'QL, EWMA(0.9) mean',
  'QL, fixed mean',
  'HOL',
  'LES',
  'mean of last 30 min',
] as const;

export interface Guess {
  readonly by: (typeof estimators)[number];
  readonly waitMs: number;
}

export interface Rivals {
  called(atMs: number, waitedMs: number): void;
  served(tookMs: number): void;
  guess(at: {
    readonly hall: Hall;
    readonly ahead: number;
    readonly serviceId: ServiceId;
    readonly waits: Waits;
  }): Guess[];
}

const mean = (values: Iterable<number>): number => {
  const list = [...values];
  return list.length === 0 ? 0 : list.reduce((sum, value) => sum + value, 0) / list.length;
};

export const createRivals = (plan: HallPlan): Rivals => {
  const shares = [...plan.services.values()];
  const whole = shares.reduce((sum, { share }) => sum + share, 0);
  const fixedMs = shares.reduce((sum, { minutes, share }) => sum + (minutes * share) / whole, 0) * 60_000;
  let smoothedMs = fixedMs;
  let lastWaitMs = 0;
  const calls: { readonly atMs: number; readonly waitedMs: number }[] = [];
  return {
    called: (atMs, waitedMs) => {
      lastWaitMs = waitedMs;
      calls.push({ atMs, waitedMs });
    },
    served: (tookMs) => {
      smoothedMs = 0.9 * smoothedMs + 0.1 * tookMs;
    },
    guess: ({ hall, ahead, serviceId, waits }) => {
      const { nowMs, waiting, paceOf, absent, desks } = hall;
      const counters = desks.filter(({ services }) => services.has(serviceId)).length;
      const ql = (meanMs: number): number => ((ahead * (1 - absent.share) + 1) * meanMs) / counters;
      const headMs = Math.min(...waiting.map(({ joinedAtMs }) => joinedAtMs));
      const guesses: Record<Guess['by'], number> = {
        'virtual allocation (ours)': mean(waits),
        'QL, shrunk mean': ql(paceOf(serviceId).meanMs),
        'QL, EWMA(0.9) mean': ql(smoothedMs),
        'QL, fixed mean': ql(fixedMs),
        HOL: nowMs - headMs,
        LES: lastWaitMs,
        'mean of last 30 min': mean(
          calls.filter(({ atMs }) => atMs > nowMs - 1_800_000).map(({ waitedMs }) => waitedMs),
        ),
      };
      return estimators.map((by) => ({ by, waitMs: guesses[by] }));
    },
  };
};
