// The site's machine of states against the hub's rules, over a line that drops, doubles, reorders and loses.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HubAck, HubCursor, HubMessage } from '../../contract/hub.ts';
import { ackOf, admit, type Place } from '../../hub/ingest/rules.ts';
import {
  firstState,
  type LinkAction,
  type LinkInput,
  type LinkState,
  mayPublish,
  step,
} from '../../main/services/hub-link/rules.ts';
import { seeded } from '../support/seeded.ts';

const BATCH = 5;

interface Hub {
  readonly places: Map<string, Place>;
  /** Every row that was inserted, by its id. */
  readonly rows: Map<string, number>;
}

const copyOf = ({ places, rows }: Hub): Hub => ({ places: new Map(places), rows: new Map(rows) });

/** Site, stream and hub; every step of the world is one call, and its order is the test's. */
const createWorld = (random: () => number) => {
  let names = 0;
  const fresh = () => {
    names += 1;
    return { epoch: `00000000-0000-4000-8000-${String(names).padStart(12, '0')}`, generation: `g${names}` };
  };
  const newId = () => {
    names += 1;
    return names.toString(16).padStart(32, '0');
  };
  let journal: string[] = [];
  let state: LinkState = firstState({ epoch: fresh().epoch, after: 0, applied: 0, head: 0 });
  let stored = { epoch: state.epoch, after: 0, applied: 0 };
  /** Deliveries under way in either direction, each a function that makes it arrive. */
  let underway: (() => void)[] = [];
  let stream: HubMessage[] = [];
  let seen = new Set<string>();
  let offset = 0;
  let hub: Hub = { places: new Map(), rows: new Map() };
  let hubBackup = copyOf(hub);
  let siteBackup = { journal: [...journal], stored };
  let connection = 0;
  let isWaiting = false;
  /** Whether the line loses, doubles and reorders. */
  let isBad = true;

  const send = (deliver: () => void): void => {
    const of = connection;
    const arrive = (): void => {
      if (of === connection) deliver();
    };
    if (isBad && random() < 0.1) return;
    underway.push(arrive);
    if (isBad && random() < 0.1) underway.push(arrive);
  };

  const feed = (input: LinkInput): void => {
    const next = step(state, input, fresh());
    state = next.state;
    next.actions.forEach(act);
  };

  const act = (action: LinkAction): void => {
    if (action.kind === 'wait') isWaiting = true;
    else if (action.kind === 'renew') stored = { epoch: state.epoch, after: state.after, applied: state.applied };
    else ask();
  };

  const ownId = (seq: number | null): string | null => (seq === null ? null : (journal[seq - 1] ?? null));

  const ask = (): void => {
    const asked = { applied: state.applied, sent: state.sent, generation: state.generation };
    const { epoch } = state;
    send(() => {
      const place = hub.places.get(epoch);
      const cursor: HubCursor = {
        epoch,
        applied: place?.applied ?? null,
        lastId: place?.lastId ?? null,
        pending: stream.length - offset,
      };
      send(() => feed({ kind: 'cursor', cursor, asked, ownId: ownId(cursor.applied) }));
    });
  };

  const publish = (): void => {
    if (!mayPublish(state)) return;
    const first = state.sent + 1;
    const last = Math.min(journal.length, first + Math.floor(random() * BATCH));
    if (last < first) return;
    const { epoch, after, generation } = state;
    const rows = journal
      .slice(first - 1, last)
      .flatMap((id, index) => (id.endsWith('f') ? [] : [[first + index, id, 1, '2026-11-23', 'day-opened', {}]]));
    const message: HubMessage = {
      ...{ v: 1, site: 'ward-7', epoch, after, first, last, generation, sentAtMs: 1, rows },
      ...{ beforeId: ownId(first - 1), lastId: ownId(last) ?? '' },
    };
    feed({ kind: 'published', last });
    send(() => {
      const id = `${epoch}:${first}-${last}:${generation}`;
      if (!seen.has(id)) stream.push(message);
      seen.add(id);
      if (isBad && random() < 0.05) send(() => feed({ kind: 'refused', generation, trouble: 'hub-full' }));
      else send(() => feed({ kind: 'stored', generation }));
    });
  };

  const consume = (): void => {
    const message = stream[offset];
    if (message === undefined) return;
    offset += 1;
    const admission = admit(hub.places.get(message.epoch) ?? null, message, 10);
    hub.places.set(message.epoch, admission.place);
    // The hub's database knows a row by its id.
    for (const [, id] of admission.rows) if (!hub.rows.has(id)) hub.rows.set(id, 1);
    const ack: HubAck = ackOf(message, admission);
    send(() => feed({ kind: 'acked', ack, ownId: ownId(ack.applied) }));
  };

  const arrive = (): void => {
    const at = isBad ? Math.floor(random() * underway.length) : 0;
    const [deliver] = underway.splice(at, 1);
    deliver?.();
  };

  const cut = (): void => {
    connection += 1;
    underway = [];
    feed({ kind: 'closed', trouble: 'unreachable' });
  };

  const trouble: Readonly<Record<string, () => void>> = {
    cut,
    restartSite: () => {
      cut();
      isWaiting = false;
      state = firstState({ ...stored, head: journal.length });
    },
    loseStream: () => {
      stream = [];
      seen = new Set();
      offset = 0;
    },
    backUpHub: () => {
      hubBackup = copyOf(hub);
    },
    restoreHub: () => {
      hub = copyOf(hubBackup);
    },
    backUpSite: () => {
      siteBackup = { journal: [...journal], stored };
    },
    restoreSite: () => {
      journal = [...siteBackup.journal];
      stored = siteBackup.stored;
      // It goes on for a while before it is connected again.
      for (let more = Math.floor(random() * 20); more > 0; more -= 1) journal.push(newId());
      trouble['restartSite']?.();
    },
    noteApplied: () => {
      stored = { epoch: state.epoch, after: state.after, applied: state.applied };
    },
  };

  const usual: readonly (() => void)[] = [
    () => {
      journal.push(newId());
      feed({ kind: 'grew', head: journal.length });
    },
    publish,
    arrive,
    arrive,
    arrive,
    consume,
    consume,
    () => {
      if (state.phase === 'offline') feed({ kind: 'opened' });
    },
    () => {
      if (isWaiting) feed({ kind: 'waited' });
      isWaiting = false;
    },
    () => {
      if (state.phase === 'asking' && underway.length === 0) feed({ kind: 'silent' });
      if (state.phase === 'sending') ask();
    },
  ];

  return {
    trouble,
    usual,
    /** The line is sound from now on: everything goes on until nothing is left to do. */
    settle: (): void => {
      isBad = false;
      // Without a new connection what was lost must be noticed by itself.
      if (random() < 0.5) cut();
      for (let rounds = 0; rounds < 20_000; rounds += 1) {
        for (const act of usual.slice(1)) act();
        feed({ kind: 'grew', head: journal.length });
        if (state.applied === journal.length && underway.length === 0 && state.phase === 'sending') return;
      }
    },
    facts: () => ({ state, journal, hub }),
  };
};

