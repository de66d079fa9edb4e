// Answers from the tables that are asked for again and again while nothing changed: a change is told to a hundred screens.
import type { Db } from './open-db.ts';

/** Asks anew once any row was written, by this process or by another one. */
export type Remember = <T>(read: () => T) => () => T;

/** Outside of transactions only: what a transaction read would be remembered although it was undone. */
export const createRemember = (db: Db): Remember => {
  const version = db
    .prepare<[], string>("SELECT total_changes() || ' ' || data_version FROM pragma_data_version")
    .pluck();
  return <T>(read: () => T) => {
    let known: { readonly version: string | undefined; readonly value: T } | null = null;
    return () => {
      const at = version.get();
      if (known === null || known.version !== at) known = { version: at, value: read() };
      return known.value;
    };
  };
};
