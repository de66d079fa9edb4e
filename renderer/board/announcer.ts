// Which call is announced now, and which come after: one first-in-first-out line that never overlaps, never cuts a
// call short and never says a call twice. It knows no DOM and no sound; both are passed in.
import type { BoardCall } from '../../contract/live.ts';

export interface AnnouncerDeps {
  /**
   * Makes the call heard; ends when it is over, at once where there is no sound. Never rejects. `isNextWaiting` tells at
   * any moment whether somebody else waits to be called: then a call is said once instead of twice.
   */
  readonly sound: (call: BoardCall, isNextWaiting: () => boolean) => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  /** The call that is being announced, null when the line is empty. */
  readonly onAnnouncing: (call: BoardCall | null) => void;
  /** Kept over a reload of the page, where `wasAnnounced` answers from it. */
  readonly onAnnounced: (call: BoardCall) => void;
  readonly wasAnnounced: (call: BoardCall) => boolean;
}

export interface Announcer {
  /** Takes the calls of the newest view, in any order. */
  readonly hear: (calls: readonly BoardCall[], nowMs: number) => void;
}

/** A call stays the headline at least so long, even when the next one is waiting. */
export const headlineMs = 7_000;
/** An older call is announced only while nobody has come for it: a board that was reloaded in a rush loses none. */
const freshMs = 60_000;

const isDue = ({ isOpen, calledAtMs }: BoardCall, nowMs: number): boolean => isOpen || nowMs - calledAtMs < freshMs;

export const createAnnouncer = (deps: AnnouncerDeps): Announcer => {
  const line: BoardCall[] = [];
  let heardSeq = 0;
  let isAnnouncing = false;

  const announceAll = async () => {
    isAnnouncing = true;
    for (let call = line.shift(); call; call = line.shift()) {
      deps.onAnnouncing(call);
      // Seen for its time and said once: a reload while it is said again would only repeat it.
      const seen = deps.sleep(headlineMs).then(() => deps.onAnnounced(call));
      await Promise.all([deps.sound(call, () => line.length > 0), seen]);
    }
    isAnnouncing = false;
    deps.onAnnouncing(null);
  };

  const enqueue = (call: BoardCall) => {
    const waiting = line.findIndex((other) => other.number === call.number);
    if (waiting >= 0) line[waiting] = call;
    else line.push(call);
  };

  return {
    hear: (calls, nowMs) => {
      const newestSeq = Math.max(0, ...calls.map((call) => call.seq));
      // Counting starts over with the business day.
      if (newestSeq < heardSeq) heardSeq = 0;
      const fresh = calls
        .filter((call) => call.seq > heardSeq && isDue(call, nowMs) && !deps.wasAnnounced(call))
        .sort((a, b) => a.seq - b.seq);
      for (const call of fresh) enqueue(call);
      heardSeq = newestSeq;
      if (!isAnnouncing && line.length > 0) void announceAll();
    },
  };
};
