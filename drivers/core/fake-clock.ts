// For tests only: time that passes when the test says so.
import type { Clock } from './contract.ts';

export interface FakeClock extends Clock {
  /** Lets so much time pass; sleepers wake in order, each one's followers run before the next wakes. */
  pass(durationMs: number): Promise<void>;
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

export const createFakeClock = (startMs = 1_700_000_000_000): FakeClock => {
  let elapsedMs = 0;
  let sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  const earliest = () => sleepers.toSorted((a, b) => a.atMs - b.atMs)[0];

  return {
    now: () => startMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    sleep: (durationMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const sleeper = { atMs: elapsedMs + durationMs, wake: resolve };
        sleepers.push(sleeper);
        signal.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal.reason);
        });
      }),
    async pass(durationMs) {
      const untilMs = elapsedMs + durationMs;
      await settle();
      for (let next = earliest(); next !== undefined && next.atMs <= untilMs; next = earliest()) {
        elapsedMs = Math.max(elapsedMs, next.atMs);
        sleepers = sleepers.filter((other) => other !== next);
        next.wake();
        await settle();
      }
      elapsedMs = untilMs;
    },
  };
};
