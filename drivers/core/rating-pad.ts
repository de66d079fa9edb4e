// What every rating pad shares whatever it speaks: the page that it should show is kept, shown again when the pad lost it,
// and looked after. A protocol brings how a page is written and how one sees that it is still there.
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { type DriverDeps, fault, type HealthChanged } from './contract.ts';
import type { PadPage, PadPress, RatingPad } from './device-classes.ts';
import { createListeners } from './listeners.ts';
import { type Session, supervise } from './supervise.ts';

export type Shown = 'confirmed' | 'unconfirmed';

/** A conversation with the pad on one open line. Expected trouble is a Fault; each call rejects when the line ends. */
export interface PadTalk {
  /** After opening and after each restart of the pad. */
  setUp(): Promise<Fault | null>;
  write(page: PadPage): Promise<DeviceResult<Shown>>;
  dim(percent: number): Promise<Fault | null>;
  /** Whether the page that was written last is still shown. */
  check(): Promise<DeviceResult<'shown' | 'lost'>>;
  /** The newest press that the pad keeps; null when it keeps none. */
  collect(): Promise<DeviceResult<KeptPress | null>>;
}

export interface KeptPress {
  readonly press: PadPress;
  /** The second question stands on the glass and may still be answered. */
  readonly isOpen: boolean;
}

/** What the pad says by itself. */
export interface PadEvents {
  /** The power came on: all that was written is gone. */
  restarted(): void;
  /** Somebody pressed a face: what was pressed is read from the pad's memory, which a lost frame does not touch. */
  touched(): void;
}

export interface PadSetting {
  readonly id: DeviceId;
  readonly deps: DriverDeps;
  talk(session: Session, events: PadEvents): PadTalk;
}

/** How long a pad may show a wrong page without anybody having said so. */
const LOOK_MS = 2500;
const SLOW_RETRY_MS = 2000;
const TRIES = 3;

const isWorthAnotherTry = ({ code }: Fault) => code === 'timeout' || code === 'bad-frame';

