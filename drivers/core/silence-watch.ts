// A line that should be heard every few seconds and is not.

import type { Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { type DriverDeps, fault } from './contract.ts';

export interface SilenceWatch {
  /** Something came. */
  heard(): void;
  /** Resolves when the session ends, after it has ended the line because nothing came for so long. */
  watch(signal: AbortSignal): Promise<void>;
}

/** Ends the line by `lose` after `silentAfterSeconds` without `heard`, and counts it as a time-out. */
export const createSilenceWatch = (
  id: DeviceId,
  { clock, count }: Pick<DriverDeps, 'clock' | 'count'>,
  limit: { readonly silentAfterSeconds: number; readonly lose: (reason: Fault) => void },
): SilenceWatch => {
  const limitMs = limit.silentAfterSeconds * 1000;
  let heardMs = clock.monotonicMs();
  return {
    heard() {
      heardMs = clock.monotonicMs();
    },
    async watch(signal) {
      while (!signal.aborted) {
        const silentMs = clock.monotonicMs() - heardMs;
        if (silentMs >= limitMs) {
          count('timeouts');
          const message = `${id} said nothing for ${limit.silentAfterSeconds} s, not even a heartbeat`;
          return limit.lose(fault(id, 'timeout', 'wait', message));
        }
        await clock.sleep(limitMs - silentMs, signal).catch(() => undefined);
      }
    },
  };
};
