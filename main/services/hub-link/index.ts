// The site's line to the hub. The journal is the outbox: nothing is copied, and a command never waits for any of this.
import { randomBytes, randomUUID } from 'node:crypto';
import type { DevicesWord } from '../../../contract/hub.ts';
import type { HubLinkStatus, LinkTrouble } from '../../../contract/hub-status.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { type HubLine, LineError, type OpenHubLine } from './line.ts';
import { messageOf } from './message.ts';
import { nextTry, noTries } from './reopen.ts';
import { firstState, type LinkAction, type LinkInput, type LinkState, mayPublish, step } from './rules.ts';
import { createLinkStore, type LinkStore } from './store.ts';

export { joinHub, type Membership, readMembership } from './membership.ts';
export { openMemberLine, openNatsLine } from './nats-line.ts';
export { createObedience, type PreparedCommand } from './obey.ts';

export interface HubLinkDeps {
  readonly db: Db;
  readonly ledger: Pick<Ledger, 'subscribe' | 'condition'>;
  readonly site: string;
  readonly openLine: OpenHubLine;
  /** Answers what the hub asks for a phone outside the hall. */
  readonly asked: (ask: unknown) => Promise<unknown>;
  /** Does what headquarters sent and answers it. Errors: those of the line and of the database. */
  readonly obey: (line: Pick<HubLine, 'pull' | 'answer'>) => Promise<void>;
  /** Told to the hub whenever it is asked how far it is. */
  readonly devices: () => DevicesWord;
  readonly now: () => number;
  readonly later: (delayMs: number, run: () => void) => Disposable;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail?: Readonly<Record<string, unknown>>) => void;
  readonly onChange: () => void;
}

export interface HubLink {
  status(): HubLinkStatus;
  /** Nothing without a line. */
  sendTurns(text: string): void;
  stop(): Promise<void>;
}

/** Rows and bytes of one message: a few milliseconds of work, between which commands are answered. */
const BATCH = { limit: 250, bytes: 200_000 };
/** Rows of one moment travel together. */
const LINGER_MS = 100;
const TICK_MS = 1500;
/** Asks also when nothing is on its way: the hub's database may have been put back to an earlier day. */
const IDLE_ASK_EVERY_TICKS = 20;
/** A nudge may be lost. */
const PULL_EVERY_TICKS = 40;
const SAVE_EVERY_MS = 5000;
/** Of its time the link works at most a third. */
const REST_FACTOR = 2;

const troubleOf = (error: unknown): LinkTrouble => (error instanceof LineError ? error.trouble : 'refused');

