// What every camera driver does with its pictures: hands them on at once, judges one a second, and notices when none
// come. Nothing queues: a picture that comes while one is being judged is only handed on.
import type { Fault, HealthState } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { type DriverDeps, fault, type HealthChanged } from './contract.ts';
import type { Camera, CameraFrame } from './device-classes.ts';
import { createListeners } from './listeners.ts';
import { type CameraLimits, createPictureJudge, samplePicture, type Verdict } from './picture-judge.ts';
import { type Session, supervise } from './supervise.ts';
import type { SuppliedLine } from './supplied-line.ts';

/** Larger than any JPEG of a 4K camera; more is not a picture. */
export const PICTURE_LIMIT_BYTES = 12 * 1024 * 1024;
const JUDGED_EVERY_MS = 1000;
/** So many judged pictures in a row that cannot be decoded are no accident of the network. */
const UNREADABLE_IN_A_ROW = 3;

const TROUBLES: Readonly<Record<Exclude<Verdict, 'alive'> | 'unreadable', string>> = {
  frozen: 'sends the same picture again and again; switch it off and on',
  black: 'sends black pictures; look for a cover, a cap or a dark room',
  unreadable: 'sends pictures that cannot be decoded; look at its encoding (JPEG) and at the network',
};

export interface Feed {
  /** A whole JPEG. */
  take(jpeg: Uint8Array): void;
  /** A piece that should have been a picture and is none. */
  broken(): void;
}

export interface CameraParts {
  readonly id: DeviceId;
  readonly deps: DriverDeps;
  readonly limits: CameraLimits;
  readonly line: SuppliedLine;
  /** Reads the open line into the feed for as long as it lives. */
  readonly read: (session: Session, feed: Feed) => Promise<void>;
}

export const createCamera = ({ id, deps, limits, line, read }: CameraParts): Camera => {
  const { clock, log, count } = deps;
  const listeners = createListeners<HealthChanged | { type: 'frame'; frame: CameraFrame }>(log);

  const run = async (session: Session) => {
    const judge = createPictureJudge(limits);
    let lastFrameMs = clock.monotonicMs();
    let judgedMs = Number.NEGATIVE_INFINITY;
    let isJudging = false;
    let unreadable = 0;

    const report = (state: HealthState, trouble: keyof typeof TROUBLES | null) => {
      const reason: Fault | null =
        trouble === null
          ? null
          : fault(
              id,
              trouble === 'unreadable' ? 'bad-frame' : 'hardware',
              trouble === 'black' ? 'clear' : 'reset',
              `${id} ${TROUBLES[trouble]}`,
              { part: trouble },
            );
      session.report(state, reason);
    };

    const consider = async (jpeg: Uint8Array) => {
      isJudging = true;
      judgedMs = clock.monotonicMs();
      try {
        const verdict = judge.see(await samplePicture(jpeg), judgedMs);
        unreadable = 0;
        if (verdict === 'alive') report('ready', null);
        else report('degraded', verdict);
      } catch {
        count('failed-reads');
        if (++unreadable >= UNREADABLE_IN_A_ROW) report('degraded', 'unreadable');
      } finally {
        isJudging = false;
      }
    };

    const watch = async () => {
      const limitMs = limits.lostAfterSeconds * 1000;
      while (!session.signal.aborted) {
        const silentMs = clock.monotonicMs() - lastFrameMs;
        if (silentMs >= limitMs) {
          count('timeouts');
          return line.lose(
            fault(id, 'timeout', 'wait', `${id} sent no picture for ${limits.lostAfterSeconds} s`, { part: 'lost' }),
          );
        }
        await clock.sleep(limitMs - silentMs, session.signal).catch(() => undefined);
      }
    };

    session.alongside(watch());
    await read(session, {
      take(jpeg) {
        const nowMs = clock.monotonicMs();
        lastFrameMs = nowMs;
        count('frames');
        listeners.publish({ type: 'frame', frame: { jpeg, atMs: clock.now() } });
        if (!isJudging && nowMs - judgedMs >= JUDGED_EVERY_MS) void consider(jpeg);
      },
      broken: () => count('failed-reads'),
    });
  };

  const supervised = supervise({
    id,
    deps: { ...deps, open: line.open },
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
