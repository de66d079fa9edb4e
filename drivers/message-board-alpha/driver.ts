// Alpha and BetaBrite signs. Texts are STRING files, which change without a flicker and without wear; a call is the
// priority file, which flashes before everything else. Most signs are wired so that they cannot answer: those are
// written again and again, and an open line is all the health there is.
import type { DeviceId } from '../../contract/ids.ts';
import { type DriverDeps, fault } from '../core/contract.ts';
import type { BoardMessage, MessageBoard } from '../core/device-classes.ts';
import { foldDiacritics } from '../core/fold-diacritics.ts';
import { createMessageBoard } from '../core/message-board.ts';
import { createReplyWaiter } from '../core/reply-waiter.ts';
import type { Session } from '../core/supervise.ts';
import { writeWithin } from '../core/write-within.ts';
import {
  type AlphaBlock,
  type AlphaReply,
  allocate,
  callStrings,
  clearPriority,
  createReplyReader,
  memoryMap,
  packetPieces,
  readMemory,
  readStatus,
  troublesOf,
  writeLine,
  writePriority,
} from './codec.ts';

export interface AlphaOptions {
  readonly lines: number;
  readonly charactersPerLine: number;
  /** `poll`: the sign's answers reach us (RS-232, or RS-485 with four wires). */
  readonly status: 'none' | 'poll';
  /** How long a text stands before it is written again. */
  readonly refreshSeconds: number;
}

/** After each STX of a packet with several blocks (9708-8061 section 5.1.3). */
const AFTER_STX_MS = 100;
const REPLY_TIMEOUT_MS = 1500;
const TRIES = 2;
const WRITE_TIMEOUT_MS = 2000;
const LOOK_MS = 5000;
/** A sign that cannot answer may have lost its memory unseen. Ordering it blanks the sign, so it is not done each time. */
const REARRANGE_MS = 10 * 60_000;
/** Signs blank while they order their memory. */
const AFTER_ALLOCATE_MS = 500;

export const createAlphaBoard = (id: DeviceId, options: AlphaOptions, deps: DriverDeps): MessageBoard => {
  const { clock, count } = deps;
  const { lines, charactersPerLine } = options;
  const answers = options.status === 'poll';
  const replies = createReplyWaiter<AlphaReply>(clock);

  const listen = async ({ transport }: Session) => {
    const reader = createReplyReader();
    for await (const chunk of transport.bytes)
      for (const reply of reader.push(chunk)) {
        count('frames');
        replies.deliver(reply);
      }
  };

  const connect = async ({ transport, signal }: Session) => {
    const send = async (blocks: readonly AlphaBlock[]) => {
      const { bytesPerSecond } = transport;
      for (const [at, piece] of packetPieces(blocks).entries()) {
        if (at > 0 && blocks.length > 1) {
          // The system takes bytes at once, the wire does not: the silence counts from the last bit.
          const wireMs = bytesPerSecond === null ? 0 : (piece.length / bytesPerSecond) * 1000;
          await clock.sleep(AFTER_STX_MS + wireMs, signal);
        }
        await writeWithin(transport, piece, { device: id, clock, signal, timeoutMs: WRITE_TIMEOUT_MS });
      }
    };

    const ask = async (question: AlphaBlock): Promise<string> => {
      const reply = await replies.ask({
        send: () => send([question]),
        timeoutMs: REPLY_TIMEOUT_MS,
        signal,
        pick: (one) => (one.label === question.body[1] ? one : null),
      });
      if (reply === null) {
        count('timeouts');
        throw fault(
          id,
          'timeout',
          'wait',
          `The sign does not answer; look at its power and wires, or set status: none where it cannot answer [asked=${question.body}]`,
        );
      }
      if (reply.isIntact) return reply.data;
      count('checksum-errors');
      throw fault(id, 'bad-frame', 'wait', `An answer of the sign has a wrong checksum [asked=${question.body}]`);
    };

    const statusTroubles = async () => troublesOf((await ask(readStatus)).charCodeAt(0));
    const complain = (troubles: readonly string[]) =>
      fault(id, 'bad-frame', 'wait', `The sign reports: ${troubles.join('; ')}`);
    const askStatus = async () => {
      const troubles = await statusTroubles();
      if (troubles.length > 0) throw complain(troubles);
    };

    /** Blocks that set a whole state: what the sign did not take is sent once more. */
    const sendSurely = async (blocks: readonly AlphaBlock[]) => {
      let troubles: string[] = [];
      for (let attempt = 1; attempt <= TRIES; attempt++) {
        await send(blocks);
        troubles = await statusTroubles();
        if (troubles.length === 0) return;
        count('checksum-errors');
      }
      throw complain(troubles);
    };

    const isArranged = async () => answers && (await ask(readMemory)).startsWith(memoryMap(lines));
    let arrangedAtMs = 0;
    const arrange = async () => {
      if (!(await isArranged())) {
        await send([allocate(lines)]);
        await clock.sleep(AFTER_ALLOCATE_MS, signal);
      }
      await send([callStrings(lines)]);
      arrangedAtMs = clock.monotonicMs();
    };
    await arrange();
    // Reading the register also clears what an earlier host did wrong.
    if (answers) await ask(readStatus);

    const look = async () => {
      if (!answers) return;
      await askStatus();
      if (!(await isArranged()))
        throw fault(id, 'bad-frame', 'wait', 'The sign has lost its memory, as after a power cut; it is written again');
    };

    return {
      async show({ lines: wanted, emphasis }: BoardMessage) {
        if (!answers && clock.monotonicMs() - arrangedAtMs >= REARRANGE_MS) await arrange();
        const texts = Array.from({ length: lines }, (_, at) =>
          foldDiacritics(wanted[at] ?? '').slice(0, charactersPerLine),
        );
        const blocks = [
          ...texts.map((text, at) => writeLine(at, text)),
          emphasis === 'flashing' ? writePriority(texts.filter((text) => text !== '')) : clearPriority,
        ];
        if (answers) await sendSurely(blocks);
        else await send(blocks);
        return answers ? ('confirmed' as const) : ('unconfirmed' as const);
      },
      look,
    };
  };

  return createMessageBoard({
    id,
    deps,
    capabilities: { lines, charactersPerLine, vietnamese: false, acknowledges: answers },
    listen,
    connect,
    rewriteMs: options.refreshSeconds * 1000,
    lookMs: LOOK_MS,
  });
};