export const startHubLink = (deps: HubLinkDeps): HubLink => {
  const { db, ledger, site, openLine, asked, obey, devices, now, later, random, log, onChange } = deps;
  const store: LinkStore = createLinkStore(db, { epoch: randomUUID, salt: () => randomBytes(16) });
  const stored = store.read();
  let state: LinkState = firstState({ ...stored, head: store.head() });
  let saved = stored;
  let savedAtMs = now();
  let line: HubLine | null = null;
  let tries = noTries;
  let ticks = 0;
  let isPumping = false;
  let isLingering = false;
  let isStopped = false;
  /** Counts connections: what an earlier one answers late is not for us. */
  let connection = 0;
  const timers = new Set<Disposable>();

  const after = (ms: number, run: () => void): void => {
    const timer = later(ms, () => {
      timers.delete(timer);
      if (!isStopped) run();
    });
    timers.add(timer);
  };

  /** The database is closed after the disk failed. */
  const isReadable = (): boolean => db.open && ledger.condition !== 'failed';

  const save = (): void => {
    const { epoch, after: begins, applied } = state;
    if (saved.epoch === epoch && saved.applied === applied) return;
    saved = { epoch, after: begins, applied };
    savedAtMs = now();
    try {
      store.write(saved);
    } catch (error) {
      // A full disk: the hub knows how far it is, so nothing depends on this row.
      log('warn', 'how far the hub is could not be noted', { error });
    }
  };

  const act = (action: LinkAction): void => {
    if (action.kind === 'ask') ask();
    else if (action.kind === 'renew') save();
    else after(action.ms * (0.5 + random()), () => feed({ kind: 'waited' }));
  };

  const feed = (input: LinkInput): void => {
    if (isStopped || !isReadable()) return;
    const before = state;
    const next = step(state, input, { epoch: randomUUID(), generation: randomBytes(4).toString('hex') });
    state = next.state;
    if (state.epoch !== before.epoch)
      log('warn', 'the hub has rows that are not ours: this database was restored or copied, a new epoch begins', {
        epoch: state.epoch,
        after: state.after,
      });
    if (state.trouble !== before.trouble) {
      if (state.trouble !== null)
        log('warn', `the hub: ${state.trouble}`, { applied: state.applied, head: state.head });
      onChange();
    }
    next.actions.forEach(act);
    if (mayPublish(state)) void pump();
  };

  /** Age of the oldest row that the hub does not have. Rows of this very moment count too. */
  const lagMs = (): number => {
    const oldestMs = isReadable() && store.head() > state.applied ? store.nextAtMs(state.applied) : null;
    return oldestMs === null ? 0 : Math.max(0, now() - oldestMs);
  };

  const ask = (): void => {
    if (line === null) return;
    const { applied, sent, generation, epoch } = state;
    const asked = { applied, sent, generation };
    const of = connection;
    line.askCursor({ epoch, word: { lagMs: lagMs(), ...devices() } }).then(
      (cursor) => {
        if (of !== connection || !isReadable()) return;
        feed({ kind: 'cursor', cursor, asked, ownId: cursor.applied === null ? null : store.idAt(cursor.applied) });
      },
      (error: unknown) => {
        if (of !== connection) return;
        if (troubleOf(error) === 'hub-silent') feed({ kind: 'silent' });
        else feed({ kind: 'refused', generation, trouble: troubleOf(error) });
      },
    );
  };

  const publishNext = (): boolean => {
    if (line === null || !isReadable() || !mayPublish(state)) return false;
    const batch = store.batch(state.sent, BATCH);
    if (batch === null) return false;
    const { generation } = state;
    const message = messageOf(batch, { site, state, sentAtMs: now() });
    feed({ kind: 'published', last: batch.last });
    line.publish(message).then(
      () => feed({ kind: 'stored', generation }),
      (error: unknown) => feed({ kind: 'refused', generation, trouble: troubleOf(error) }),
    );
    return true;
  };

  const pump = async (): Promise<void> => {
    if (isPumping) return;
    isPumping = true;
    try {
      for (;;) {
        const startedMs = performance.now();
        if (!publishNext()) return;
        const restMs = Math.max(1, REST_FACTOR * (performance.now() - startedMs));
        await new Promise<void>((resolve) => later(restMs, resolve));
        if (isStopped) return;
      }
    } catch (error) {
      // A disk that fails is told by the ledger; the next tick tries again.
      log('error', 'the journal could not be read for the hub', { error });
    } finally {
      isPumping = false;
    }
  };

  const reopen = (trouble: LinkTrouble): void => {
    const next = nextTry(tries, trouble, random());
    tries = next.tries;
    after(next.delayMs, () => void open());
  };

  const open = async (): Promise<void> => {
    connection += 1;
    const of = connection;
    const closed = (trouble: LinkTrouble): void => {
      if (of !== connection || isStopped) return;
      connection += 1;
      line = null;
      feed({ kind: 'closed', trouble });
      reopen(trouble);
    };
    try {
      const opened = await openLine({
        ack: (ack) => {
          if (of === connection && isReadable()) feed({ kind: 'acked', ack, ownId: store.idAt(ack.applied) });
        },
        asked,
        nudged: pull,
        closed,
      });
      if (isStopped || of !== connection) {
        await opened.close();
        return;
      }
      line = opened;
      tries = noTries;
      log('info', 'the hub is reached');
      feed({ kind: 'opened' });
      pull();
    } catch (error) {
      closed(troubleOf(error));
    }
  };

  const pull = (): void => {
    if (line === null || isStopped || !isReadable()) return;
    obey(line).catch((error: unknown) => {
      // The next minute, or the next line, asks again.
      if (!isStopped) log('warn', 'what headquarters sent could not be done yet', { error });
    });
  };

  const tick = (): void => {
    after(TICK_MS, tick);
    ticks += 1;
    if (!isReadable()) return;
    feed({ kind: 'grew', head: store.head() });
    if (state.phase === 'sending' && (state.sent > state.applied || ticks % IDLE_ASK_EVERY_TICKS === 0)) ask();
    if (ticks % PULL_EVERY_TICKS === 0) pull();
    if (now() - savedAtMs >= SAVE_EVERY_MS) save();
  };

  const growing = ledger.subscribe((recorded) => {
    const head = recorded.at(-1)?.seq ?? 0;
    if (isLingering) return;
    isLingering = true;
    after(LINGER_MS, () => {
      isLingering = false;
      if (isReadable()) feed({ kind: 'grew', head: Math.max(head, store.head()) });
    });
  });
  void open();
  after(TICK_MS, tick);

  return {
    status: () => {
      const { phase, applied, sent, trouble, rewinds } = state;
      // Rows of this very moment wait too.
      const head = isReadable() ? store.head() : state.head;
      const backlog = Math.max(0, head - applied);
      return {
        state: phase === 'offline' ? 'offline' : backlog === 0 && phase === 'sending' ? 'up-to-date' : 'catching-up',
        ...{ trouble, applied, sent, backlog, rewinds },
        lagMs: lagMs(),
      };
    },
    sendTurns: (text) => line?.sendTurns(text),
    stop: async () => {
      isStopped = true;
      growing[Symbol.dispose]();
      for (const timer of timers) timer[Symbol.dispose]();
      if (isReadable()) save();
      await line?.close();
    },
  };
};
