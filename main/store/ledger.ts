// The one writer. Commands that arrive while the disk is busy are decided together and share one fsync (group commit);
// each is answered only after it. A state change is always: append an event, let the projections write the tables.
import type { BusinessEvent, Recorded } from '../../contract/events.ts';
import type { BusinessDay } from '../../contract/ids.ts';
import { createJournal } from './journal.ts';
import type { Db } from './open-db.ts';
import { isStorageTrouble, StoreError } from './store-error.ts';

/** Writes what follows from one event into the tables it owns. Runs inside the transaction; must depend on nothing else. */
export type Projection = (recorded: Recorded) => void;

export interface Transaction {
  /** Wall clock of this group of commands, milliseconds since 1970; never before the newest journal row. */
  readonly nowMs: number;
  append(day: BusinessDay, event: BusinessEvent): Recorded;
}

/** `full`: the last commit found no space; the next one may succeed. */
export type Condition = 'ok' | 'full' | 'failed';

export interface Ledger {
  /**
   * Runs `work` in the next group and resolves with its value once that group is on the disk. `work` is synchronous and
   * touches nothing but the transaction, since it runs once more when another command of its group throws. When it
   * throws itself, its own changes are undone and the other commands of the group are not touched.
   * Errors: StoreError `storage-full` and `busy` (try again later), `storage-failed` (final for this process), `stopping`.
   */
  submit<T>(work: (transaction: Transaction) => T): Promise<T>;
  /**
   * Runs `work` on one state of the tables. Each read by itself costs locks of its own, twenty times as much as the read; so
   * whoever asks many questions at once asks them in here. `work` is synchronous and writes nothing.
   */
  read<T>(work: () => T): T;
  /** Whether what is read now may be undone: inside of a command. */
  readonly isDeciding: boolean;
  /** Called after the commit, in journal order. A listener that throws is logged and does not disturb the others. */
  subscribe(listener: (recorded: readonly Recorded[]) => void): Disposable;
  readonly condition: Condition;
  /** Called at each change of `condition`; after `failed` this process will store nothing more. */
  onCondition(listener: (condition: Condition) => void): Disposable;
  /** Finishes what was submitted, then refuses more. */
  close(): Promise<void>;
}

