// What every board of text lines shares: the newest message wins, is written again after a reconnect and from time to
// time, and a board that does not answer costs nobody but its own caller.
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { type DriverDeps, fault, type HealthChanged } from './contract.ts';
import type { BoardCapabilities, BoardMessage, MessageBoard } from './device-classes.ts';
import { createListeners } from './listeners.ts';
import { type Session, supervise } from './supervise.ts';

/** A conversation with a board that has answered, or that never does. Every method rejects with a Fault. */
export interface BoardLink {
  show(message: BoardMessage): Promise<'confirmed' | 'unconfirmed'>;
  /** Looks whether the board is still there. */
  look(): Promise<void>;
}

export interface BoardPlan {
  readonly id: DeviceId;
  readonly deps: DriverDeps;
  readonly capabilities: BoardCapabilities;
  /** On a fresh line, and again after a Fault. Rejects with a Fault. */
  readonly connect: (session: Session) => Promise<BoardLink>;
  /** Bytes may come at any time: called once a session, before `connect`. */
  readonly listen: (session: Session) => Promise<void>;
  /** How long a message stands before it is written again. */
  readonly rewriteMs: number;
  /** How long nothing is said before `look`. */
  readonly lookMs: number;
}

/** A board that did not answer is tried again after this, or at once for a new message. */
const SLOW_RETRY_MS = 5000;

/** A board shows nothing of ours before the first message. */
interface Wanted {
  readonly message: BoardMessage;
  waiting: ((result: DeviceResult<'confirmed' | 'unconfirmed'>) => void)[];
  /** Not known to be shown since the line opened or the last Fault. */
  isPending: boolean;
}

const isFault = (cause: unknown): cause is Fault =>
  typeof cause === 'object' && cause !== null && 'code' in cause && 'recovery' in cause && 'device' in cause;

export const createMessageBoard = (plan: BoardPlan): MessageBoard => {
  const { id, deps, capabilities, connect, listen, rewriteMs, lookMs } = plan;
  const { clock, log, count } = deps;
  const listeners = createListeners<HealthChanged>(log);
  let wanted: Wanted | null = null;
  let online: { readonly wake: () => void } | null = null;

  const answer = (asked: Wanted, result: DeviceResult<'confirmed' | 'unconfirmed'>) => {
    const { waiting } = asked;
    asked.waiting = [];
    for (const settle of waiting) settle(result);
  };

  const write = async (link: BoardLink, asked: Wanted) => {
    const shown = await link.show(asked.message);
    count('shown');
    asked.isPending = false;
    answer(asked, ok(shown));
  };

  /** What cannot be shown is a fault of the message `tried`: the board itself is at work. */
  const fail = (session: Session, tried: Wanted | null, reason: Fault) => {
    const blamed = reason.code === 'rejected' ? tried : wanted;
    if (blamed !== null) answer(blamed, refuse(reason));
    session.report(reason.code === 'rejected' ? 'degraded' : 'failed', reason);
  };

  /** One session's work, a step at a time. */
  const createWork = (session: Session) => {
    let link: BoardLink | null = null;
    let writeDueAtMs = 0;

    const step = async (): Promise<number> => {
      link ??= await connect(session);
      if (wanted !== null && (wanted.isPending || clock.monotonicMs() >= writeDueAtMs)) {
        await write(link, wanted);
        writeDueAtMs = clock.monotonicMs() + rewriteMs;
      } else await link.look();
      session.report('ready', null);
      // A message that came during the write is due at once.
      return wanted?.isPending === true ? 0 : Math.min(lookMs, rewriteMs);
    };

    /** Milliseconds to rest afterwards. Rejects when the session is over, or for a bug. */
    return async (): Promise<number> => {
      const tried = wanted;
      try {
        return await step();
      } catch (cause) {
        if (session.signal.aborted || !isFault(cause)) throw cause;
        fail(session, tried, cause);
        if (cause.code !== 'rejected') link = null;
        if (wanted !== null) wanted.isPending = true;
        return SLOW_RETRY_MS;
      }
    };
  };

  const run = async (session: Session) => {
    const { signal } = session;
    session.alongside(listen(session));
    const work = createWork(session);
    let woken = new AbortController();
    online = { wake: () => woken.abort() };
    if (wanted !== null) wanted.isPending = true;
    try {
      for (;;) {
        signal.throwIfAborted();
        woken = new AbortController();
        const restMs = await work();
        if (restMs > 0) await clock.sleep(restMs, AbortSignal.any([signal, woken.signal])).catch(() => undefined);
      }
    } finally {
      online = null;
      const broke = fault(id, 'hardware', 'reset', `The session of ${id} broke; it starts again by itself`);
      if (wanted !== null) answer(wanted, refuse(signal.aborted ? signal.reason : broke));
    }
  };

  const supervised = supervise({
    id,
    deps,
    run,
    onHealth: (health) => listeners.publish({ type: 'health-changed', health }),
  });

  return {
    id,
    capabilities,
    get health() {
      return supervised.health;
    },
    start: supervised.start,
    stop: supervised.stop,
    subscribe: listeners.subscribe,
    async show(message) {
      const next: Wanted = { message, waiting: wanted?.waiting ?? [], isPending: true };
      // Those who asked before are answered with the newest; a write under way answers nobody then.
      if (wanted !== null) wanted.waiting = [];
      wanted = next;
      if (online === null)
        return refuse(supervised.health.fault ?? fault(id, 'no-device', 'wait', `${id} is not connected yet`));
      online.wake();
      return new Promise((resolve) => {
        next.waiting.push(resolve);
      });
    },
  };
};
