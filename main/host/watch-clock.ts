// Notices a wall clock that jumps (dead battery, a correction by hand): numbering is safe by the rules, but people
// should know why times look odd.

export interface ClockWatch {
  readonly now: () => number;
  /** Goes as fast as `now`, and never jumps. */
  readonly monotonicMs: () => number;
  readonly log: (level: 'warn', message: string, detail: Readonly<Record<string, unknown>>) => void;
  /** Run at every check, every 15 s: a new business day begins without anybody pressing a key. */
  readonly atEachCheck: () => void;
}

const everyMs = 15_000;
const toleratedMs = 120_000;

export const watchClock = ({ now, monotonicMs, log, atEachCheck }: ClockWatch): Disposable => {
  let wallMs = now();
  let steadyMs = monotonicMs();
  const timer = setInterval(() => {
    const jumpMs = now() - wallMs - (monotonicMs() - steadyMs);
    wallMs = now();
    steadyMs = monotonicMs();
    if (Math.abs(jumpMs) > toleratedMs) {
      log(
        'warn',
        `the clock jumped by ${Math.round(jumpMs / 1000)} s: check the date and the battery of this machine`,
        { jumpMs: Math.round(jumpMs) },
      );
    }
    atEachCheck();
  }, everyMs);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
};
