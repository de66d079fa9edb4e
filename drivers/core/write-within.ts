// A write that nobody takes must not hold a driver for ever: after an unplug it never calls back, and a device that is
// off line stops taking bytes.

import type { DeviceId } from '../../contract/ids.ts';
import { type Clock, fault, type Transport } from './contract.ts';

export interface WriteLimits {
  readonly device: DeviceId;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** Rejects with a Fault: `timeout` when the bytes were not taken in time (the line is then closed), or why the line ended. */
export const writeWithin = async (transport: Transport, bytes: Uint8Array, limits: WriteLimits): Promise<void> => {
  const { device, clock, signal, timeoutMs } = limits;
  const taken = new AbortController();
  const stalled = new AbortController();
  clock.sleep(timeoutMs, AbortSignal.any([signal, taken.signal])).then(
    () => {
      const message = `${bytes.length} bytes were not taken within ${Math.round(timeoutMs)} ms [url=${transport.url}]`;
      stalled.abort(fault(device, 'timeout', 'reset', message));
    },
    () => undefined,
  );
  try {
    await transport.write(bytes, stalled.signal);
  } finally {
    taken.abort();
  }
};
