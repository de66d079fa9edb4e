// The site's line to the hub. The journal is the outbox: nothing is copied, and a command never waits for any of this.
import { randomBytes, randomUUID } from 'node:crypto';
import type { HubQuestion } from '../../../contract/hub.ts';
import type { HubLinkStatus } from '../../../contract/hub-status.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { keepLine, troubleOf } from './keep-line.ts';
import type { HubLine, OpenHubLine } from './line.ts';
import { messageOf } from './message.ts';
import { createPump } from './pump.ts';
import { firstState, type LinkAction, type LinkInput, type LinkState, mayPublish, step } from './rules.ts';
import { createLinkStore, type LinkStore } from './store.ts';

export { type Box, openBox } from './box.ts';
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
  /** What the hub is told of the site whenever it is asked how far it is. */
  readonly word: () => Omit<NonNullable<HubQuestion['word']>, 'lagMs'>;
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

export const startHubLink = (deps: HubLinkDeps): HubLink => {
  const { db, ledger, site, openLine, asked, obey, word, now, later, random, log, onChange } = deps;
  const store: LinkStore = createLinkStore(db, { epoch: randomUUID, salt: () => randomBytes(16) });
  const stored = store.read();
  let state: LinkState = firstState({ ...stored, head: store.head() });
  let saved = stored;
  let savedAtMs = now();
  let ticks = 0;
  let isLingering = false;
  let isStopped = false;
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
    const line = lines.current();
    if (line === null) return;
    const { applied, sent, generation, epoch } = state;
    const asked = { applied, sent, generation };
    // What an earlier line answers late is not for us.
    const isLate = (): boolean => line !== lines.current();
    line.askCursor({ epoch, word: { lagMs: lagMs(), ...word() } }).then(
      (cursor) => {
        if (isLate() || !isReadable()) return;
        feed({ kind: 'cursor', cursor, asked, ownId: cursor.applied === null ? null : store.idAt(cursor.applied) });
      },
      (error: unknown) => {
        if (isLate()) return;
        if (troubleOf(error) === 'hub-silent') feed({ kind: 'silent' });
        else feed({ kind: 'refused', generation, trouble: troubleOf(error) });
      },
    );
  };

  const publishNext = (): boolean => {
    const line = lines.current();
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

  const pump = createPump({
    ...{ publishNext, later, isStopped: () => isStopped },
    // A disk that fails is told by the ledger; the next tick tries again.
    failed: (error) => log('error', 'the journal could not be read for the hub', { error }),
  });

  const pull = (): void => {
    const line = lines.current();
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
  const lines = keepLine({
    ...{ openLine, after, random },
    hears: {
      ack: (ack) => {
        if (isReadable()) feed({ kind: 'acked', ack, ownId: store.idAt(ack.applied) });
      },
      asked,
      nudged: pull,
    },
    opened: () => {
      log('info', 'the hub is reached');
      feed({ kind: 'opened' });
      pull();
    },
    closed: (trouble) => feed({ kind: 'closed', trouble }),
  });
  void lines.open();
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
    sendTurns: (text) => lines.current()?.sendTurns(text),
    stop: async () => {
      isStopped = true;
      growing[Symbol.dispose]();
      for (const timer of timers) timer[Symbol.dispose]();
      if (isReadable()) save();
      await lines.stop();
    },
  };
};
