// One question at a time on a line whose replies are read elsewhere.
import type { Clock } from './contract.ts';

export interface Question<Reply, Picked> {
  /** Puts the question on the line. */
  readonly send: () => Promise<void>;
  /** Counted from the end of `send`. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** What was waited for, or null for a reply to something else. */
  readonly pick: (reply: Reply) => Picked | null;
}

export interface ReplyWaiter<Reply> {
  /** A reply that nobody waits for is forgotten. */
  deliver(reply: Reply): void;
  /** Null after the time-out. Rejects when `send` does or `signal` aborts. */
  ask<Picked>(question: Question<Reply, Picked>): Promise<Picked | null>;
}

export const createReplyWaiter = <Reply>(clock: Clock): ReplyWaiter<Reply> => {
  let listener: ((reply: Reply) => void) | null = null;
  return {
    deliver: (reply) => listener?.(reply),
    async ask<Picked>({ send, timeoutMs, signal, pick }: Question<Reply, Picked>) {
      const heard = new AbortController();
      const picked: Picked[] = [];
      listener = (reply) => {
        const one = pick(reply);
        if (one === null) return;
        picked.push(one);
        heard.abort();
      };
      try {
        await send();
        await clock.sleep(timeoutMs, AbortSignal.any([signal, heard.signal]));
      } catch (cause) {
        if (!heard.signal.aborted || signal.aborted) throw cause;
      } finally {
        listener = null;
      }
      return picked[0] ?? null;
    },
  };
};
