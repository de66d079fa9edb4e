// What citizens leave with the hub while their hall is silent: done once when it is back, answered, and read by nobody between.
import { randomUUID } from 'node:crypto';
import { nkeys } from '@nats-io/nats-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DownlinkCommand } from '../../contract/downlink.ts';
import type { ErrandName, ErrandState, KeptErrand } from '../../contract/errand.ts';
import type { BusinessEvent } from '../../contract/events.ts';
import { storeCommand } from '../../hub/downlink/store.ts';
import { createErrands } from '../../hub/errands/index.ts';
import { noteWord } from '../../hub/store/words.ts';
import { type AfarHall, openAfarHall, phoneAt } from '../support/afar-hall.ts';
import { createHostClient } from '../support/client.ts';
import { accepted, counters, newKey, randomToken, services } from '../support/site.ts';
import { startTestHub, type TestHub, until } from '../support/test-hub.ts';

let hub: TestHub;
let hall: AfarHall;
const keep = new AsyncDisposableStack();
beforeAll(async () => {
  hub = keep.use(await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 }));
  hall = await openAfarHall(keep, hub, 'ward-away');
  await until('the hub knows what errands are sealed for', async () => {
    const { rows } = await hub.pool.query('SELECT box_key FROM site_word WHERE box_key IS NOT NULL');
    return rows.length > 0;
  });
}, 120_000);
afterAll(() => keep.disposeAsync());

const phone = phoneAt('127.0.0.1');
const at = (rest: string, site = 'ward-away'): string => `${hub.webUrl}/s/${site}/errand${rest}`;

const leave = async (name: ErrandName, input: object): Promise<KeptErrand> => {
  const { status, text } = await phone.send(at(''), { name, input });
  expect([status, text]).toEqual([202, expect.stringContaining('receipt')]);
  return JSON.parse(text);
};
const stateOf = async ({ receipt }: KeptErrand): Promise<ErrandState> =>
  JSON.parse((await phone.send(at('/state'), { receipt })).text);
const answerTo = async (errand: KeptErrand): Promise<unknown> => {
  let state = await stateOf(errand);
  await until('it is answered', async () => {
    state = await stateOf(errand);
    return state.state !== 'waiting';
  });
  return state.state === 'answered' ? state.result : state.state;
};

const count = (type: BusinessEvent['type'], site = hall.app.site): number =>
  Number(site.db.prepare('SELECT count(*) FROM journal WHERE type = ?').pluck().get(type));