const run = (seed: number, names: readonly string[]) => {
  const random = seeded(seed);
  const world = createWorld(random);
  for (let steps = 0; steps < 600; steps += 1) {
    const pick = random();
    if (pick < 0.03) world.trouble[names[Math.floor(random() * names.length)] ?? '']?.();
    else world.usual[Math.floor(random() * world.usual.length)]?.();
  }
  world.settle();
  return world.facts();
};

const hasAll = ({ state, journal, hub }: ReturnType<typeof run>): void => {
  expect(state.applied).toBe(journal.length);
  expect(journal.filter((id) => !id.endsWith('f') && !hub.rows.has(id))).toEqual([]);
};

test('whatever the line drops, doubles, reorders or cuts off, the hub has each row that left once, and no other', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const facts = run(seed, ['cut', 'restartSite', 'noteApplied']);
      hasAll(facts);
      expect([...facts.hub.rows.keys()].sort()).toEqual(facts.journal.filter((id) => !id.endsWith('f')).sort());
    }),
    { numRuns: 80 },
  );
});

test('a stream that lost everything and a hub put back to an earlier day are filled again by the site', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) =>
      hasAll(run(seed, ['cut', 'restartSite', 'noteApplied', 'loseStream', 'backUpHub', 'restoreHub'])),
    ),
    { numRuns: 80 },
  );
});

test('a site restored from a copy that went on by itself gets through, and what only the hub knows stays there', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) =>
      hasAll(run(seed, ['cut', 'noteApplied', 'backUpSite', 'restoreSite', 'loseStream', 'restartSite'])),
    ),
    { numRuns: 80 },
  );
});

test('after a start at a hub that has everything nothing is sent again', () => {
  const fresh = { epoch: 'b', generation: 'g' };
  const asked = { applied: 0, sent: 0, generation: 'g' };
  const cursor: HubCursor = { epoch: 'a', applied: 90, lastId: 'x', pending: 0 };
  const started = step(firstState({ epoch: 'a', after: 0, applied: 0, head: 90 }), { kind: 'opened' }, fresh).state;
  expect(mayPublish(started)).toBe(false);
  const told = step(started, { kind: 'cursor', cursor, asked, ownId: 'x' }, fresh).state;
  expect([told.applied, told.sent, mayPublish(told)]).toEqual([90, 90, false]);
});

test('with the hub’s database away the site stops 20,000 rows ahead of it', () => {
  const state: LinkState = { ...firstState({ epoch: 'a', after: 0, applied: 0, head: 1e6 }), phase: 'sending' };
  expect([mayPublish({ ...state, sent: 19_999 }), mayPublish({ ...state, sent: 20_000 })]).toEqual([true, false]);
});

