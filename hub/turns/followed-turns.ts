// Turns that phones follow through the hub: the site makes each view and tells what changes; here is only its newest one, in memory.
import { randomUUID } from 'node:crypto';
import { type NatsConnection, RequestError, TimeoutError } from '@nats-io/nats-core';
import { hubSubjects } from '../../contract/hub.ts';
import { RELAY_TURNS_MAX, RelayAnswer, type RelayAsk, RelayTurns } from '../../contract/hub-relay.ts';
import type { TurnView } from '../../contract/live.ts';
import type { HubLog } from '../hub-error.ts';
import {
  applyChanges,
  applyKept,
  applyView,
  countFollowed,
  type Entry,
  forget,
  type Hall,
  heard,
  newHall,
  notHeard,
  owesViews,
  shown,
} from './hall.ts';

export interface FollowedTurnsDeps {
  readonly connection: NatsConnection;
  /** Names this process to the sites. */
  readonly follower: string;
  readonly now: () => number;
  readonly log: HubLog;
  readonly onChange: () => void;
}

export interface FollowedTurn {
  view(): TurnView;
  /** One phone fewer. */
  leave(): void;
}

/** `silent`: the hall does not answer now, and this turn was never seen here. */
export type Opened = FollowedTurn | 'unknown' | 'silent';

export interface FollowedTurns {
  open(site: string, token: string): Promise<Opened>;
  /** Whether the site tells of the turn already, so that it need not be asked. */
  isFollowed(site: string, token: string): boolean;
  /** A request of a phone at the site's own door; null while the hall does not answer. */
  request(
    site: string,
    ask: Omit<Extract<RelayAsk, { kind: 'request' }>, 'kind'>,
  ): Promise<Extract<RelayAnswer, { kind: 'answered' | 'refused' }> | null>;
  stop(): void;
}

const ASK_MS = 3000;
const KEEP_EVERY_MS = 4000;
const TURNS_OF_HALL_MAX = 20_000;

/** What is no JSON must not end the reading of all that comes over the connection. */
const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

