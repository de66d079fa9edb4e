// One live stream kept alive: opens, watches for silence, reopens with a growing, jittered pause. It knows no DOM:
// the stream and the timers are passed in, so that tests run it by a clock of their own.

/** What became of the stream: `lost` after three seconds without it, `gone` when the host says there is no such topic. */
export type LinkStatus = 'connecting' | 'live' | 'lost' | 'gone' | 'denied';

export type LinkEvent =
  | { readonly type: 'hello' | 'view' | 'part'; readonly data: string }
  | { readonly type: 'beat' }
  | { readonly type: 'failed'; readonly httpStatus: number | null };

export interface LinkDeps {
  /** Opens the stream; the function that comes back closes it. After `failed` nothing more is said. */
  readonly open: (listener: (event: LinkEvent) => void) => () => void;
  readonly setTimer: (run: () => void, delayMs: number) => () => void;
  readonly random: () => number;
  readonly onData: (type: 'hello' | 'view' | 'part', data: string) => void;
  readonly onStatus: (status: LinkStatus) => void;
}

export interface LiveLink {
  /** The page woke up or the network came back: what is not surely alive is opened anew at once. */
  readonly wake: () => void;
  readonly close: () => void;
}

/** The host sends an event at least every 10 s (ADR-0005). */
const silenceLimitMs = 25_000;
const lostAfterMs = 3_000;
const firstPauseMs = 2_000;
const longestPauseMs = 10_000;

/** 2 s doubling to 10 s, minus up to half by chance, so that a hall of phones does not return in one second. */
export const pauseMs = (attempt: number, random: number): number =>
  Math.min(longestPauseMs, firstPauseMs * 2 ** attempt) * (1 - random / 2);

export const createLiveLink = (deps: LinkDeps): LiveLink => {
  let closeStream: () => void = () => undefined;
  let cancelWatch: () => void = () => undefined;
  let cancelRetry: () => void = () => undefined;
  let cancelLost: (() => void) | null = null;
  let status: LinkStatus = 'connecting';
  let attempt = 0;

  const become = (next: LinkStatus) => {
    if (next === status) return;
    status = next;
    deps.onStatus(next);
  };

  const expectLoss = () => {
    cancelLost ??= deps.setTimer(() => become('lost'), lostAfterMs);
  };

  const stop = () => {
    closeStream();
    cancelWatch();
    cancelRetry();
    closeStream = () => undefined;
  };

  const watch = () => {
    cancelWatch();
    cancelWatch = deps.setTimer(() => reopenLater(), silenceLimitMs);
  };

  const reopenLater = () => {
    stop();
    expectLoss();
    cancelRetry = deps.setTimer(open, pauseMs(attempt, deps.random()));
    attempt += 1;
  };

  const heard = () => {
    attempt = 0;
    cancelLost?.();
    cancelLost = null;
    watch();
    become('live');
  };

  const listen = (event: LinkEvent) => {
    if (event.type !== 'failed') {
      heard();
      if (event.type !== 'beat') deps.onData(event.type, event.data);
      return;
    }
    if (event.httpStatus === 404 || event.httpStatus === 401) {
      stop();
      cancelLost?.();
      cancelLost = null;
      become(event.httpStatus === 404 ? 'gone' : 'denied');
      return;
    }
    reopenLater();
  };

  const open = () => {
    stop();
    watch();
    closeStream = deps.open(listen);
  };

  expectLoss();
  open();
  return {
    wake: () => {
      if (status === 'gone' || status === 'denied') return;
      attempt = 0;
      expectLoss();
      open();
    },
    close: () => {
      stop();
      cancelLost?.();
    },
  };
};
