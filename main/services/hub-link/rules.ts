// How a site hands its journal to the hub: a pure machine of states. It only ever forgets what the hub's database has committed;
// whatever happens on the way costs a second sending and nothing else (ADR-0044).
import type { HubAck, HubCursor } from '../../../contract/hub.ts';
import type { LinkTrouble } from '../../../contract/hub-status.ts';

/** Messages on their way without an answer from the stream. */
const WINDOW = 8;
/** Rows sent and not yet in the hub's database: with the hub's database away the stream is not filled for nothing. */
const AHEAD_MAX = 20_000;
/** Polls in a row that found nothing moving and nothing waiting: the stream lost it. */
const STALLED_POLLS = 2;
const BACKOFF_MIN_MS = 200;
const BACKOFF_MAX_MS = 10_000;

export interface LinkState {
  /** `asking`: how far the hub is; nothing is sent before the answer. `waiting`: a pause after trouble. */
  readonly phase: 'offline' | 'waiting' | 'asking' | 'sending';
  readonly epoch: string;
  /** The row after which the epoch begins. */
  readonly after: number;
  /** Newest row of the journal. */
  readonly head: number;
  /** Committed in the hub's database. */
  readonly applied: number;
  readonly sent: number;
  /** Part of each message id: with a new one the stream takes again what it has seen. */
  readonly generation: string;
  readonly inFlight: number;
  /** In a row, without a message stored in between. */
  readonly failures: number;
  readonly stalledPolls: number;
  readonly trouble: LinkTrouble | null;
  readonly rewinds: number;
}

export type LinkInput =
  | { readonly kind: 'opened' }
  | { readonly kind: 'closed'; readonly trouble: LinkTrouble }
  | { readonly kind: 'grew'; readonly head: number }
  | { readonly kind: 'published'; readonly last: number }
  | { readonly kind: 'stored'; readonly generation: string }
  | { readonly kind: 'refused'; readonly generation: string; readonly trouble: LinkTrouble }
  | { readonly kind: 'waited' }
  | { readonly kind: 'silent' }
  | {
      readonly kind: 'cursor';
      readonly cursor: HubCursor;
      /** How it stood when the question was sent. */
      readonly asked: Pick<LinkState, 'applied' | 'sent' | 'generation'>;
      /** The site's own id of the row that the hub names, null where there is none. */
      readonly ownId: string | null;
    }
  | { readonly kind: 'acked'; readonly ack: HubAck; readonly ownId: string | null };

export type LinkAction =
  | { readonly kind: 'ask' }
  | { readonly kind: 'wait'; readonly ms: number }
  /** Store epoch, its beginning and how far the hub is, before anything else is done. */
  | { readonly kind: 'renew' };

/** Random names, in case they are needed. */
export interface Fresh {
  readonly epoch: string;
  readonly generation: string;
}

export interface Step {
  readonly state: LinkState;
  readonly actions: readonly LinkAction[];
}

export const firstState = (stored: Pick<LinkState, 'epoch' | 'after' | 'applied' | 'head'>): LinkState => ({
  ...stored,
  phase: 'offline',
  sent: stored.applied,
  generation: '',
  inFlight: 0,
  failures: 0,
  stalledPolls: 0,
  trouble: null,
  rewinds: 0,
});

/** Before the caller spreads it by chance, so that a thousand sites do not come back together. */
const backoffMs = (failures: number): number => Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** Math.min(failures, 10));

export const mayPublish = ({ phase, inFlight, sent, head, applied }: LinkState): boolean =>
  phase === 'sending' && inFlight < WINDOW && sent < head && sent - applied < AHEAD_MAX;

/** Forgets what is on its way and begins again behind the last row that the hub has. */
const rewound = (state: LinkState, { generation }: Fresh): LinkState => ({
  ...state,
  generation,
  sent: state.applied,
  inFlight: 0,
  stalledPolls: 0,
});

const still = (state: LinkState): Step => ({ state, actions: [] });

const retreat = (state: LinkState, trouble: LinkTrouble, fresh: Fresh): Step => ({
  state: {
    ...rewound(state, fresh),
    phase: 'waiting',
    trouble,
    failures: state.failures + 1,
    rewinds: state.rewinds + 1,
  },
  actions: [{ kind: 'wait', ms: backoffMs(state.failures) }],
});

