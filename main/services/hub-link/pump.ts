// Publishes one message after the other, and leaves the host the larger part of its time.

/** Of its time the link works at most a third. */
const REST_FACTOR = 2;

export interface PumpDeps {
  /** False: there is nothing to publish now. Errors: those of reading the journal. */
  readonly publishNext: () => boolean;
  readonly later: (delayMs: number, run: () => void) => Disposable;
  readonly isStopped: () => boolean;
  readonly failed: (error: unknown) => void;
}

/** Does nothing while it is at work already. */
export const createPump = ({ publishNext, later, isStopped, failed }: PumpDeps): (() => Promise<void>) => {
  let isPumping = false;
  return async () => {
    if (isPumping) return;
    isPumping = true;
    try {
      for (;;) {
        const startedMs = performance.now();
        if (!publishNext()) return;
        const restMs = Math.max(1, REST_FACTOR * (performance.now() - startedMs));
        await new Promise<void>((resolve) => later(restMs, resolve));
        if (isStopped()) return;
      }
    } catch (error) {
      failed(error);
    } finally {
      isPumping = false;
    }
  };
};
