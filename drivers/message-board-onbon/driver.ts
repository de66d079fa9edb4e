// Onbon BX font cards: one dynamic area a line, in RAM. The card draws ASCII with its own font; Vietnamese is folded.
import type { Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { type DriverDeps, fault } from '../core/contract.ts';
import type { BoardMessage, MessageBoard } from '../core/device-classes.ts';
import { foldDiacritics } from '../core/fold-diacritics.ts';
import { createMessageBoard } from '../core/message-board.ts';
import { createReplyWaiter } from '../core/reply-waiter.ts';
import type { Session } from '../core/supervise.ts';
import { writeWithin } from '../core/write-within.ts';
import { type BxReply, createReplyReader, ERRORS, ping, showAreas } from './codec.ts';

export interface OnbonOptions {
  /** A 5E card has 4 dynamic areas, a 6E card 32. */
  readonly lines: number;
  readonly charactersPerLine: number;
  readonly widthPx: number;
  readonly linePx: number;
  /** How long a text stands before it is sent again: areas are gone after a power cut that nobody saw. */
  readonly refreshSeconds: number;
}

const REPLY_TIMEOUT_MS = 2000;
const WRITE_TIMEOUT_MS = 2000;
const TRIES = 2;
const LOOK_MS = 10_000;
/** A reply that comes twice must not confirm the next frame: replies carry no number. */
const QUIET_MS = 20;
const REPLY_BYTES = 32;
const BUSY = 3;
/** A2 and above are groups of requests; A0 and A1 come from controllers. */
const FIRST_REQUEST_GROUP = 0xa2;

export const createOnbonBoard = (id: DeviceId, options: OnbonOptions, deps: DriverDeps): MessageBoard => {
  const { clock, count } = deps;
  const { lines, charactersPerLine, widthPx, linePx } = options;
  const replies = createReplyWaiter<BxReply>(clock);

  const listen = async ({ transport }: Session) => {
    const reader = createReplyReader();
    for await (const chunk of transport.bytes)
      for (const reply of reader.push(chunk)) {
        count('frames');
        replies.deliver(reply);
      }
  };

  const connect = async ({ transport, signal }: Session) => {
    const exchangeOnce = (frame: Uint8Array): Promise<BxReply | null> => {
      const { bytesPerSecond } = transport;
      const wireMs = bytesPerSecond === null ? 0 : (frame.length / bytesPerSecond) * 1000;
      const limits = { device: id, clock, signal, timeoutMs: WRITE_TIMEOUT_MS + wireMs };
      return replies.ask({
        send: () => writeWithin(transport, frame, limits),
        timeoutMs: REPLY_TIMEOUT_MS + wireMs,
        signal,
        // Our own request is given back by half-duplex adapters.
        pick: (reply) => (reply.kind === 'data' && reply.group >= FIRST_REQUEST_GROUP ? null : reply),
      });
    };

    /** Null when all is well. */
    const troubleOf = (what: string, outcome: BxReply | null): Fault | null => {
      if (outcome === null) {
        const advice = 'look at its power, wires and address';
        return fault(id, 'timeout', 'wait', `The controller did not answer ${what} ${TRIES} times; ${advice}`);
      }
      if (outcome.kind === 'spoiled')
        return fault(id, 'bad-frame', 'wait', `The controller answers ${what} with errors; look at wires and baud`);
      if (outcome.kind === 'data' || outcome.code === 0) return null;
      const reason = `The controller refused ${what} with ${outcome.code} (${ERRORS[outcome.code] ?? 'unknown'})`;
      return outcome.code === BUSY
        ? fault(id, 'busy', 'retry', reason)
        : fault(id, 'rejected', 'service', `${reason}; look at lines, widthPx and linePx`);
    };

    /** Every request may be sent twice: it sets the whole state. */
    const exchange = async (what: string, frame: Uint8Array): Promise<void> => {
      let outcome: BxReply | null = null;
      for (let attempt = 1; attempt <= TRIES && (outcome === null || outcome.kind === 'spoiled'); attempt++) {
        outcome = await exchangeOnce(frame);
        if (outcome === null) count('timeouts');
        else if (outcome.kind === 'spoiled') count('checksum-errors');
      }
      const { bytesPerSecond } = transport;
      await clock.sleep(QUIET_MS + (bytesPerSecond === null ? 0 : (REPLY_BYTES / bytesPerSecond) * 1000), signal);
      const trouble = troubleOf(what, outcome);
      if (trouble !== null) throw trouble;
    };

    await exchange('the ping', ping());

    return {
      async show({ lines: wanted, emphasis }: BoardMessage) {
        const areas = Array.from({ length: lines }, (_, index) => ({
          index,
          topPx: index * linePx,
          widthPx,
          heightPx: linePx,
          text: foldDiacritics(wanted[index] ?? '').slice(0, charactersPerLine) || ' ',
          emphasis,
        }));
        await exchange('the areas', showAreas(areas));
        return 'confirmed' as const;
      },
      look: () => exchange('the ping', ping()),
    };
  };

  return createMessageBoard({
    id,
    deps,
    capabilities: { lines, charactersPerLine, vietnamese: false, acknowledges: true },
    listen,
    connect,
    rewriteMs: options.refreshSeconds * 1000,
    lookMs: LOOK_MS,
  });
};
