// Lets bytes through no faster than a line of so many bytes a second.

export interface Pacer {
  push(chunk: Uint8Array): void;
  pause(): void;
  resume(): void;
  clear(): void;
  queuedBytes(): number;
}

/** Timers are not finer than this; some bytes then go together. */
const STEP_MS = 2;

/** `bytesPerSecond` null: everything passes at once. */
export const createPacer = (bytesPerSecond: number | null, deliver: (chunk: Uint8Array) => void): Pacer => {
  let queue: Uint8Array = new Uint8Array(0);
  let isPaused = false;
  let timer: NodeJS.Timeout | null = null;
  /** When the wire has carried everything delivered so far. */
  let wireFreeAtMs = 0;

  const letThrough = (count: number) => {
    const chunk = queue.subarray(0, count);
    queue = queue.subarray(count);
    if (chunk.length > 0) deliver(chunk);
  };

  const step = () => {
    timer = null;
    if (isPaused || queue.length === 0) return;
    if (bytesPerSecond === null) return letThrough(queue.length);
    const nowMs = performance.now();
    const ready = Math.min(queue.length, Math.floor(((nowMs - wireFreeAtMs) * bytesPerSecond) / 1000));
    wireFreeAtMs += (ready * 1000) / bytesPerSecond;
    letThrough(ready);
    if (queue.length > 0 && timer === null) timer = setTimeout(step, Math.max(STEP_MS, 1000 / bytesPerSecond));
  };

  const go = () => {
    if (timer === null) step();
  };

  return {
    push(chunk) {
      if (queue.length === 0) wireFreeAtMs = Math.max(wireFreeAtMs, performance.now());
      queue = Buffer.concat([queue, chunk]);
      go();
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      wireFreeAtMs = Math.max(wireFreeAtMs, performance.now());
      go();
    },
    clear() {
      queue = new Uint8Array(0);
    },
    queuedBytes: () => queue.length,
  };
};
