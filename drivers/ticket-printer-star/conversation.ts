// One open line to a Star printer: its questions, and what it says by itself.
import type { DeviceId } from '../../contract/ids.ts';
import type { Clock } from '../core/contract.ts';
import { createHearing } from '../core/hearing.ts';
import { createPacedSender, type PacedSender } from '../core/paced-sender.ts';
import type { PaperAndErrors } from '../core/printer-condition.ts';
import type { Session } from '../core/supervise.ts';
import { createStarReader, REQUEST_STATUS, type StarAnswer, tellWhenPrinted } from './codec.ts';

const ANSWER_TIMEOUT_MS = 500;
/** An answer that is not whole after this long will not be. */
const QUIET_MS = 200;

export interface Conversation extends Pick<PacedSender, 'send'> {
  /** ESC ACK SOH, twice at most; null: no answer. */
  askStatus(): Promise<PaperAndErrors | null>;
  /** Sends `bytes`, then waits until all before is on paper; false: no answer within `timeoutMs`. */
  sendAndAwaitPaper(bytes: Uint8Array, timeoutMs: number): Promise<boolean>;
}

export interface ConversationSetting {
  readonly device: DeviceId;
  readonly session: Session;
  readonly clock: Clock;
  readonly rowsPerSecond: number;
  onStatus(status: PaperAndErrors): void;
}

/** Two bytes. */
const LAST_ID = 0xffff;

export const createConversation = (setting: ConversationSetting): Conversation => {
  const { session, clock } = setting;
  const { transport, signal } = session;
  const sender = createPacedSender(setting);
  const { hear, heard } = createHearing<StarAnswer>(clock, signal);
  // Any start will do: an answer to a question of a former line has another id.
  let lastId = Math.trunc(clock.now()) & LAST_ID;

  const listen = async () => {
    const reader = createStarReader();
    let heardAtMs = clock.monotonicMs();
    for await (const chunk of transport.bytes) {
      const nowMs = clock.monotonicMs();
      if (nowMs - heardAtMs > QUIET_MS) reader.quiet();
      heardAtMs = nowMs;
      for (const answer of reader.push(chunk)) {
        if (answer.kind === 'status') setting.onStatus(answer.status);
        heard(answer);
      }
    }
  };
  session.alongside(listen());

  const askOnce = async (): Promise<PaperAndErrors | null> => {
    const pick = (answer: StarAnswer) => (answer.kind === 'status' ? answer.status : null);
    const answer = hear(pick, sender.queuedMs() + ANSWER_TIMEOUT_MS);
    await Promise.all([sender.sendNow(REQUEST_STATUS), answer]);
    return answer;
  };

  return {
    send: sender.send,
    askStatus: async () => (await askOnce()) ?? askOnce(),
    async sendAndAwaitPaper(bytes, timeoutMs) {
      lastId = (lastId + 1) & LAST_ID;
      const id = lastId;
      const isOurs = (answer: StarAnswer) => (answer.kind === 'printed' && answer.id === id ? true : null);
      const printed = hear(isOurs, sender.busyMs() + timeoutMs);
      await Promise.all([sender.send(Uint8Array.from([...bytes, ...tellWhenPrinted(id)]), 0), printed]);
      return (await printed) !== null;
    },
  };
};
