// Slows down whoever guesses codes, by network, without stopping others: after so many wrong ones within a minute the
// network waits for the rest of it.
import type { Refusal } from '../../contract/refusal.ts';
import { type Result, refuse } from '../../contract/result.ts';
import { networkOf } from './network-of.ts';

export interface Guesses {
  /** Why this address must wait, or null. */
  refusal(address: string): Refusal | null;
  wrong(address: string): void;
}

const WINDOW_MS = 60_000;
const WRONG_MAX = 20;
const ADDRESSES_MAX = 10_000;

export const createGuesses = ({ monotonicMs }: { readonly monotonicMs: () => number }): Guesses => {
  const known = new Map<string, { readonly sinceMs: number; count: number }>();
  const current = (network: string) => {
    const found = known.get(network);
    return found !== undefined && monotonicMs() - found.sinceMs < WINDOW_MS ? found : undefined;
  };
  return {
    refusal(address) {
      const found = current(networkOf(address));
      if (found === undefined || found.count < WRONG_MAX) return null;
      const seconds = Math.ceil((WINDOW_MS - (monotonicMs() - found.sinceMs)) / 1000);
      return {
        code: 'too-many-attempts',
        message: `${WRONG_MAX} wrong codes came from ${address} within a minute: again in ${seconds} s.`,
        params: { seconds },
      };
    },
    wrong(address) {
      const network = networkOf(address);
      const found = current(network);
      if (found !== undefined) {
        found.count += 1;
        return;
      }
      const oldest = known.keys().next();
      if (known.size >= ADDRESSES_MAX && oldest.done !== true) known.delete(oldest.value);
      known.delete(network);
      known.set(network, { sinceMs: monotonicMs(), count: 1 });
    },
  };
};

/** How long a wrong code waits for its answer once its address has guessed too often, and how many may wait at once. */
const slow = { ms: 1000, most: 1000 };

/** Answers a wrong code with `refusal`, and slower and with "wait" where its address has guessed too often. */
export type WrongCode = (address: string, refusal: Refusal) => Promise<Result<never, Refusal>>;

/** Only wrong codes are counted and slowed: a right one is answered at once, whoever else guesses behind its address. */
export const createWrongCodes = ({
  guesses,
  wait,
}: {
  readonly guesses: Guesses;
  /** Resolves after so long. */
  readonly wait: (ms: number) => Promise<void>;
}): WrongCode => {
  let waiting = 0;
  return async (address, refusal) => {
    const tooMany = guesses.refusal(address);
    if (tooMany === null) {
      guesses.wrong(address);
      return refuse(refusal);
    }
    if (waiting < slow.most) {
      waiting += 1;
      await wait(slow.ms);
      waiting -= 1;
    }
    return refuse(tooMany);
  };
};
