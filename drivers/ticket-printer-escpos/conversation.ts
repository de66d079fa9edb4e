// One open line to a printer: sends at the pace of wire and paper, asks for status, hears what the printer pushes.
//
// Requests for status are obeyed wherever they stand, so they go out between commands, never inside one: an image would
// come out shifted.
import type { DeviceId } from '../../contract/ids.ts';
import type { Clock } from '../core/contract.ts';
import { createHearing } from '../core/hearing.ts';
import { createPacedSender } from '../core/paced-sender.ts';
import type { PaperAndErrors } from '../core/printer-condition.ts';
import type { Session } from '../core/supervise.ts';
import { createTurns } from '../core/turns.ts';
import {
  CLEAR_BUFFERS,
  createAnswerParser,
  decodeRealTimeStatus,
  type PrinterAnswer,
  requestStatus,
  type StatusRequest,
} from './codec.ts';

/** Real printers answer DLE EOT within some milliseconds; 500 ms is what devices in the field were given. */
const ANSWER_TIMEOUT_MS = 500;
/** An answer that is not whole after this long will not be. */
const QUIET_MS = 200;
/** After four answers: a fifth within this time shows that they were not the answers to our four questions. */
const SETTLE_MS = 20;

export interface Conversation {
  readonly signal: AbortSignal;
  /** Wire time that is still ahead of whatever is sent now. */
  queuedMs(): number;
  /** Time until wire and paper have worked off what was sent, without feed and cut. */
  busyMs(): number;
  /** Answers so far that fitted nothing. */
  noiseCount(): number;
  /** One whole command or several; `rows` is the paper it moves. Rejects when the line ends or stalls. */
  send(bytes: Uint8Array, rows: number): Promise<void>;
  /** The next answer that `pick` takes, or null after `timeoutMs`. Hears from the moment it is called. */
  hear<T>(pick: (answer: PrinterAnswer) => T | null, timeoutMs: number): Promise<T | null>;
  /** DLE DC4 8. Nothing else is sent until the printer has answered it, as Epson demands; waits 500 ms at most. */
  clearBuffers(): Promise<void>;
  /** DLE EOT 1 only: is anybody there? */
  isAlive(): Promise<boolean>;
  /**
   * DLE EOT 1 to 4. `mute`: no answer; `confused`: answers and
   * questions do not match, or the printer pushed something newer meanwhile; ask again later.
   */
  askStatus(): Promise<PaperAndErrors | 'mute' | 'confused'>;
}

export interface ConversationSetting {
  readonly device: DeviceId;
  readonly session: Session;
  readonly clock: Clock;
  readonly rowsPerSecond: number;
  onStatusBack(status: PaperAndErrors): void;
}

const realTimeStatus = (answer: PrinterAnswer) => (answer.kind === 'real-time-status' ? answer.byte : null);

const blockCleared = (answer: PrinterAnswer) => (answer.kind === 'block' && answer.header === 0x37 ? answer : null);

export const createConversation = (setting: ConversationSetting): Conversation => {
  const { device, session, clock } = setting;
  const { transport, signal } = session;
  const { hear, heard } = createHearing<PrinterAnswer>(clock, signal);
  const { queuedMs, busyMs, send, sendNow, sendAlone } = createPacedSender({
    device,
    session,
    clock,
    rowsPerSecond: setting.rowsPerSecond,
  });
  const asking = createTurns();
  let pushes = 0;
  let noise = 0;

  const listen = async () => {
    const parser = createAnswerParser();
    let heardAtMs = clock.monotonicMs();
    for await (const chunk of transport.bytes) {
      const nowMs = clock.monotonicMs();
      if (nowMs - heardAtMs > QUIET_MS) parser.quiet();
      heardAtMs = nowMs;
      for (const answer of parser.push(chunk)) {
        if (answer.kind === 'garbage') noise++;
        if (answer.kind === 'status-back') {
          pushes++;
          setting.onStatusBack(answer.status);
        }
        heard(answer);
      }
    }
  };
  session.alongside(listen());

  const ask = async (n: StatusRequest): Promise<number | null> => {
    const answer = hear(realTimeStatus, queuedMs() + ANSWER_TIMEOUT_MS);
    await Promise.all([sendNow(requestStatus(n)), answer]);
    return answer;
  };

  /** A late answer must not be taken for the answer to the next question: let it pass first. */
  const askTwice = async (n: StatusRequest): Promise<number | null> => {
    const answer = await ask(n);
    if (answer !== null) return answer;
    await clock.sleep(ANSWER_TIMEOUT_MS, signal);
    return ask(n);
  };

  return {
    signal,
    queuedMs,
    busyMs,
    noiseCount: () => noise,
    send,
    hear,
    async clearBuffers() {
      const answered = hear(blockCleared, queuedMs() + ANSWER_TIMEOUT_MS);
      await Promise.all([sendAlone(CLEAR_BUFFERS, answered), answered]);
    },
    isAlive: () => asking(async () => (await askTwice(1)) !== null),
    askStatus: () =>
      asking(async () => {
        const replies = { 1: 0, 2: 0, 3: 0, 4: 0 };
        const pushesBefore = pushes;
        for (const n of [1, 2, 3, 4] as const) {
          const reply = await askTwice(n);
          if (reply === null) return 'mute';
          replies[n] = reply;
        }
        const surplus = await hear(realTimeStatus, SETTLE_MS);
        // What was pushed meanwhile is newer than the first of our answers.
        return surplus === null && pushes === pushesBefore ? decodeRealTimeStatus(replies) : 'confused';
      }),
  };
};
