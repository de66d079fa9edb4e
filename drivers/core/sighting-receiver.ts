// The one receiver of an attendance source. A sighting counts as received only when the receiver's promise resolved.

import type { Clock } from './contract.ts';
import type { AttendanceSource, Sighting } from './device-classes.ts';

export interface SightingReceiver {
  readonly onSightings: AttendanceSource['onSightings'];
  /** Rejects when nobody receives or the receiver rejects. */
  deliver(sightings: readonly Sighting[]): Promise<void>;
  /** Tries for as long as `signal` lasts; rejects with its reason. For terminals that do not send again by themselves. */
  insist(sightings: readonly Sighting[], signal: AbortSignal): Promise<void>;
}

const AGAIN_MS = 1000;

export const createSightingReceiver = (clock: Pick<Clock, 'sleep'>): SightingReceiver => {
  let receive: ((sightings: readonly Sighting[]) => Promise<void>) | null = null;

  const deliver = async (sightings: readonly Sighting[]) => {
    if (receive === null) throw new Error('Nobody receives the sightings yet');
    if (sightings.length > 0) await receive(sightings);
  };

  return {
    onSightings(next) {
      receive = next;
      return {
        [Symbol.dispose]() {
          if (receive === next) receive = null;
        },
      };
    },
    deliver,
    async insist(sightings, signal) {
      for (;;) {
        signal.throwIfAborted();
        const isDone = await deliver(sightings).then(
          () => true,
          () => false,
        );
        if (isDone) return;
        await clock.sleep(AGAIN_MS, signal);
      }
    },
  };
};
