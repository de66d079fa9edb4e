// What the host asks of the thread that compares.
import type { Candidate } from '../decide/decide.ts';
import type { Embedding } from '../face.ts';

export interface KnownFace {
  readonly personId: string;
  readonly embedding: Embedding;
}

export interface Nearby {
  /** How many people were compared. */
  readonly listSize: number;
  readonly candidates: readonly Candidate[];
}

export type MatcherCalls = {
  /** Adds or replaces; gives the number of people then. */
  put: [readonly KnownFace[], number];
  remove: [string, boolean];
  defineList: [{ name: string; personIds: readonly string[] }, null];
  dropList: [string, boolean];
  /** @param list null: everybody. Null: there is no such list. */
  nearest: [{ embedding: Embedding; list: string | null; count: number }, Nearby | null];
  /** People of a list who are really there (null: everybody); null: there is no such list. */
  listSize: [string | null, number | null];
  distanceTo: [{ personId: string; embedding: Embedding }, number | null];
};
