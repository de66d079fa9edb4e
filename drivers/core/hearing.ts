// Waits for answers of a device: whoever asks hears from the moment it asks, for a limited time.
import type { Clock } from './contract.ts';

export interface Hearing<Answer> {
  /** Hands an answer to everybody who waits. */
  heard(answer: Answer): void;
  /** The next answer that `pick` takes, or null after `timeoutMs`. Rejects when `signal` aborts. */
  hear<T>(pick: (answer: Answer) => T | null, timeoutMs: number): Promise<T | null>;
}

export const createHearing = <Answer>(clock: Clock, signal: AbortSignal): Hearing<Answer> => {
  const hearers = new Set<(answer: Answer) => void>();
  return {
    heard(answer) {
      for (const hearer of [...hearers]) hearer(answer);
    },
    async hear<T>(pick: (answer: Answer) => T | null, timeoutMs: number): Promise<T | null> {
      const enough = new AbortController();
      let picked: T | null = null;
      const hearer = (answer: Answer) => {
        picked ??= pick(answer);
        if (picked !== null) enough.abort();
      };
      hearers.add(hearer);
      try {
        await clock.sleep(timeoutMs, AbortSignal.any([signal, enough.signal]));
      } catch {
        signal.throwIfAborted();
      } finally {
        hearers.delete(hearer);
      }
      return picked;
    },
  };
};