test('a late answer that is lower than what was pushed meanwhile does not look like a restored hub', () => {
  const fresh = { epoch: 'b', generation: 'g2' };
  const state: LinkState = {
    ...firstState({ epoch: 'a', after: 0, applied: 50, head: 90 }),
    ...{ phase: 'sending', sent: 90, generation: 'g1' },
  };
  const cursor: HubCursor = { epoch: 'a', applied: 40, lastId: 'x', pending: 2 };
  const asked = { applied: 40, sent: 90, generation: 'g1' };
  const next = step(state, { kind: 'cursor', cursor, asked, ownId: 'x' }, fresh).state;
  expect([next.applied, next.sent, next.rewinds]).toEqual([50, 90, 0]);
});

const underway: LinkState = {
  ...firstState({ epoch: 'a', after: 0, applied: 40, head: 90 }),
  ...{ phase: 'sending', sent: 90, generation: 'g1', inFlight: 3 },
};

/** The hub's answer: row 40 is committed and nothing waits, to a question that was sent when it stood just so. */
const answered = (
  state: LinkState,
  told: { readonly cursor?: Partial<HubCursor>; readonly asked?: Partial<LinkState> } = {},
): LinkState => {
  const cursor: HubCursor = { epoch: 'a', applied: 40, lastId: 'x', pending: 0, ...told.cursor };
  const asked = { applied: 40, sent: 90, generation: 'g1', ...told.asked };
  return step(state, { kind: 'cursor', cursor, asked, ownId: 'x' }, { epoch: 'b', generation: 'g2' }).state;
};

test('two answers in a row that nothing waits and nothing moved: the stream lost it, and all after the last commit is sent again', () => {
  const once = answered(underway);
  expect(once).toEqual({ ...underway, stalledPolls: 1 });
  const again = answered(once);
  expect(again).toEqual({ ...underway, stalledPolls: 0, sent: 40, inFlight: 0, generation: 'g2', rewinds: 1 });
  expect(mayPublish(again)).toBe(true);
});

const suspected: LinkState = { ...underway, stalledPolls: 1 };

test.for<[string, LinkState, Parameters<typeof answered>[1], Partial<LinkState>]>([
  ['a message waits in the stream', suspected, { cursor: { pending: 1 } }, {}],
  ['the hub committed a row since the last answer', suspected, { cursor: { applied: 41 } }, { applied: 41 }],
  ['the hub’s push was faster than its answer', { ...suspected, applied: 60 }, {}, {}],
  ['a message was sent after the question', suspected, { asked: { sent: 89 } }, {}],
  ['the question is of before the site went back', suspected, { asked: { generation: 'g0' } }, {}],
  ['the hub has all that was sent', { ...suspected, sent: 40 }, { asked: { sent: 40 } }, {}],
])('%s: nothing is taken for lost, and a suspicion of before is over', ([, state, told, changed]) => {
  expect(answered(state, told)).toEqual({ ...state, stalledPolls: 0, ...changed });
});

test('an answer to the first question after a new line begins the sending and suspects nothing', () => {
  const asking: LinkState = { ...underway, phase: 'asking', sent: 40, inFlight: 0, trouble: 'unreachable' };
  expect(answered(asking, { asked: { sent: 40 } })).toEqual({ ...asking, phase: 'sending', trouble: null });
});

test('an answer of another life of the database, or on a line that is gone or rests, changes nothing', () => {
  expect(answered(suspected, { cursor: { epoch: 'c' } })).toBe(suspected);
  for (const phase of ['offline', 'waiting'] as const) expect(answered({ ...suspected, phase }).stalledPolls).toBe(1);
});

test('a hub that has less than it had when it was asked was restored: the site begins behind what is left', () => {
  const restored = answered(underway, { cursor: { applied: 39 } });
  expect(restored).toEqual({ ...underway, applied: 39, sent: 39, inFlight: 0, generation: 'g2', rewinds: 1 });
  expect(answered(underway, { cursor: { applied: null, lastId: null } }).sent).toBe(0);
});

test('rows of before the site went back came in after all: they are not sent a second time', () => {
  const back: LinkState = { ...underway, sent: 40, inFlight: 0 };
  expect(answered(back, { cursor: { applied: 60 }, asked: { sent: 40 } })).toEqual({ ...back, applied: 60, sent: 60 });
});

test('a hub that has nothing of a new epoch has all before its beginning', () => {
  const renewed: LinkState = { ...underway, phase: 'asking', after: 40, sent: 0, inFlight: 0 };
  const told = answered(renewed, { cursor: { applied: null, lastId: null }, asked: { sent: 0 } });
  expect([told.phase, told.applied, told.sent]).toEqual(['sending', 40, 40]);
});
