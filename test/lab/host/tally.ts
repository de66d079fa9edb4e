// The lines of the guest (guest/main.ts), shown and counted.
import type { Ended } from './virtual-machine.ts';

export interface Tally {
  take(line: string): void;
  passed(): number;
  failed(): number;
  /** What went wrong beside the checks, or null. */
  problem(how: Ended['how']): string | null;
}

export const createTally = (show: (line: string) => void): Tally => {
  let passed = 0;
  let failed = 0;
  let isDone = false;
  return {
    take(line) {
      const [, outcome, tookMs, name] = /^(ok|failed) (\d+) (.*)$/.exec(line) ?? [];
      if (line === 'done') isDone = true;
      else if (outcome === undefined) show(line);
      else {
        if (outcome === 'ok') passed++;
        else failed++;
        show(`${outcome === 'ok' ? 'ok    ' : 'FAILED'} ${name} (${tookMs} ms)`);
      }
    },
    passed: () => passed,
    failed: () => failed,
    problem(how) {
      if (how === 'stopped') return 'The machine was stopped before its checks were done.';
      if (!isDone) return 'The machine went off before its checks were done; above are the last lines of its kernel.';
      return passed + failed === 0 ? 'No check has that in its name.' : null;
    },
  };
};
