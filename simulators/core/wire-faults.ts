// Wire faults as data: what becomes of one reply on its way to the host.
import type { WireFault } from '../../contract/bench/common.ts';

export type { WireFault };

/** Pieces in order; `afterMs` is the silence before a piece. */
export interface Delivery {
  readonly pieces: readonly { readonly afterMs: number; readonly bytes: Uint8Array }[];
  readonly hangsUp: boolean;
}

const SPLIT_SILENCE_MS = 40;
/** Longer than a driver waits for a display's reply, so that the reply meets the next request. */
const DELAY_MS = 350;

const at = (afterMs: number, bytes: Uint8Array) => ({ afterMs, bytes });

const split = (reply: Uint8Array, random: () => number): Delivery['pieces'] => {
  const cut = Math.max(1, Math.floor(random() * reply.length));
  return [at(0, reply.subarray(0, cut)), at(SPLIT_SILENCE_MS, reply.subarray(cut))];
};

const corrupt = (reply: Uint8Array, random: () => number): Uint8Array => {
  const spoiled = Uint8Array.from(reply);
  const index = Math.floor(random() * spoiled.length);
  spoiled[index] = (spoiled[index] ?? 0) ^ (1 << Math.floor(random() * 8));
  return spoiled;
};

const garbage = (random: () => number): Uint8Array =>
  Uint8Array.from({ length: 1 + Math.floor(random() * 6) }, () => Math.floor(random() * 256));

export const deliver = (reply: Uint8Array, fault: WireFault | null, random: () => number): Delivery => {
  const whole = (...pieces: Delivery['pieces']): Delivery => ({ pieces, hangsUp: false });
  switch (fault) {
    case null:
      return whole(at(0, reply));
    case 'split':
      return whole(...split(reply, random));
    case 'delay':
      return whole(at(DELAY_MS, reply));
    case 'drop':
      return whole();
    case 'corrupt':
      return whole(at(0, corrupt(reply, random)));
    case 'garbage-before':
      return whole(at(0, garbage(random)), at(0, reply));
    case 'duplicate':
      return whole(at(0, reply), at(0, reply));
    case 'hangup':
      return { pieces: [], hangsUp: true };
  }
};
