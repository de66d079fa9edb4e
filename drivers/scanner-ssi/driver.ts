// A Zebra scanner that speaks SSI with software handshake: each packet of a code is acknowledged, or comes again. That is
// also a health: a scanner that does not answer SCAN_ENABLE is not there, whatever the line says.
import type { DeviceResult } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { type DriverDeps, fault } from '../core/contract.ts';
import { createScanner } from '../core/create-scanner.ts';
import type { Scanner } from '../core/device-classes.ts';
import { createGapTimer } from '../core/gap-timer.ts';
import type { ScanSink } from '../core/scan-sink.ts';
import type { Session } from '../core/supervise.ts';
import { writeWithin } from '../core/write-within.ts';
import { createSsiReader, type DecodePacket, encodeCommand, type SsiMessage } from './codec.ts';

/** How long SSI waits for an answer. */
const ANSWER_MS = 2000;
const GREET_EVERY_MS = 5000;
const GAP_MS = 100;
const WRITE_TIMEOUT_MS = 1000;
/** The scanner gives up a packet after three tries of 2 s; the rest of its code then never comes. */
const REST_MS = 6500;
const LONGEST = 9000;
const CHECKSUM_WRONG = 1;
const NO_READ = 'NR';
const NO_READ_TYPE = 0x01;

/** AIM identifiers of the code types that a hall meets; SSI does not tell the modifier, so it is that of the plain code. */
const SYMBOLOGIES: ReadonlyMap<number, string> = new Map([
  [0x01, 'A0'],
  [0x03, 'C0'],
  [0x0b, 'E0'],
  [0x11, 'L0'],
  [0x1b, 'd1'],
  [0x1c, 'Q1'],
]);

/** Joins packets into codes. A packet that comes again because our answer was lost is no second one. */
const createJoiner = (sink: ScanSink) => {
  let parts: Uint8Array[] = [];
  let last: DecodePacket | null = null;
  const isAgain = (packet: DecodePacket) =>
    packet.isRetransmitted && last !== null && Buffer.compare(packet.data, last.data) === 0;
  return {
    get isEmpty() {
      return parts.length === 0;
    },
    giveUp() {
      parts = [];
      sink.fail();
    },
    take(packet: DecodePacket) {
      const isRepeated = isAgain(packet);
      last = packet;
      if (isRepeated) return;
      parts.push(packet.data);
      if (parts.reduce((sum, part) => sum + part.length, 0) > LONGEST) {
        parts = [];
        return sink.fail();
      }
      if (!packet.isLast) return;
      const bytes = Buffer.concat(parts);
      parts = [];
      if (packet.codeType === NO_READ_TYPE && bytes.toString('latin1') === NO_READ) return sink.fail();
      sink.take(bytes, SYMBOLOGIES.get(packet.codeType) ?? null);
    },
  };
};

export const createSsiScanner = (id: DeviceId, deps: DriverDeps): Scanner => {
  const { clock, count } = deps;
  type Answer = 'ack' | 'nak';
  /** Who waits for the answer to a command; one at a time. */
  let asked: ((answer: Answer) => void) | null = null;
  let lastAsk: Promise<unknown> = Promise.resolve();

  const send = ({ transport, signal }: Session, frame: Uint8Array) =>
    writeWithin(transport, frame, { device: id, clock, signal, timeoutMs: WRITE_TIMEOUT_MS });

  const askNow = async (session: Session, frame: Uint8Array): Promise<Answer | 'silent'> => {
    const answered = Promise.withResolvers<Answer>();
    asked = answered.resolve;
    const done = new AbortController();
    try {
      await send(session, frame);
      const silence = clock
        .sleep(ANSWER_MS, AbortSignal.any([session.signal, done.signal]))
        .then(() => 'silent' as const);
      return await Promise.race([answered.promise, silence]);
    } finally {
      done.abort();
      asked = null;
    }
  };
  /** Rejects when the line ends. */
  const ask = (session: Session, frame: Uint8Array): Promise<Answer | 'silent'> => {
    const answer = lastAsk.then(() => askNow(session, frame));
    lastAsk = answer.catch(() => undefined);
    return answer;
  };

  const greet = async (session: Session): Promise<void> => {
    while (!session.signal.aborted) {
      const answer = await ask(session, encodeCommand('scan-enable')).catch(() => null);
      if (answer === null) return;
      if (answer !== 'silent') return session.report('ready', null);
      count('timeouts');
      const message = `${id} did not answer SCAN_ENABLE within ${ANSWER_MS} ms; set it to SSI with software handshake`;
      session.report('failed', fault(id, 'timeout', 'service', message));
      await clock.sleep(GREET_EVERY_MS, session.signal).catch(() => undefined);
    }
  };

  const run = async (session: Session, sink: ScanSink) => {
    const reader = createSsiReader();
    const joiner = createJoiner(sink);
    const rest = createGapTimer({ clock, gapMs: REST_MS, session }, joiner.giveUp);
    const take = async (message: SsiMessage): Promise<void> => {
      if (message.kind === 'ack' || message.kind === 'nak') return asked?.(message.kind);
      if (message.kind === 'damaged') {
        count('checksum-errors');
        return send(session, encodeCommand('cmd-nak', Uint8Array.of(CHECKSUM_WRONG)));
      }
      if (message.kind === 'other') return;
      session.report('ready', null);
      // First the answer: a scanner that waits for it is deaf to the next code.
      await send(session, encodeCommand('cmd-ack'));
      joiner.take(message);
      if (joiner.isEmpty) rest.cancel();
      else rest.touch();
    };
    const takeAll = async (messages: readonly SsiMessage[]) => {
      for (const message of messages) await take(message);
    };
    const gap = createGapTimer({ clock, gapMs: GAP_MS, session }, () => session.alongside(takeAll(reader.flush())));
    session.alongside(greet(session));
    for await (const chunk of session.transport.bytes) {
      await takeAll(reader.push(chunk));
      if (reader.isEmpty) gap.cancel();
      else gap.touch();
    }
  };

  const trigger = async (session: Session): Promise<DeviceResult<'triggered' | 'unsupported'>> => {
    const answer = await ask(session, encodeCommand('start-session'));
    if (answer === 'ack') return ok('triggered');
    // Refused: it is set to read by itself or by its own trigger.
    if (answer === 'nak') return ok('unsupported');
    return refuse(fault(id, 'timeout', 'retry', `${id} did not answer START_SESSION within ${ANSWER_MS} ms`));
  };

  return createScanner({ id, deps, run, trigger });
};
