// Answers what the city's hub asks for phones outside the hall: their requests at the site's own door, and turns that are followed.
import { mayRelay, RELAY_LEASE_MS, type RelayAnswer, RelayAsk, type RelayTurns } from '../../../contract/hub-relay.ts';
import type { TurnView } from '../../../contract/live.ts';
import { type DoorRequest, farAddress } from './door.ts';

export type { DoorRequest } from './door.ts';
export { createErrands } from './errands.ts';

export interface FollowedTurn {
  readonly view: TurnView;
  stop(): void;
}

export interface HubRelayDeps {
  readonly request: DoorRequest;
  /** `changed` is told the fields that changed. Null: a token of no ticket. */
  readonly follow: (token: string, changed: (fields: Readonly<Record<string, unknown>>) => void) => FollowedTurn | null;
  readonly send: (turns: RelayTurns) => void;
  readonly monotonicMs: () => number;
  readonly later: (delayMs: number, run: () => void) => Disposable;
}

export interface HubRelay {
  answer(asked: unknown): Promise<RelayAnswer>;
  /** Ends what is followed. */
  stop(): void;
}

interface Follower {
  readonly turns: Map<number, FollowedTurn>;
  changes: [number, Readonly<Record<string, unknown>>][];
  heardMs: number;
  /** Messages of changes so far. */
  seq: number;
}

/** Changes of one moment travel together. */
const GATHER_MS = 20;
/** Of one message; a turn's change is about a hundred bytes. */
const CHANGES_MAX = 1000;
/** More than the phones that a hall of its own serves. */
const TURNS_MAX = 10_000;
const FOLLOWERS_MAX = 16;

export const createHubRelay = ({ request, follow, send, monotonicMs, later }: HubRelayDeps): HubRelay => {
  const followers = new Map<string, Follower>();
  let gathering: Disposable | null = null;

  const flush = (): void => {
    gathering = null;
    for (const [follower, one] of followers) {
      const { changes } = one;
      one.changes = [];
      for (let at = 0; at < changes.length; at += CHANGES_MAX) {
        one.seq += 1;
        const some = changes.slice(at, at + CHANGES_MAX);
        send({ follower, seq: one.seq, changes: some.map(([no, fields]) => [no, { ...fields }]) });
      }
    }
  };

  const end = (follower: string): void => {
    for (const turn of followers.get(follower)?.turns.values() ?? []) turn.stop();
    followers.delete(follower);
  };

  const forgetSilent = (): void => {
    for (const [name, { heardMs }] of followers) if (monotonicMs() - heardMs > RELAY_LEASE_MS) end(name);
  };

  const followerOf = (name: string): Follower | null => {
    const known = followers.get(name);
    if (known !== undefined) {
      known.heardMs = monotonicMs();
      return known;
    }
    if (followers.size >= FOLLOWERS_MAX) return null;
    const made: Follower = { turns: new Map(), changes: [], heardMs: monotonicMs(), seq: 0 };
    followers.set(name, made);
    return made;
  };

  const followOne = (one: Follower, no: number, token: string): TurnView | null => {
    one.turns.get(no)?.stop();
    one.turns.delete(no);
    if (one.turns.size >= TURNS_MAX) return null;
    const turn = follow(token, (fields) => {
      one.changes.push([no, fields]);
      gathering ??= later(GATHER_MS, flush);
    });
    if (turn !== null) one.turns.set(no, turn);
    return turn?.view ?? null;
  };

  const answerRequest = async (ask: Extract<RelayAsk, { kind: 'request' }>): Promise<RelayAnswer> => {
    if (!mayRelay(ask.method, ask.path))
      return { kind: 'refused', message: `${ask.method} ${ask.path.slice(0, 80)} is not for phones outside.` };
    const answered = await request({ ...ask, address: farAddress(ask.address) });
    return { kind: 'answered', ...answered };
  };

  const keep = ({ follower, ended, count }: Extract<RelayAsk, { kind: 'keep' }>): RelayAnswer => {
    const one = followers.get(follower);
    if (one === undefined) return { kind: 'kept', isKnown: count === 0, seq: 0 };
    one.heardMs = monotonicMs();
    for (const no of ended) {
      one.turns.get(no)?.stop();
      one.turns.delete(no);
    }
    return { kind: 'kept', isKnown: one.turns.size === count, seq: one.seq };
  };

  const followAll = ({ follower, turns }: Extract<RelayAsk, { kind: 'follow' }>): RelayAnswer => {
    const one = followerOf(follower);
    if (one === null) return { kind: 'refused', message: `More than ${FOLLOWERS_MAX} hubs follow this site.` };
    const views = turns.map(([no, token]) => followOne(one, no, token));
    return { kind: 'followed', views: views.map((view) => (view === null ? null : { ...view })), seq: one.seq };
  };

  return {
    answer: async (asked) => {
      forgetSilent();
      const parsed = RelayAsk.safeParse(asked);
      if (!parsed.success) return { kind: 'refused', message: parsed.error.issues[0]?.message ?? 'not understood' };
      const ask = parsed.data;
      if (ask.kind === 'request') return answerRequest(ask);
      return ask.kind === 'keep' ? keep(ask) : followAll(ask);
    },
    stop: () => {
      gathering?.[Symbol.dispose]();
      for (const name of [...followers.keys()]) end(name);
    },
  };
};
