// A reader of the MSR605 family, on a serial line or as HID (MSR605X). It reads only while a read is asked for, and such a
// read has no time limit: it waits for a swipe, and nothing but a reset, which is not answered, takes it back. So a quiet
// reader is asked now and then whether it is still there: reset, flush, test, read again.
import type { DeviceId } from '../../contract/ids.ts';
import { type DriverDeps, fault, type HealthChanged } from '../core/contract.ts';
import type { CardReader } from '../core/device-classes.ts';
import { createGapTimer } from '../core/gap-timer.ts';
import { createHearing } from '../core/hearing.ts';
import { createListeners } from '../core/listeners.ts';
import { type Session, supervise } from '../core/supervise.ts';
import { createSwipeSink } from '../core/swipe-sink.ts';
import { writeWithin } from '../core/write-within.ts';
import { COMM_OK, COMM_TEST, createMsrReader, type MsrMessage, READ_ISO, RESET } from './codec.ts';
import { createReportJoiner, toReports } from './hid-packets.ts';

export interface Msr605Options {
  /** How long a reader may be quiet before it is asked whether it is there. A swipe in that quarter of a second is lost. */
  readonly checkEverySeconds: number;
}

/** After a reset, which is not answered, the reader may still send what it had begun. */
const FLUSH_MS = 100;
const ANSWER_MS = 1000;
const WRITE_TIMEOUT_MS = 1000;
const ASK_AGAIN_MS = 3000;
/** At 9600 baud a whole block takes a quarter of a second, without a pause. */
const REST_MS = 300;
/** A reader that answers a read with an error at once must not be asked without end. */
const BREATH_MS = 300;

type CardReaderEvent = Parameters<Parameters<CardReader['subscribe']>[0]>[0];

interface Wire {
  send(command: Uint8Array): Promise<void>;
  read(onMessage: (message: MsrMessage) => void): Promise<void>;
}

export const createMsr605Reader = (id: DeviceId, options: Msr605Options, deps: DriverDeps): CardReader => {
  const { clock, log, count } = deps;
  const listeners = createListeners<HealthChanged | CardReaderEvent>(log);
  const sink = createSwipeSink(deps, listeners.publish);

  /** The bytes of the protocol, whatever carries them. */
  const createWire = (session: Session): Wire => {
    const { transport, signal } = session;
    const isHid = transport.features !== undefined;
    const reader = createMsrReader();
    const joiner = createReportJoiner();
    const limits = { device: id, clock, signal, timeoutMs: WRITE_TIMEOUT_MS };
    const bytesOf = (piece: Uint8Array): Uint8Array => {
      if (!isHid) return piece;
      const joined = joiner.push(piece);
      if (joined.ok) return joined.value ?? new Uint8Array(0);
      count('checksum-errors');
      log('warn', `${id} sent a report that cannot be used: ${joined.error}`);
      return new Uint8Array(0);
    };
    return {
      async send(command) {
        if (!isHid) return writeWithin(transport, command, limits);
        // The reports have no number: the system wants a 0 before them.
        for (const report of toReports(command)) await writeWithin(transport, Uint8Array.of(0, ...report), limits);
      },
      async read(onMessage) {
        const rest = createGapTimer({ clock, gapMs: REST_MS, session }, () => {
          joiner.clear();
          for (const message of reader.flush()) onMessage(message);
        });
        for await (const piece of transport.bytes) {
          for (const message of reader.push(bytesOf(piece))) onMessage(message);
          if (reader.isEmpty && joiner.isEmpty) rest.cancel();
          else rest.touch();
        }
      },
    };
  };

  const run = async (session: Session) => {
    const { signal } = session;
    const wire = createWire(session);
    const hearing = createHearing<MsrMessage>(clock, signal);
    /** Between a reset and the end of its flush everything is of the past. */
    let isFlushing = true;

    const reset = async () => {
      isFlushing = true;
      await wire.send(RESET);
      await clock.sleep(FLUSH_MS, signal);
      isFlushing = false;
    };
    const isThere = async (): Promise<boolean> => {
      await reset();
      const answer = hearing.hear(
        (message) => (message.kind === 'reply' && message.code === COMM_OK ? true : null),
        ANSWER_MS,
      );
      const [, heard] = await Promise.all([wire.send(COMM_TEST), answer]);
      return heard === true;
    };
    const greet = async () => {
      while (!(await isThere())) {
        count('timeouts');
        const message = `${id} did not answer the communication test (1b65) with 1b79 within ${ANSWER_MS} ms; check its power and that it is an MSR605`;
        session.report('failed', fault(id, 'timeout', 'reset', message));
        await clock.sleep(ASK_AGAIN_MS, signal);
      }
      session.report('ready', null);
    };
    const judge = (message: MsrMessage) => {
      if (message.kind === 'swipe') return sink.take(message.tracks);
      if (message.kind === 'damaged') {
        count('checksum-errors');
        log('warn', `${id} sent a block that cannot be read: ${message.why}`);
      }
      // A status alone: a swipe of which nothing could be read.
      if (message.kind === 'reply' || message.kind === 'damaged') sink.fail();
    };
    const work = async () => {
      for (;;) {
        await greet();
        for (;;) {
          const swiped = hearing.hear((message) => message, options.checkEverySeconds * 1000);
          // Together: a line that ends while the order is written ends the waiting too, and both must be heard.
          const [, message] = await Promise.all([wire.send(READ_ISO), swiped]);
          if (message === null) break;
          judge(message);
          if (message.kind !== 'swipe') {
            await clock.sleep(BREATH_MS, signal);
            break;
          }
        }
      }
    };
    session.alongside(work());
    await wire.read((message) => {
      if (!isFlushing) hearing.heard(message);
    });
  };

  const supervised = supervise({
    id,
    deps,
    run,
    onHealth: (health) => listeners.publish({ type: 'health-changed', health }),
  });
  return {
    id,
    get health() {
      return supervised.health;
    },
    start: supervised.start,
    stop: supervised.stop,
    subscribe: listeners.subscribe,
  };
};
