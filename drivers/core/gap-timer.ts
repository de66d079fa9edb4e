// Silence on a line, by the passed-in clock.
import type { Clock } from './contract.ts';
import type { Session } from './supervise.ts';

export interface GapTimer {
  /** Something came: the gap begins anew. */
  touch(): void;
  cancel(): void;
}

export interface Gap {
  readonly clock: Clock;
  readonly gapMs: number;
  readonly session: Pick<Session, 'signal' | 'alongside'>;
}

/** Calls `onGap` once when nothing was touched for `gapMs`; ends with the session. */
export const createGapTimer = ({ clock, gapMs, session }: Gap, onGap: () => void): GapTimer => {
  let running: AbortController | null = null;
  const cancel = () => {
    running?.abort();
    running = null;
  };
  const wait = async (mine: AbortController) => {
    const signal = AbortSignal.any([session.signal, mine.signal]);
    // After a stall of our own process the timer comes first and the bytes that waited come behind it: look at them.
    const isSilent = await clock
      .sleep(gapMs, signal)
      .then(() => clock.sleep(1, signal))
      .then(
        () => true,
        () => false,
      );
    if (!isSilent) return;
    running = null;
    onGap();
  };
  return {
    touch() {
      cancel();
      running = new AbortController();
      session.alongside(wait(running));
    },
    cancel,
  };
};
