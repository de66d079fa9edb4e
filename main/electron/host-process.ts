// Keeps the site host running as a child of the shell, and holds the words between the two.
import type { UtilityProcess } from 'electron';
import { z } from 'zod';
import type { Log, Timers } from './parts.ts';
import { retryDelayMs, sharesOrigin } from './policy.ts';

const readyWithinMs = 60_000;
const stopWithinMs = 10_000;
/** A host that stayed up this long failed for a new reason. */
const settledAfterMs = 60_000;

/** Host → shell, once the host answers requests; sent again when its screens change. */
export const HostReady = z
  .strictObject({
    type: z.literal('ready'),
    port: z.int().min(1).max(65_535),
    /** The host's own address, for example `http://127.0.0.1:8080`. */
    url: z.url({ protocol: /^https?$/ }),
    /** One window each. `display`: 0 is the primary one, the others follow from left to right, then downwards. */
    screens: z
      .array(z.strictObject({ url: z.url(), display: z.int().min(0).max(15), allowsCamera: z.boolean() }))
      .min(1)
      .max(16),
  })
  .refine(({ url, screens }) => screens.every((screen) => sharesOrigin(screen.url, URL.parse(url)?.origin)), {
    error: 'every screen must have the same origin as url',
  });
export type HostReady = z.infer<typeof HostReady>;

/** Shell → host: stop accepting, finish what is under way, exit with 0. */
const stopMessage = { type: 'stop' } as const;

export interface HostParts {
  readonly fork: () => UtilityProcess;
  readonly timers: Timers;
  readonly log: Log;
  readonly onReady: (ready: HostReady) => void;
  readonly onDown: (exitCode: number) => void;
}

/** Starts the host, and again whenever it exits, until it is stopped. */
export const superviseHost = ({ fork, timers, log, onReady, onDown }: HostParts) => {
  let child: UtilityProcess | undefined;
  let cancelTimer: () => void = () => undefined;
  let exits = 0;
  let whenStopped: (() => void) | undefined;

  const start = () => {
    const mine = fork();
    child = mine;
    let readyAtMs: number | undefined;
    cancelTimer = timers.after(readyWithinMs, () => {
      log('host-late', { readyWithinMs });
      mine.kill();
    });
    mine.on('message', (message: unknown) => {
      const ready = HostReady.safeParse(message);
      if (!ready.success) return log('host-message-refused', { problems: ready.error.issues });
      if (whenStopped) return;
      cancelTimer();
      readyAtMs ??= timers.nowMs();
      log('host-ready', { url: ready.data.url, screens: ready.data.screens.length });
      onReady(ready.data);
    });
    mine.on('exit', (code) => {
      cancelTimer();
      child = undefined;
      if (whenStopped) return whenStopped();
      exits = timers.nowMs() - (readyAtMs ?? Number.POSITIVE_INFINITY) >= settledAfterMs ? 1 : exits + 1;
      const delayMs = retryDelayMs(exits);
      log('host-exited', { code, exits, delayMs });
      cancelTimer = timers.after(delayMs, start);
      onDown(code);
    });
  };
  start();

  return {
    /** Asks the host to stop, ends it after 10 s; resolves when it is gone. */
    stop: (): Promise<void> =>
      new Promise((resolve) => {
        whenStopped = resolve;
        cancelTimer();
        if (!child) return resolve();
        child.postMessage(stopMessage);
        cancelTimer = timers.after(stopWithinMs, () => {
          log('host-killed', { stopWithinMs });
          child?.kill();
        });
      }),
  };
};
