import { expect, it } from 'vitest';
import type { RelayTurns } from '../../../contract/hub-relay.ts';
import type { TurnView } from '../../../contract/live.ts';
import { createHubRelay } from './index.ts';

const createHall = () => {
  let nowMs = 0;
  let waiting: (() => void)[] = [];
  const followed = new Map<string, (fields: Readonly<Record<string, unknown>>) => void>();
  const sent: RelayTurns[] = [];
  const asked: string[] = [];
  const relay = createHubRelay({
    request: ({ method, path, address }) => {
      asked.push(`${method} ${path} ${address}`);
      return Promise.resolve({ status: 200, type: 'application/json', body: '{}' });
    },
    follow: (token, changed) => {
      if (token === 'nobody') return null;
      followed.set(token, changed);
      return { view: { number: token } as TurnView, stop: () => followed.delete(token) };
    },
    send: (turns) => void sent.push(turns),
    monotonicMs: () => nowMs,
    later: (_ms, run) => {
      waiting.push(run);
      return { [Symbol.dispose]: () => undefined };
    },
  });
  return {
    ...{ relay, followed, sent, asked },
    pass: (ms: number) => {
      nowMs += ms;
      const due = waiting;
      waiting = [];
      for (const run of due) run();
    },
  };
};

const follow = (turns: [number, string][], follower = 'h1') => ({ kind: 'follow', follower, turns });

it('a call in the hall is told once to each hub that follows the turn, by the number of that hub', async () => {
  const { relay, followed, sent, pass } = createHall();
  expect(
    await relay.answer(
      follow([
        [7, 'an'],
        [8, 'nobody'],
      ]),
    ),
  ).toEqual({
    kind: 'followed',
    views: [{ number: 'an' }, null],
    seq: 0,
  });
  followed.get('an')?.({ state: 'called' });
  followed.get('an')?.({ calls: 2 });
  pass(20);
  expect(sent).toEqual([
    {
      follower: 'h1',
      seq: 1,
      changes: [
        [7, { state: 'called' }],
        [7, { calls: 2 }],
      ],
    },
  ]);
  pass(20);
  expect(sent).toHaveLength(1);
});

it('a site that started anew says that it follows nothing, and a turn that ended is let go', async () => {
  const { relay, followed } = createHall();
  const keep = (count: number, ended: number[] = []) => relay.answer({ kind: 'keep', follower: 'h1', ended, count });
  expect(await keep(2)).toEqual({ kind: 'kept', isKnown: false, seq: 0 });
  await relay.answer(
    follow([
      [1, 'an'],
      [2, 'binh'],
    ]),
  );
  expect(await keep(2)).toEqual({ kind: 'kept', isKnown: true, seq: 0 });
  expect(await keep(1, [2])).toEqual({ kind: 'kept', isKnown: true, seq: 0 });
  expect([...followed.keys()]).toEqual(['an']);
});

it('a hub that fell silent follows nothing after half a minute', async () => {
  const { relay, followed, pass } = createHall();
  await relay.answer(follow([[1, 'an']]));
  pass(31_000);
  await relay.answer(follow([[1, 'binh']], 'h2'));
  expect([...followed.keys()]).toEqual(['binh']);
});

it('nothing of the staff is asked through the hub, and a phone far away with the inner address of the kiosk is no kiosk', async () => {
  const { relay, asked } = createHall();
  const request = (method: string, path: string, address = '203.0.113.9') =>
    relay.answer({ kind: 'request', method, path, body: '{}', address });
  for (const path of ['/rpc/staff.login', '/rpc/kiosk.issue', '/rpc/turn.leave/../staff.login', '/rpc/turn.leaves'])
    expect(await request('POST', path)).toMatchObject({ kind: 'refused' });
  expect(await request('GET', '/rpc/turn.leave')).toMatchObject({ kind: 'refused' });
  expect(await relay.answer('nonsense')).toMatchObject({ kind: 'refused' });
  await request('POST', '/rpc/turn.leave');
  await request('POST', '/rpc/turn.onWay');
  await request('POST', '/rpc/ratings.give', '192.168.1.20');
  expect(asked).toEqual([
    'POST /rpc/turn.leave far 203.0.113.9',
    'POST /rpc/turn.onWay far 203.0.113.9',
    'POST /rpc/ratings.give far 192.168.1.20',
  ]);
});
