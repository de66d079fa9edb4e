// Keeps one driver's line open for ever: open, run a session, report the loss, wait, open again. A session that throws
// is a bug of that driver only: it is logged, shown as health, and tried again like a lost line.
import type { DeviceResult, Fault, Health, HealthState } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { refuse } from '../../contract/result.ts';
import { type DriverDeps, fault, type Transport } from './contract.ts';

export interface Session {
  readonly transport: Transport;
  /** Aborts when the line has ended or the driver stops; every wait of a session takes it. */
  readonly signal: AbortSignal;
  /** Work beside `run`, such as reading. When it rejects, the session breaks as if `run` had rejected. */
  alongside(work: Promise<void>): void;
  report(state: HealthState, fault: Fault | null): void;
}

export interface Supervised {
  readonly health: Health;
  start(): void;
  /** Resolves within 2 s, also when the session does not obey. */
  stop(): Promise<void>;
}

export interface Supervision {
  readonly id: DeviceId;
  readonly deps: DriverDeps;
  /** Lives as long as the line. It may end early: the line is then closed and opened again. */
  run(session: Session): Promise<void>;
  /** Called on edges only: when the state, the fault's code or the part at fault changes. */
  onHealth(health: Health): void;
}

/** A missing path or a refused connection is cheap to look at, and people wait beside the machine. */
const ABSENT_RETRY_MS = 1000;
const BACKOFF_FIRST_MS = 500;
const BACKOFF_LIMIT_MS = 30_000;
/** A line that lasted this long was not part of a series of failures. */
const LASTED_MS = 5000;
const STOP_LIMIT_MS = 1900;
/** The transports have limits of their own, of 3 s; a system call that hangs in the kernel has none. */
const OPEN_LIMIT_MS = 10_000;

/** Milliseconds until the next try after `failures` in a row (from 1); jitter takes off up to a half. */
export const backOff = (cause: Fault['code'], failures: number, random: () => number): number => {
  if (cause === 'no-device') return ABSENT_RETRY_MS * (1 - random() / 2);
  return Math.min(BACKOFF_LIMIT_MS, BACKOFF_FIRST_MS * 2 ** (failures - 1)) * (1 - random() / 2);
};

const isSameHealth = (a: Health, b: Health) =>
  a.state === b.state &&
  a.fault?.code === b.fault?.code &&
  a.fault?.recovery === b.fault?.recovery &&
  a.fault?.detail?.['part'] === b.fault?.detail?.['part'];

export const supervise = ({ id, deps, run, onHealth }: Supervision): Supervised => {
  const { open, clock, log, random, count } = deps;
  const stopping = new AbortController();
  let health: Health = { state: 'offline', sinceMs: clock.now(), fault: null };
  let living: Promise<void> | null = null;

  const report = (state: HealthState, reason: Fault | null) => {
    const next = { state, sinceMs: clock.now(), fault: reason };
    if (isSameHealth(health, next)) return;
    health = next;
    log(state === 'ready' || state === 'connecting' ? 'info' : 'warn', `${id} is ${state}`, {
      ...(reason === null ? {} : { code: reason.code, message: reason.message }),
    });
    onHealth(health);
  };

  /** Returns why the line ended. */
  const runSession = async (transport: Transport): Promise<Fault> => {
    const line = new AbortController();
    const signal = AbortSignal.any([stopping.signal, line.signal]);
    const closeOnStop = () => void transport.close();
    stopping.signal.addEventListener('abort', closeOnStop, { once: true });
    const lost = transport.ended.then((reason) => {
      line.abort(reason);
      return reason;
    });
    report('connecting', null);
    const beside = Promise.withResolvers<never>();
    const session: Session = {
      transport,
      signal,
      alongside: (work) => void work.catch(beside.reject),
      report: (state, reason) => signal.aborted || report(state, reason),
    };
    try {
      await Promise.race([run(session), beside.promise]);
      await transport.close();
      return await lost;
    } catch (cause) {
      const broke = fault(id, 'hardware', 'reset', `The session broke: ${String(cause)}`, {}, cause);
      // A loss that came first stays the reason of `signal`: a session that rejects because of it has no bug.
      if (!signal.aborted) line.abort(broke);
      await transport.close();
      const reason = await lost;
      // `stopped` means that our own close() ended the line: nothing was wrong with it.
      if (stopping.signal.aborted || reason.code !== 'stopped') return reason;
      log('error', `The session of ${id} broke`, { cause });
      return broke;
    } finally {
      stopping.signal.removeEventListener('abort', closeOnStop);
    }
  };

  /** A line that opens after we gave up is closed again, so that it holds nobody up who comes later. */
  const openInTime = async (): Promise<DeviceResult<Transport>> => {
    const gaveUp = new AbortController();
    const done = new AbortController();
    const signal = AbortSignal.any([stopping.signal, gaveUp.signal]);
    const opening = open(signal);
    const late = clock.sleep(OPEN_LIMIT_MS, AbortSignal.any([stopping.signal, done.signal])).then(
      () => refuse(fault(id, 'timeout', 'reset', `The line did not open within ${OPEN_LIMIT_MS} ms`)),
      () => refuse(fault(id, 'stopped', 'wait', `${id} was stopped`)),
    );
    const outcome = await Promise.race([opening.then((opened) => ({ opened })), late]);
    done.abort();
    if ('opened' in outcome) return outcome.opened;
    gaveUp.abort();
    void opening.then((opened) => (opened.ok ? opened.value.close() : undefined));
    return outcome;
  };

  const live = async () => {
    let failures = 0;
    let hasRun = false;
    while (!stopping.signal.aborted) {
      const openedAtMs = clock.monotonicMs();
      const opened = await openInTime();
      if (opened.ok && hasRun) count('reconnects');
      hasRun ||= opened.ok;
      const reason = opened.ok ? await runSession(opened.value) : opened.error;
      if (stopping.signal.aborted) break;
      report(reason.code === 'no-device' || reason.code === 'stopped' ? 'offline' : 'failed', reason);
      failures = opened.ok && clock.monotonicMs() - openedAtMs >= LASTED_MS ? 1 : failures + 1;
      await clock.sleep(backOff(reason.code, failures, random), stopping.signal).catch(() => undefined);
    }
  };

  return {
    get health() {
      return health;
    },
    start() {
      if (stopping.signal.aborted) throw new Error(`${id} was stopped; build a new driver to start it again`);
      living ??= live();
    },
    async stop() {
      const stopped = fault(id, 'stopped', 'wait', `${id} was stopped`);
      stopping.abort(stopped);
      report('offline', stopped);
      const limit = new AbortController();
      await Promise.race([living, clock.sleep(STOP_LIMIT_MS, limit.signal).catch(() => undefined)]);
      limit.abort();
    },
  };
};