export const createRatingPad = ({ id, deps, talk: beginTalk }: PadSetting): RatingPad => {
  const { clock, log, count } = deps;
  const listeners = createListeners<HealthChanged | { readonly type: 'face-pressed'; readonly press: PadPress }>(log);
  let wanted: PadPage | null = null;
  let brightness: number | null = null;
  let waiting: ((result: DeviceResult<Shown>) => void)[] = [];
  let dimming: ((result: DeviceResult<void>) => void)[] = [];
  /** What the pad is known to have; all false after a restart. */
  let done = { setUp: false, page: false, brightness: false };
  /** The newest press that was read, and the last asking whose press is settled. */
  let kept: PadPress | null = null;
  let settledAsk: number | null = null;
  let online: { readonly wake: () => void } | null = null;

  const forget = () => {
    done = { setUp: false, page: false, brightness: false };
  };
  const answer = (result: DeviceResult<Shown>) => {
    const settled = waiting;
    waiting = [];
    for (const settle of settled) settle(result);
  };
  const answerDimming = (result: DeviceResult<void>) => {
    const settled = dimming;
    dimming = [];
    for (const settle of settled) settle(result);
  };

  const setBrightness = async (talk: PadTalk): Promise<Fault | null> => {
    const percent = brightness;
    if (percent === null || done.brightness) return null;
    const known = done;
    const reason = await talk.dim(percent);
    if (reason !== null) return reason;
    if (known === done && percent === brightness) {
      done = { ...done, brightness: true };
      answerDimming(ok(undefined));
    }
    return null;
  };

  const collect = async (talk: PadTalk): Promise<Fault | null> => {
    const found = await talk.collect();
    if (!found.ok) return found.error;
    if (found.value === null) return null;
    const { press, isOpen } = found.value;
    if (press.ask === settledAsk) return null;
    // Whoever is still asked the second question may answer it, unless the asking has ended.
    if (isOpen && wanted?.kind === 'faces' && wanted.ask.number === press.ask) return null;
    kept = press;
    listeners.publish({ type: 'face-pressed', press });
    return null;
  };

  /** Another asking would overwrite the press that nobody has stored yet; the same one was answered. */
  const isHeld = (page: PadPage) => page.kind === 'faces' && (kept !== null || page.ask.number === settledAsk);

  const showPage = async (talk: PadTalk): Promise<Fault | null> => {
    const page = wanted;
    if (page === null || done.page || isHeld(page)) return null;
    const known = done;
    const written = await talk.write(page);
    // A newer page or a restart came meanwhile: this outcome speaks for nobody.
    if (page !== wanted || known !== done) return null;
    if (!written.ok && isWorthAnotherTry(written.error)) return written.error;
    done = { ...done, page: true };
    if (written.ok) count('shown');
    answer(written);
    return written.ok ? null : written.error;
  };

  const lookAfter = async (talk: PadTalk): Promise<Fault | null> => {
    const seen = await talk.check();
    if (!seen.ok) return seen.error;
    if (seen.value === 'lost' && wanted !== null) {
      log('warn', `${id} lost its page; showing it again`);
      forget();
    }
    return null;
  };

  const isWanting = () =>
    !done.setUp || (wanted !== null && !done.page && !isHeld(wanted)) || (brightness !== null && !done.brightness);

  const attend = async (talk: PadTalk): Promise<Fault | null> => {
    if (!isWanting()) return (await collect(talk)) ?? lookAfter(talk);
    if (!done.setUp) {
      const known = done;
      const reason = await talk.setUp();
      if (reason !== null) return reason;
      if (known === done) done = { ...done, setUp: true };
    }
    return (await collect(talk)) ?? (await setBrightness(talk)) ?? showPage(talk);
  };

  /** Turns outcomes into health. Gives how long nothing need be done. */
  const createJudge = (session: Session) => {
    let failures = 0;
    /** Why the page that is wanted now cannot be shown; stays until another one is. */
    let refused: { readonly page: PadPage | null; readonly reason: Fault } | null = null;

    const succeeded = () => {
      failures = 0;
      if (refused?.page !== wanted) refused = null;
      session.report(refused === null ? 'ready' : 'degraded', refused?.reason ?? null);
      return isWanting() ? 0 : LOOK_MS;
    };
    const failed = (reason: Fault) => {
      failures++;
      if (reason.code === 'timeout') count('timeouts');
      if (failures < TRIES) return 0;
      session.report('failed', reason);
      answer(refuse(reason));
      answerDimming(refuse(reason));
      return SLOW_RETRY_MS;
    };
    return (reason: Fault | null): number => {
      if (reason === null) return succeeded();
      if (isWorthAnotherTry(reason)) return failed(reason);
      refused = { page: wanted, reason };
      session.report('degraded', reason);
      return LOOK_MS;
    };
  };

  const run = async (session: Session) => {
    const { signal } = session;
    let woken = new AbortController();
    forget();
    online = { wake: () => woken.abort() };
    const judge = createJudge(session);
    const talk = beginTalk(session, {
      restarted() {
        log('info', `${id} was restarted; showing its page again`);
        forget();
        woken.abort();
      },
      touched() {
        count('key-presses');
        woken.abort();
      },
    });
    try {
      for (;;) {
        signal.throwIfAborted();
        woken = new AbortController();
        const waitMs = judge(await attend(talk));
        if (waitMs > 0) await clock.sleep(waitMs, AbortSignal.any([signal, woken.signal])).catch(() => undefined);
      }
    } finally {
      online = null;
      const broke = fault(id, 'hardware', 'reset', `The session of ${id} broke; it starts again by itself`);
      const reason: Fault = signal.aborted ? signal.reason : broke;
      answer(refuse(reason));
      answerDimming(refuse(reason));
    }
  };

  const supervised = supervise({
    id,
    deps,
    run,
    onHealth: (health) => listeners.publish({ type: 'health-changed', health }),
  });
  const lost = (): Fault =>
    supervised.health.fault ?? fault(id, 'no-device', 'wait', `${id} is not connected; the page is shown later`);

  return {
    id,
    get health() {
      return supervised.health;
    },
    start: supervised.start,
    stop: supervised.stop,
    subscribe: listeners.subscribe,
    async show(page) {
      wanted = page;
      done = { ...done, page: false };
      if (online === null) return refuse(lost());
      online.wake();
      return new Promise((resolve) => waiting.push(resolve));
    },
    acknowledge(ask, outcome) {
      if (outcome === 'dropped' && settledAsk !== ask) count('presses-dropped');
      settledAsk = ask;
      if (kept?.ask === ask) kept = null;
      online?.wake();
    },
    async setBrightness(percent) {
      if (!Number.isInteger(percent) || percent < 0 || percent > 100)
        return refuse(fault(id, 'rejected', 'service', `Brightness is ${percent}; allowed: 0 to 100, whole`));
      brightness = percent;
      done = { ...done, brightness: false };
      if (online === null) return refuse(lost());
      online.wake();
      return new Promise((resolve) => dimming.push(resolve));
    },
  };
};