export interface LedgerDeps {
  readonly db: Db;
  readonly projections: readonly Projection[];
  /** Told after a transaction was undone: what was remembered from it is wrong. */
  readonly undone: () => void;
  readonly now: () => number;
  /** Commands decided together at most; 1 switches group commit off (for comparison in the benchmark). */
  readonly maxGroup: number;
  /** Told once on each change of condition, and of listeners that threw. */
  readonly log: (level: 'info' | 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

interface Pending {
  readonly run: (transaction: Transaction) => void;
  /** Called after the commit. */
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

export const createLedger = ({ db, projections, undone, now, maxGroup, log }: LedgerDeps): Ledger => {
  const journal = createJournal(db);
  const listeners = new Set<(recorded: readonly Recorded[]) => void>();
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const beginRead = db.prepare('BEGIN');
  const rollbackNow = db.prepare('ROLLBACK');
  const rollback = (): void => {
    rollbackNow.run();
    undone();
  };
  let pending: Pending[] = [];
  let isScheduled = false;
  let isReading = false;
  const conditionListeners = new Set<(condition: Condition) => void>();
  let isClosing = false;
  let condition: Condition = 'ok';

  const setCondition = (next: Condition, cause: unknown): void => {
    if (condition === next) return;
    condition = next;
    log(
      next === 'ok' ? 'info' : 'error',
      next === 'ok' ? 'the disk takes commits again' : `storage is ${next}: no number can be promised`,
      { cause },
    );
    for (const listener of conditionListeners) guarded(() => listener(next));
  };

  /** Runs a group inside one transaction. A throw leaves the transaction to the caller. */
  const decide = (group: readonly Pending[]): Recorded[] => {
    const recorded: Recorded[] = [];
    const rows = journal.begin(now());
    const transaction: Transaction = {
      nowMs: rows.atMs,
      append: (day, event) => {
        const entry = rows.append(event, day);
        for (const project of projections) project(entry);
        recorded.push(entry);
        return entry;
      },
    };
    for (const command of group) command.run(transaction);
    return recorded;
  };

  const commitGroup = (group: readonly Pending[]): Recorded[] => {
    begin.run();
    const recorded = decide(group);
    commit.run();
    return recorded;
  };

  const answer = (group: readonly Pending[], recorded: readonly Recorded[]): void => {
    setCondition('ok', null);
    for (const command of group) command.settle();
    if (recorded.length === 0) return;
    for (const listener of listeners) guarded(() => listener(recorded));
  };

  /** A listener that throws must not look like trouble with the disk, nor disturb the others. */
  const guarded = (tell: () => void): void => {
    try {
      tell();
    } catch (error) {
      log('error', 'a listener failed', { error });
    }
  };

  /**
   * A command that throws is a bug of ours, so it is rare and may cost: the group is undone and each of its commands is
   * decided again alone, and only the faulty one fails. Savepoints would make every sound command pay for it instead.
   */
  const commitApart = (group: readonly Pending[]): void => {
    for (const command of group) {
      try {
        answer([command], commitGroup([command]));
      } catch (cause) {
        if (isStorageTrouble(cause)) throw cause;
        rollback();
        command.fail(cause);
      }
    }
  };

  const failGroup = (group: readonly Pending[], cause: unknown): void => {
    try {
      if (db.open && db.inTransaction) rollback();
    } catch (error) {
      log('error', 'rollback failed', { error });
    }
    const error = StoreError.from(cause, 'The command was not stored');
    // After a failed fsync the kernel may have dropped the dirty pages: this handle must never be asked again.
    const isFinal = error.code !== 'storage-full' && error.code !== 'busy';
    if (error.code !== 'busy') setCondition(isFinal ? 'failed' : 'full', cause);
    if (isFinal && db.open) db.close();
    for (const command of group) command.fail(error);
  };

  const commitOrUndo = (group: readonly Pending[]): void => {
    let recorded: Recorded[];
    try {
      recorded = commitGroup(group);
    } catch (cause) {
      if (isStorageTrouble(cause) || !db.inTransaction) throw cause;
      rollback();
      commitApart(group);
      return;
    }
    answer(group, recorded);
  };

  const flush = (): void => {
    isScheduled = false;
    const group = pending.slice(0, maxGroup);
    pending = pending.slice(maxGroup);
    if (group.length === 0) return;
    if (condition === 'failed') {
      for (const command of group)
        command.fail(
          new StoreError('storage-failed', 'The disk failed; this host stores nothing more until it is started again.'),
        );
    } else {
      try {
        commitOrUndo(group);
      } catch (cause) {
        failGroup(group, cause);
      }
    }
    schedule();
  };

  // setImmediate lets the event loop read every request that waits in a socket first: they become one group.
  const schedule = (): void => {
    if (isScheduled || pending.length === 0) return;
    isScheduled = true;
    setImmediate(flush);
  };

  return {
    submit: <T>(work: (transaction: Transaction) => T) =>
      new Promise<T>((resolve, reject) => {
        if (isClosing) {
          reject(new StoreError('stopping', 'The host is stopping; nothing was stored. Try again in a moment.'));
          return;
        }
        let outcome: { readonly value: T } | undefined;
        pending.push({
          run: (transaction) => {
            outcome = { value: work(transaction) };
          },
          settle: () => {
            if (outcome !== undefined) resolve(outcome.value);
          },
          fail: reject,
        });
        schedule();
      }),
    read: (work) => {
      if (!db.open || db.inTransaction) return work();
      beginRead.run();
      isReading = true;
      try {
        return work();
      } finally {
        isReading = false;
        commit.run();
      }
    },
    get isDeciding() {
      return db.inTransaction && !isReading;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    get condition() {
      return condition;
    },
    onCondition: (listener) => {
      conditionListeners.add(listener);
      return { [Symbol.dispose]: () => void conditionListeners.delete(listener) };
    },
    close: async () => {
      isClosing = true;
      while (pending.length > 0) await new Promise((resolve) => setImmediate(resolve));
    },
  };
};
