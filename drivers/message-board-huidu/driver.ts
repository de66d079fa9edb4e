// Huidu full-colour cards over TCP, SDK2. The card renders UTF-8 with its own fonts and answers every question.
import { randomUUID } from 'node:crypto';
import type { DeviceId } from '../../contract/ids.ts';
import { type DriverDeps, fault } from '../core/contract.ts';
import type { BoardMessage, MessageBoard } from '../core/device-classes.ts';
import { createMessageBoard } from '../core/message-board.ts';
import { createReplyWaiter } from '../core/reply-waiter.ts';
import type { Session } from '../core/supervise.ts';
import { writeWithin } from '../core/write-within.ts';
import { createReplyReader, ERRORS, type HuiduReply, heartbeatAsk, versionAsk, xmlAsk } from './codec.ts';
import { addProgram, askVersion, readAnswer, type SdkAnswer } from './xml.ts';

export interface HuiduOptions {
  readonly lines: number;
  readonly charactersPerLine: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly font: string;
  readonly colour: string;
}

const REPLY_TIMEOUT_MS = 5000;
const WRITE_TIMEOUT_MS = 3000;
/** A card without heartbeats closes the line after some minutes; 30 s is what the public demo keeps. */
const LOOK_MS = 30_000;
/** The card keeps its program over a power cut; somebody else's program may have taken its place. */
const REWRITE_MS = 10 * 60_000;

export const createHuiduBoard = (id: DeviceId, options: HuiduOptions, deps: DriverDeps): MessageBoard => {
  const { clock, count } = deps;
  const { lines, charactersPerLine } = options;
  const reader = createReplyReader();
  const replies = createReplyWaiter<HuiduReply>(clock);
  let lastStampMs = 0;

  /** A clock that was set back must not make the newest program look old. */
  const nextStampMs = () => {
    lastStampMs = Math.max(clock.now(), lastStampMs + 1);
    return lastStampMs;
  };

  const listen = async ({ transport }: Session) => {
    reader.clear();
    for await (const chunk of transport.bytes)
      for (const reply of reader.push(chunk)) {
        count('frames');
        replies.deliver(reply);
      }
  };

  const connect = async ({ transport, signal }: Session) => {
    /** `pick` gives what was waited for, null for replies to something else. */
    const exchange = async <T>(what: string, packets: readonly Uint8Array[], pick: (reply: HuiduReply) => T | null) => {
      reader.clear();
      const outcome = await replies.ask({
        async send() {
          for (const bytes of packets)
            await writeWithin(transport, bytes, { device: id, clock, signal, timeoutMs: WRITE_TIMEOUT_MS });
        },
        timeoutMs: REPLY_TIMEOUT_MS,
        signal,
        pick(reply) {
          const value = pick(reply);
          if (value !== null) return { value };
          return reply.kind === 'error' ? { error: reply.code } : null;
        },
      });
      if (outcome === null) {
        count('timeouts');
        throw fault(id, 'timeout', 'wait', `The card did not answer ${what} within ${REPLY_TIMEOUT_MS} ms`);
      }
      if ('value' in outcome) return outcome.value;
      const reason = `error ${outcome.error} (${ERRORS[outcome.error] ?? 'unknown'})`;
      throw fault(id, 'bad-frame', 'retry', `The card answered ${what} with ${reason}`);
    };

    const askXml = (method: string, xml: string): Promise<SdkAnswer> =>
      exchange(method, xmlAsk(xml), (reply) => {
        const answer = reply.kind === 'xml' ? readAnswer(reply.xml) : null;
        return answer?.method === method ? answer : null;
      });

    await exchange('the version question', [versionAsk()], (reply) => (reply.kind === 'version' ? reply : null));
    const { guid } = await askXml('GetIFVersion', askVersion());

    return {
      async show({ lines: wanted, emphasis }: BoardMessage) {
        const shown = wanted
          .slice(0, lines)
          .map((line) => [...line.normalize('NFC')].slice(0, charactersPerLine).join(''));
        const message = { lines: shown.length === 0 ? [''] : shown, emphasis };
        const xml = addProgram(guid, message, { ...options, timeStampMs: nextStampMs(), guid: randomUUID });
        const { result } = await askXml('AddProgram', xml);
        if (result === 'kSuccess') return 'confirmed' as const;
        throw fault(
          id,
          'rejected',
          'service',
          `The card refused the program with ${result}; look at widthPx, heightPx and font`,
        );
      },
      look: async () =>
        void (await exchange('the heartbeat', [heartbeatAsk()], (reply) => (reply.kind === 'heartbeat' ? true : null))),
    };
  };

  return createMessageBoard({
    id,
    deps,
    capabilities: { lines, charactersPerLine, vietnamese: true, acknowledges: true },
    listen,
    connect,
    rewriteMs: REWRITE_MS,
    lookMs: LOOK_MS,
  });
};