const clerkOf = async () => {
  const { rpc } = createHostClient(hall.app.url);
  accepted(await rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  return rpc;
};
/** Calls until this number comes, and serves whoever is before it. */
const called = async (clerk: Awaited<ReturnType<typeof clerkOf>>, number: string) => {
  for (;;) {
    const ticket = accepted(await clerk.counter.next.mutate({ key: newKey() }));
    if (ticket.number === number) return ticket;
    for (const step of ['start', 'finish'] as const)
      accepted(await clerk.counter.step.mutate({ step, ticketId: ticket.ticketId }));
  }
};
const citizen = () => createHostClient(hall.app.url).rpc;

/** The last hour of the last day that can be booked. */
const someTime = async (place: number): Promise<number> => {
  const { booking } = citizen();
  const days = await booking.days.query({ serviceId: services.civil });
  const date = days.findLast(({ state }) => state === 'open')?.date ?? '';
  const slots = await booking.slots.query({ serviceId: services.civil, date });
  return slots.filter(({ free }) => free > 0).at(place)?.startMs ?? 0;
};

const rating = { level: 5, criteria: {}, reasons: [], text: 'Cán bộ tận tình' };

test('a hall is silent: a number, an appointment, a rating and a cancellation are left at the hub, and each is done once when it is back', async () => {
  const clerk = await clerkOf();
  const served = await hall.take();
  const { ticketId } = await called(clerk, served.number);
  for (const step of ['start', 'finish'] as const) accepted(await clerk.counter.step.mutate({ step, ticketId }));
  const waiting = await hall.take();
  const [first, second, third] = [await someTime(0), await someTime(1), await someTime(2)];
  const booked = accepted(
    await citizen().booking.book.mutate({
      ...{ serviceId: services.civil, startMs: first, phone: '0901000001', holder: newKey(), key: newKey() },
    }),
  );
  const before = {
    cancelled: count('ticket-cancelled'),
    booked: count('appointment-booked'),
    rated: count('rating-given'),
  };

  hall.line.silence();
  const left = await leave('turn.leave', { token: waiting.token });
  const moved = await leave('booking.move', { code: booked.code, startMs: third });
  const rated = await leave('ratings.give', { ...rating, token: served.token, key: newKey() });
  const asked = {
    ...{ serviceId: services.civil, startMs: second, phone: '0912 345 678', holder: newKey(), key: newKey() },
  };
  const wanted = await leave('booking.book', asked);
  // The answer to the first press was lost: the same command is left once more.
  const again = await leave('booking.book', asked);
  expect(await stateOf(left)).toEqual({ state: 'waiting', untilMs: left.untilMs });
  const ids = [left, moved, rated, wanted, again].map(({ receipt }) => receipt.split('.')[0]);
  const { rows } = await hub.pool.query('SELECT downlink::text AS line FROM downlink WHERE id = ANY($1)', [ids]);
  expect(rows).toHaveLength(5);
  for (const secret of [waiting.token, served.token, booked.code, '345 678', 'tận tình', services.civil])
    expect(rows.filter(({ line }) => line.includes(secret))).toEqual([]);

  hall.line.cut();
  expect(await answerTo(left)).toMatchObject({ ok: true });
  expect(await answerTo(moved)).toMatchObject({ ok: true, value: { code: booked.code, startMs: third } });
  expect(await answerTo(rated)).toMatchObject({ ok: true });
  const answer = await answerTo(wanted);
  expect(answer).toMatchObject({ ok: true, value: { startMs: second, state: 'booked' } });
  expect(await answerTo(again)).toEqual(answer);
  expect(count('ticket-cancelled')).toBe(before.cancelled + 1);
  expect(count('appointment-booked')).toBe(before.booked + 1);
  expect(count('rating-given')).toBe(before.rated + 1);
  const kept = await hub.pool.query('SELECT body FROM downlink WHERE id = ANY($1) AND body IS NOT NULL', [ids]);
  expect(kept.rows).toEqual([]);
});

test('the number was called before the hall heard that its holder left: the phone is told that it was not given up', async () => {
  const clerk = await clerkOf();
  const ticket = await hall.take();
  hall.line.silence();
  const left = await leave('turn.leave', { token: ticket.token });
  const { ticketId } = await called(clerk, ticket.number);
  hall.line.cut();
  expect(await answerTo(left)).toMatchObject({ ok: false, error: { code: 'wrong-state' } });
  accepted(await clerk.counter.step.mutate({ step: 'start', ticketId }));
  accepted(await clerk.counter.step.mutate({ step: 'finish', ticketId }));
});

test('two want the last place of an hour while the hall is silent: one has it, the other is told', async () => {
  const { booking } = citizen();
  const startMs = await someTime(-1);
  const ask = (place: number) => ({
    ...{ serviceId: services.civil, startMs, phone: `09120000${10 + place}`, holder: newKey(), key: newKey() },
  });
  const free = async () => {
    const days = await booking.days.query({ serviceId: services.civil });
    const date = days.findLast(({ state }) => state === 'open')?.date ?? '';
    return (await booking.slots.query({ serviceId: services.civil, date })).find((slot) => slot.startMs === startMs)
      ?.free;
  };
  let place = 0;
  for (; (await free()) !== 1; place += 1) accepted(await booking.book.mutate(ask(place)));
  hall.line.silence();
  const both = [await leave('booking.book', ask(place + 1)), await leave('booking.book', ask(place + 2))];
  hall.line.cut();
  const answers = (await Promise.all(both.map(answerTo))) as { ok: boolean; error?: { code: string } }[];
  expect(answers.map(({ ok, error }) => (ok ? 'booked' : error?.code)).toSorted()).toEqual(['booked', 'slot-full']);
});

test('whoever withdraws in time is not heard of at the hall, and what is over is not done late', async () => {
  const [changed, late] = [await hall.take(), await hall.take()];
  const before = count('ticket-cancelled');
  hall.line.silence();
  const withdrawn = await leave('turn.leave', { token: changed.token });
  const old = await createErrands({ pool: hub.pool, now: () => Date.now() - 13 * 3_600_000 }).keep('ward-away', {
    ...{ name: 'turn.leave', input: { token: late.token }, address: '127.0.0.1' },
  });
  if (typeof old === 'string') throw new Error(old);
  const answer = await phone.send(at('/withdraw'), { receipt: withdrawn.receipt });
  expect(JSON.parse(answer.text)).toEqual({ state: 'over' });
  const next = await leave('turn.leave', { token: randomToken() });
  hall.line.cut();
  // Done in their order, so those before it were seen.
  expect(await answerTo(next)).toMatchObject({ ok: false, error: { code: 'unknown-ticket' } });
  expect([await stateOf(withdrawn), await stateOf(old)]).toEqual([{ state: 'over' }, { state: 'over' }]);
  expect(count('ticket-cancelled')).toBe(before);
});

test('the data folder of the hall was made anew, or the message is damaged: what was sealed for another key is refused by name, and those of headquarters go on', async () => {
  const box = nkeys.createCurve();
  const from = box.getPublicKey();
  const sealed = box.seal(new TextEncoder().encode('{}'), nkeys.createCurve().getPublicKey());
  const commands: DownlinkCommand[] = [
    { kind: 'errand', from, sealed: Buffer.from(sealed).toString('base64') },
    { kind: 'errand', from, sealed: 'AAAA' },
    { kind: 'set-notice', text: { vi: 'Làm việc thứ Bảy', en: 'Open on Saturday' } },
  ];
  const ids: string[] = [];
  for (const command of commands) {
    const nowMs = Date.now();
    const given = { site: 'ward-away', id: randomUUID(), command, nowMs, untilMs: nowMs + 60_000 };
    ids.push(accepted(await storeCommand(hub.pool, given)).id);
  }
  const answers = async () =>
    (await hub.pool.query('SELECT answer FROM downlink WHERE id = ANY($1) AND answer IS NOT NULL ORDER BY seq', [ids]))
      .rows;
  await until('all are answered', async () => (await answers()).length === 3);
  expect((await answers()).map(({ answer }) => answer.ok || answer.error.code)).toEqual([
    ...['errand-unreadable', 'errand-unreadable', true],
  ]);
});

test('a site says a key whose check sum is wrong: errands are not taken for it', async () => {
  const { rows } = await hub.pool.query(
    `INSERT INTO site (key, name, province, part, state) VALUES ('ward-bad-key', 'x', 'hcm', 0, 'active') RETURNING no`,
  );
  await noteWord(hub.pool, 'ward-bad-key', { lagMs: 0, devices: 0, down: [], box: `X${'A'.repeat(55)}` });
  expect(rows).toHaveLength(1);
  const { status } = await phone.send(at('', 'ward-bad-key'), { name: 'turn.leave', input: {} });
  expect(status).toBe(503);
});

test.each([
  ['no errand of citizens', 400, { name: 'counter.next', input: {} }],
  ['another field', 400, { name: 'turn.leave', input: {}, site: 'ward-8' }],
  ['no input', 400, { name: 'turn.leave' }],
  ['a list', 400, []],
  ['a rating of a megabyte', 413, { name: 'ratings.give', input: { text: 'x'.repeat(1_000_000) } }],
])('a phone sends %s: it is told so, and nothing waits at the hub', async (_what, expected, body) => {
  const rows = async () => (await hub.pool.query('SELECT count(*) FROM downlink')).rows[0].count;
  const before = await rows();
  expect((await phone.send(at(''), body)).status).toBe(expected);
  expect(await rows()).toBe(before);
});

test('a hall that is none, a receipt of nothing, of another hall, or that is no receipt: each is told, and nothing else', async () => {
  const errand = { name: 'turn.leave', input: { token: randomToken() } };
  expect((await phone.send(at('', 'ward-nowhere'), errand)).status).toBe(503);
  expect((await phone.send(at('', 'Ward 1'), errand)).status).toBe(503);
  hall.line.silence();
  const left = await leave('turn.leave', { token: randomToken() });
  const { receipt } = left;
  for (const [body, site, status] of [
    [{ receipt }, 'ward-other', 404],
    [{ receipt: receipt.replace(/^.{8}/, '00000000') }, 'ward-away', 404],
    [{ receipt: receipt.replace(/.{4}$/, 'AAAA') }, 'ward-away', 404],
    [{ receipt: receipt.slice(0, 40) }, 'ward-away', 400],
    [{ receipt: 7 }, 'ward-away', 400],
  ] as const)
    expect((await phone.send(at('/state', site), body)).status).toBe(status);
  expect((await phone.send(at('/withdraw', 'ward-other'), { receipt })).status).toBe(404);
  expect((await stateOf(left)).state).toBe('waiting');
  hall.line.cut();
  // Whoever has the id alone, or another key, opens no answer.
  await until('it is answered', async () => (await stateOf(left)).state === 'answered');
  const foreign = (await leave('turn.leave', { token: randomToken() })).receipt.split('.')[1];
  const forged = await stateOf({ receipt: `${receipt.split('.')[0]}.${foreign}`, untilMs: 0 });
  expect(forged).toMatchObject({ result: { ok: false, error: { code: 'errand-unreadable' } } });
});

test('one network leaves errands by the hundred: it is told to wait, and another phone leaves its own', async () => {
  const [flood, other] = [phoneAt('127.0.0.71'), phoneAt('127.0.0.72')];
  const body = { name: 'turn.leave', input: { token: randomToken() } };
  const statuses: number[] = [];
  while (statuses.at(-1) !== 429 && statuses.length < 200) statuses.push((await flood.send(at(''), body)).status);
  expect(statuses).toHaveLength(101);
  expect((await other.send(at(''), body)).status).toBe(202);
});