export const createFollowedTurns = (deps: FollowedTurnsDeps): FollowedTurns => {
  const { connection, follower, now, log, onChange } = deps;
  const halls = new Map<string, Hall>();
  let lastNo = 0;

  const hallOf = (site: string): Hall => {
    const known = halls.get(site);
    if (known !== undefined) return known;
    const made = newHall(now());
    halls.set(site, made);
    return made;
  };

  /** Null while nobody answers. Errors: the connection of the hub itself is gone. */
  const ask = async (site: string, question: RelayAsk): Promise<RelayAnswer | null> => {
    try {
      const answer = await connection.request(hubSubjects.ask(site), JSON.stringify(question), {
        ...{ timeout: ASK_MS, noMux: true, reply: hubSubjects.asked(randomUUID()) },
      });
      return RelayAnswer.parse(answer.json());
    } catch (error) {
      const isAway = error instanceof RequestError && error.isNoResponders();
      if (!(isAway || error instanceof TimeoutError))
        log('warn', 'a hall could not be asked', { site, error: String(error) });
      return null;
    }
  };

  /** Null while the hall does not answer; a view each otherwise, null for what it does not know. */
  const follow = async (site: string, hall: Hall, turns: readonly (readonly [number, string])[]) => {
    const answer = await ask(site, { kind: 'follow', follower, turns: turns.map(([no, token]) => [no, token]) });
    if (answer?.kind !== 'followed') {
      if (notHeard(hall)) onChange();
      return null;
    }
    if (heard(hall, now())) onChange();
    return { views: answer.views as (TurnView | null)[], seq: answer.seq };
  };

  const followAgain = async (site: string, hall: Hall): Promise<void> => {
    const wanted = [...hall.turns].filter(([, { phones }]) => phones > 0);
    for (let at = 0; at < wanted.length; at += RELAY_TURNS_MAX) {
      const some = wanted.slice(at, at + RELAY_TURNS_MAX);
      const told = await follow(
        site,
        hall,
        some.map(([token, { no }]) => [no, token]),
      );
      if (told === null) {
        hall.isBehind = true;
        return;
      }
      for (const [index, [, entry]] of some.entries())
        applyView(hall, entry, { view: told.views[index] ?? entry.view, seq: told.seq });
    }
    onChange();
  };

  const keep = async (site: string, hall: Hall): Promise<void> => {
    forget(hall, now());
    const count = countFollowed(hall);
    const ended = hall.ended.splice(0, 10_000);
    if (count === 0 && ended.length === 0 && !hall.isSilent && !owesViews(hall)) return;
    const answer = await ask(site, { kind: 'keep', follower, ended, count });
    if (answer?.kind !== 'kept') {
      hall.ended.unshift(...ended);
      if (notHeard(hall)) onChange();
      return;
    }
    const wasSilent = heard(hall, now());
    if (wasSilent) onChange();
    if (applyKept(hall, answer) || wasSilent) await followAgain(site, hall);
  };

  /** Thousands of views may take longer than the pause. */
  const busy = new Set<Hall>();
  const keeping = setInterval(() => {
    for (const [site, hall] of halls) {
      // Whoever makes up names of halls leaves nothing behind.
      if (hall.turns.size === 0) halls.delete(site);
      if (hall.turns.size === 0 || busy.has(hall)) continue;
      busy.add(hall);
      keep(site, hall)
        .catch((error: unknown) => log('warn', 'the turns of a hall were not kept', { site, error: String(error) }))
        .finally(() => busy.delete(hall));
    }
  }, KEEP_EVERY_MS);

  const changes = connection.subscribe(hubSubjects.turns('*'), {
    callback: (error, message) => {
      if (error !== null) return;
      const parsed = RelayTurns.safeParse(readJson(message.string()));
      const hall = halls.get(message.subject.slice(hubSubjects.turns('').length));
      if (!parsed.success || parsed.data.follower !== follower || hall === undefined) return;
      applyChanges(hall, parsed.data);
      heard(hall, now());
      onChange();
    },
  });

  /** Asks the hall for a turn that is not followed yet; what is known of it stays where the hall is silent. */
  const seek = async (site: string, hall: Hall, token: string): Promise<Entry | 'unknown' | 'silent'> => {
    const known = hall.turns.get(token);
    lastNo += 1;
    const no = known?.no ?? lastNo;
    const told = await follow(site, hall, [[no, token]]);
    if (told === null) return known ?? 'silent';
    const view = told.views[0] ?? null;
    if (view === null) return 'unknown';
    // It may have been forgotten while it was asked.
    if (halls.get(site) !== hall && hall.turns.size === 0) return 'silent';
    if (hall.turns.size >= TURNS_OF_HALL_MAX) return 'silent';
    // Somebody else may have opened the same one meanwhile.
    const entry = hall.turns.get(token) ?? { no, view, phones: 0, isFollowed: true, leftAtMs: now() };
    if (entry.no !== no) hall.ended.push(no);
    applyView(hall, entry, { view, seq: told.seq });
    hall.turns.set(token, entry);
    hall.byNo.set(entry.no, entry);
    return entry;
  };

  return {
    open: async (site, token) => {
      const hall = hallOf(site);
      const known = hall.turns.get(token);
      const entry = known?.isFollowed === true ? known : await seek(site, hall, token);
      if (typeof entry === 'string') return entry;
      entry.phones += 1;
      return {
        view: () => shown(hall, entry),
        leave: () => {
          entry.phones -= 1;
          entry.leftAtMs = now();
        },
      };
    },
    isFollowed: (site, token) => halls.get(site)?.turns.get(token)?.isFollowed === true,
    request: async (site, asked) => {
      const answer = await ask(site, { kind: 'request', ...asked });
      return answer?.kind === 'answered' || answer?.kind === 'refused' ? answer : null;
    },
    stop: () => {
      clearInterval(keeping);
      changes.unsubscribe();
    },
  };
};