/** The hub has rows under this epoch that are not ours: the database was restored from a copy, or copied. */
const forked = (state: LinkState, { epoch, generation }: Fresh): Step => ({
  state: {
    ...rewound(state, { epoch, generation }),
    epoch,
    after: state.applied,
    phase: 'asking',
  },
  actions: [{ kind: 'renew' }, { kind: 'ask' }],
});

const isStranger = (
  state: LinkState,
  applied: number,
  ids: { readonly hub: string | null; readonly own: string | null },
) => applied > state.after && ids.own !== ids.hub;

const onCursor = (state: LinkState, { cursor, asked, ownId }: LinkInput & { kind: 'cursor' }, fresh: Fresh): Step => {
  if (cursor.epoch !== state.epoch || (state.phase !== 'asking' && state.phase !== 'sending')) return still(state);
  const applied = Math.max(cursor.applied ?? 0, state.after);
  if (isStranger(state, applied, { hub: cursor.lastId, own: ownId })) return forked(state, fresh);
  if (applied < asked.applied) {
    // The hub's database was put back to an earlier day.
    const back = { ...state, applied, phase: 'sending' as const, rewinds: state.rewinds + 1 };
    return { state: rewound(back, fresh), actions: [{ kind: 'renew' }] };
  }
  const known = { ...state, applied: Math.max(state.applied, applied) };
  if (state.phase === 'asking') return still({ ...known, phase: 'sending', sent: known.applied, trouble: null });
  const moved = { ...known, sent: Math.max(known.sent, known.applied) };
  const isStalled =
    cursor.pending === 0 &&
    moved.applied === asked.applied &&
    asked.sent === moved.sent &&
    asked.generation === moved.generation &&
    moved.sent > moved.applied;
  if (!isStalled) return still({ ...moved, stalledPolls: 0 });
  if (moved.stalledPolls + 1 < STALLED_POLLS) return still({ ...moved, stalledPolls: moved.stalledPolls + 1 });
  return still({ ...rewound(moved, fresh), rewinds: moved.rewinds + 1 });
};

const onAck = (state: LinkState, { ack, ownId }: LinkInput & { kind: 'acked' }, fresh: Fresh): Step => {
  if (ack.epoch !== state.epoch || state.phase === 'offline') return still(state);
  if (isStranger(state, ack.applied, { hub: ack.lastId, own: ownId })) return forked(state, fresh);
  const applied = Math.max(state.applied, ack.applied);
  const known = { ...state, applied, sent: Math.max(state.sent, applied) };
  if (!ack.gap || ack.generation !== state.generation || state.phase !== 'sending') return still(known);
  return still({ ...rewound(known, fresh), rewinds: known.rewinds + 1 });
};

/** One step. `fresh` is used where a new epoch or generation begins. */
export const step = (state: LinkState, input: LinkInput, fresh: Fresh): Step => {
  switch (input.kind) {
    case 'opened':
      return { state: { ...rewound(state, fresh), phase: 'asking' }, actions: [{ kind: 'ask' }] };
    case 'closed':
      return still({ ...state, phase: 'offline', inFlight: 0, trouble: input.trouble });
    case 'grew':
      return still({ ...state, head: Math.max(state.head, input.head) });
    case 'published':
      return still({ ...state, sent: input.last, inFlight: state.inFlight + 1 });
    case 'stored':
      return still(
        input.generation === state.generation
          ? { ...state, inFlight: Math.max(0, state.inFlight - 1), failures: 0, trouble: null }
          : state,
      );
    case 'refused':
      return input.generation === state.generation && state.phase === 'sending'
        ? retreat(state, input.trouble, fresh)
        : still(state);
    case 'waited':
      return state.phase === 'waiting'
        ? { state: { ...state, phase: 'asking' }, actions: [{ kind: 'ask' }] }
        : still(state);
    case 'silent':
      if (state.phase === 'asking') return retreat(state, 'hub-silent', fresh);
      return still(state.phase === 'sending' ? { ...state, trouble: 'hub-silent' } : state);
    case 'cursor':
      return onCursor(state, input, fresh);
    case 'acked':
      return onAck(state, input, fresh);
  }
};
