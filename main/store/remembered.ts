// Answers from the tables that are asked for again and again while nothing changed: a change is told to a hundred screens.
import type { Ledger } from './ledger.ts';
import type { Db } from './open-db.ts';

/**
 * Changes when another process wrote, never by this one. Outside of transactions it is asked once in a turn of the event loop:
 * each time costs locks.
 */
export const createDataVersion = (db: Db): (() => number | undefined) => {
  // Not the table of the same name, which makes a statement each time.
  const version = db.prepare<[], number>('PRAGMA data_version').pluck();
  let ofTurn: { readonly version: number | undefined } | null = null;
  return () => {
    if (ofTurn !== null && !db.inTransaction) return ofTurn.version;
    const now = version.get();
    if (ofTurn === null) {
      setImmediate(() => {
        ofTurn = null;
      });
    }
    ofTurn = { version: now };
    return now;
  };
};

/** Asks anew once any row was written, by this process or by another one. */
export type Remember = <T>(read: () => T) => () => T;

/** Outside of commands only: what a transaction read would be remembered although it was undone. */
export const createRemember = (db: Db): Remember => {
  const dataVersion = createDataVersion(db);
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  return <T>(read: () => T) => {
    let known: { readonly others: number | undefined; readonly own: number | undefined; readonly value: T } | null =
      null;
    return () => {
      const [others, own] = [dataVersion(), changes.get()];
      if (known === null || known.others !== others || known.own !== own) known = { others, own, value: read() };
      return known.value;
    };
  };
};

export interface Known<V> {
  /** Undefined for what is not there; that is asked for again each time. */
  get(key: string): V | undefined;
  /** After a change of the rows by this process. */
  forget(): void;
}

/**
 * What every request asks for, by key: read once until it is forgotten or another process wrote. Inside a command it is
 * read each time, since that may be undone.
 */
export const createKnown = <V extends object>(
  { db, ledger }: { readonly db: Db; readonly ledger: Pick<Ledger, 'isDeciding'> },
  read: (key: string) => V | undefined,
): Known<V> => {
  const version = createDataVersion(db);
  const known = new Map<string, V>();
  let at: number | undefined;
  return {
    get: (key) => {
      if (ledger.isDeciding) return read(key);
      const now = version();
      if (now !== at) known.clear();
      at = now;
      const row = known.get(key) ?? read(key);
      if (row !== undefined) known.set(key, row);
      return row;
    },
    forget: () => known.clear(),
  };
};
