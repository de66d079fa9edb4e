// Sends at the pace of wire and paper, so that the line stays nearly empty: a question is then answered now, and a broken
// job leaves little behind.
import type { DeviceId } from '../../contract/ids.ts';
import type { Clock } from './contract.ts';
import type { Session } from './supervise.ts';
import { createTurns } from './turns.ts';
import { writeWithin } from './write-within.ts';

/** How far sending may run ahead of wire and paper. */
const LEAD_MS = 150;
/** A write that the system has not taken so long after it should have: nobody takes bytes at the other end. */
const STALL_MS = 2000;

export interface PacedSender {
  /** Wire time that is still ahead of whatever is sent now. */
  queuedMs(): number;
  /** Time until wire and paper have worked off what was sent, without feed and cut. */
  busyMs(): number;
  /** One whole command or several; `rows` is the paper it moves. Rejects when the line ends or stalls. */
  send(bytes: Uint8Array, rows: number): Promise<void>;
  /** Ahead of what waits for the paper, behind the write under way. */
  sendNow(bytes: Uint8Array): Promise<void>;
  /** As sendNow; nothing else is written until `answered` has settled. */
  sendAlone(bytes: Uint8Array, answered: Promise<unknown>): Promise<void>;
}

export interface PacedSenderSetting {
  readonly device: DeviceId;
  readonly session: Pick<Session, 'transport' | 'signal'>;
  readonly clock: Clock;
  readonly rowsPerSecond: number;
}

export const createPacedSender = ({ device, session, clock, rowsPerSecond }: PacedSenderSetting): PacedSender => {
  const { transport, signal } = session;
  const inTurn = createTurns();
  let wireFreeAtMs = 0;
  let paperFreeAtMs = 0;

  const queuedMs = () => Math.max(0, wireFreeAtMs - clock.monotonicMs());
  const busyMs = () => Math.max(queuedMs(), paperFreeAtMs - clock.monotonicMs());

  const write = async (bytes: Uint8Array) => {
    const wireMs = transport.bytesPerSecond === null ? 0 : (bytes.length / transport.bytesPerSecond) * 1000;
    await writeWithin(transport, bytes, { device, clock, signal, timeoutMs: queuedMs() + wireMs + STALL_MS });
    wireFreeAtMs = Math.max(wireFreeAtMs, clock.monotonicMs()) + wireMs;
  };

  return {
    queuedMs,
    busyMs,
    async send(bytes, rows) {
      const aheadMs = busyMs() - LEAD_MS;
      if (aheadMs > 0) await clock.sleep(aheadMs, signal);
      signal.throwIfAborted();
      await inTurn(() => write(bytes));
      paperFreeAtMs = Math.max(paperFreeAtMs, clock.monotonicMs()) + (rows / rowsPerSecond) * 1000;
    },
    sendNow: (bytes) => inTurn(() => write(bytes)),
    sendAlone: (bytes, answered) =>
      inTurn(async () => {
        await write(bytes);
        await answered;
      }),
  };
};
