// What the hub knows of the turns of one hall, without any I/O: the newest view of each, and whether something of it was missed.
import type { RelayTurns } from '../../contract/hub-relay.ts';
import type { TurnView } from '../../contract/live.ts';

export interface Entry {
  readonly no: number;
  view: TurnView;
  phones: number;
  /** The site tells what changes. */
  isFollowed: boolean;
  leftAtMs: number;
}

export interface Hall {
  readonly turns: Map<string, Entry>;
  readonly byNo: Map<number, Entry>;
  heardAtMs: number;
  isSilent: boolean;
  /** Questions in a row without an answer. */
  failures: number;
  /** Numbers that the site need not follow any more. */
  ended: number[];
  /** Of the newest message of changes. */
  seq: number;
  /** A change was missed, or came at a moment when nobody can tell whether a view is older: all are asked for again. */
  isBehind: boolean;
}

const SILENT_AFTER = 2;
/** A turn that nobody follows is kept for whoever opens it again while the hall is silent; a business day is over by then. */
const KEPT_MS = 12 * 3_600_000;

export const newHall = (nowMs: number): Hall => ({
  ...{ turns: new Map(), byNo: new Map(), heardAtMs: nowMs, isSilent: false, failures: 0 },
  ...{ ended: [], seq: 0, isBehind: false },
});

/** Returns whether it is heard again after it was silent. */
export const heard = (hall: Hall, nowMs: number): boolean => {
  const wasSilent = hall.isSilent;
  hall.heardAtMs = nowMs;
  hall.failures = 0;
  hall.isSilent = false;
  return wasSilent;
};

/** Returns whether it is silent since now. */
export const notHeard = (hall: Hall): boolean => {
  hall.failures += 1;
  if (hall.isSilent || hall.failures < SILENT_AFTER) return false;
  hall.isSilent = true;
  return true;
};

export const applyChanges = (hall: Hall, { seq, changes }: Pick<RelayTurns, 'seq' | 'changes'>): void => {
  if (seq !== hall.seq + 1) hall.isBehind = true;
  hall.seq = seq;
  for (const [no, fields] of changes) {
    const entry = hall.byNo.get(no);
    if (entry === undefined) hall.isBehind = true;
    else entry.view = { ...entry.view, ...fields };
  }
};

/** A view as it was when the site had told so many changes. */
export const applyView = (hall: Hall, entry: Entry, { view, seq }: { view: TurnView; seq: number }): void => {
  // A change that came before the answer could be used is newer than the answer.
  if (hall.seq > seq) hall.isBehind = true;
  entry.view = view;
  entry.isFollowed = true;
};

/** Lets go what no phone follows, and drops what is old. */
export const forget = (hall: Hall, nowMs: number): void => {
  for (const [token, entry] of hall.turns) {
    if (entry.phones > 0) continue;
    if (entry.isFollowed) hall.ended.push(entry.no);
    entry.isFollowed = false;
    if (nowMs - entry.leftAtMs < KEPT_MS) continue;
    hall.turns.delete(token);
    hall.byNo.delete(entry.no);
  }
};

export const countFollowed = ({ turns }: Hall): number =>
  [...turns.values()].filter(({ isFollowed }) => isFollowed).length;

/** Whether a phone shows a turn that the site does not tell of. */
export const owesViews = ({ turns }: Hall): boolean =>
  [...turns.values()].some(({ phones, isFollowed }) => phones > 0 && !isFollowed);

/**
 * What the site answered to "I am still here". Returns whether all turns have to be asked for again: it follows others, or
 * more was told than came.
 */
export const applyKept = (
  hall: Hall,
  { isKnown, seq }: { readonly isKnown: boolean; readonly seq: number },
): boolean => {
  const isAgain = hall.isBehind || !isKnown || hall.seq < seq || owesViews(hall);
  hall.isBehind = false;
  hall.seq = isKnown ? Math.max(hall.seq, seq) : seq;
  return isAgain;
};

/** As a phone is shown it. */
export const shown = ({ isSilent, heardAtMs }: Hall, { view }: Entry): TurnView =>
  isSilent ? { ...view, silentSinceMs: heardAtMs } : view;
