// Somebody floods the halls through the hub, or guesses: nobody else waits for it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AfarHall, openAfarHall, phoneAt } from '../support/afar-hall.ts';
import { createHostClient } from '../support/client.ts';
import { accepted, counters, newKey, randomToken } from '../support/site.ts';
import { startTestHub, type TestHub } from '../support/test-hub.ts';

const site = 'ward-flooded';
/** The one server before the hub that its configuration names. */
const proxy = '127.0.0.5';
/** Far below the time after which a hall counts as silent. */
const waitMs = 2500;
let hub: TestHub;
let hall: AfarHall;
const keep = new AsyncDisposableStack();
beforeAll(async () => {
  hub = keep.use(await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20, trustProxy: [proxy] }));
  hall = await openAfarHall(keep, hub, site);
  // The hall is heard: a hub that hears nothing says so, and not that a code is nobody's.
  await hall.take();
}, 120_000);
afterAll(() => keep.disposeAsync());

const at = (rest: string): string => `${hub.webUrl}/s/${site}${rest}`;
const turnOf = (token: string): string => at(`/live/turn/${token}`);

/** What the page of metrics counts of phones, by limit; under `silent` those who were told that the hall does not answer. */
const counted = async (): Promise<ReadonlyMap<string, number>> => {
  const text = await (await fetch(`${hub.webUrl}/metrics`)).text();
  const found = text.matchAll(
    /^motcua_hub_phone_(?:refusals_total\{limit="([a-z-]+)"\}|silent_answers_total) (\d+)$/gm,
  );
  return new Map([...found].map(([, limit = 'silent', count]) => [limit, Number(count)]));
};

test('a phone floods the hall through the hub: it is told how long to wait, and neither another phone nor a counter waits', async () => {
  const ticket = await hall.take();
  const flood = phoneAt('127.0.0.66');
  const other = phoneAt('127.0.0.67');
  const clerk = createHostClient(hall.app.url);
  accepted(await clerk.rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  const answers: { status: number; text: string; wait: string | undefined }[] = [];
  const flooding = { isOn: true };
  const sender = async (): Promise<void> => {
    while (flooding.isOn) {
      const { status, text, headers } = await flood.send(at('/rpc/booking.find'), { code: 'ABCDEFGH' });
      answers.push({ status, text, wait: headers['retry-after'] });
    }
  };
  const senders = Array.from({ length: 33 }, sender);
  while (answers.length < 300) await Promise.race(senders.map(() => other.send(turnOf(ticket.token))));
  const turns = [];
  const presses: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    turns.push(await other.send(turnOf(ticket.token)));
    turns.push(await other.send(at('/rpc/booking.choices?input=%7B%7D')));
    const pressedMs = performance.now();
    await clerk.rpc.counter.next.mutate({ key: newKey() });
    presses.push(performance.now() - pressedMs);
  }
  const left = await other.send(at('/rpc/turn.leave'), { token: (await hall.take()).token });
  flooding.isOn = false;
  await Promise.all(senders);

  expect(turns.map(({ status }) => status)).toEqual(turns.map(() => 200));
  expect(JSON.parse(left.text).result.data.ok).toBe(true);
  expect(Math.max(...presses, ...turns.map(({ tookMs }) => tookMs))).toBeLessThan(waitMs);
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.length - refused.length).toBeLessThan(200);
  const [one] = refused;
  expect(Number(one?.wait)).toBeGreaterThan(0);
  const { code, message, params } = JSON.parse(one?.text ?? '{}');
  expect([code, params.seconds]).toEqual(['too-many-requests', Number(one?.wait)]);
  const { network = 0, requests = 0, 'under-way': underWay = 0, ...rest } = Object.fromEntries(await counted());
  expect([network + requests + underWay, underWay > 0]).toEqual([refused.length, true]);
  expect(rest).toMatchObject({ hall: 0, turns: 0, errands: 0, streams: 0, 'all-streams': 0 });
  expect(message).toMatch(/^Mạng này .* chờ \d+ giây .* · Too many requests .* wait \d+ seconds/);
}, 60_000);

test('somebody guesses tokens: only wrong ones wait, a right one behind the same address opens at once', async () => {
  const ticket = await hall.take();
  const guesser = phoneAt('127.0.0.70');
  const guess = () => guesser.send(turnOf(randomToken()));
  for (let wrong = 0; wrong < 20; wrong += 1) expect((await guess()).status).toBe(404);
  let isGuessAnswered = false;
  const slowed = Array.from({ length: 10 }, () =>
    guess().finally(() => {
      isGuessAnswered = true;
    }),
  );
  const right = await guesser.send(turnOf(ticket.token));
  expect([right.status, isGuessAnswered]).toEqual([200, false]);
  for (const { status, tookMs } of await Promise.all(slowed)) expect([status, tookMs > 990]).toEqual([429, true]);
}, 30_000);

test('somebody guesses codes of appointments through the hub: a right one behind the same address is found', async () => {
  const guesser = phoneAt('127.0.0.71');
  const { rpc } = createHostClient(hall.app.url);
  const { services } = await rpc.booking.choices.query({});
  const serviceId = services[0]?.id ?? '';
  const days = await rpc.booking.days.query({ serviceId } as never);
  const { date } = days.find(({ state }) => state === 'open') ?? { date: '' };
  const slots = await rpc.booking.slots.query({ serviceId, date } as never);
  const { startMs } = slots.find(({ free }) => free > 0) ?? { startMs: 0 };
  const booked = accepted(
    await rpc.booking.book.mutate({
      serviceId,
      startMs,
      phone: '0912345678',
      holder: newKey(),
      key: newKey(),
    } as never),
  );
  const find = async (code: string) => {
    const { text } = await guesser.send(at('/rpc/booking.find'), { code });
    return JSON.parse(text).result.data;
  };
  const refused = new Set<string>();
  for (let wrong = 0; wrong < 22 && !refused.has('too-many-attempts'); wrong += 1)
    refused.add((await find('ABCDEFGH')).error.code);
  expect([...refused]).toContain('too-many-attempts');
  const answers = await Promise.all([find('ABCDEFGH'), find(booked.code)]);
  expect(answers.map(({ ok }) => ok)).toEqual([false, true]);
}, 30_000);

test('behind the named proxy phones are told apart, however a phone forges who it is; from anybody else the header changes nothing', async () => {
  const guess = (from: string, forwarded: string) =>
    phoneAt(from).send(turnOf(randomToken()), undefined, { 'x-forwarded-for': forwarded });
  const statuses = async (from: string, forwarded: (n: number) => string): Promise<number[]> => {
    for (let n = 0; n < 20; n += 1) expect((await guess(from, forwarded(n))).status).toBe(404);
    return [(await guess(from, forwarded(20))).status, (await guess(from, forwarded(21))).status];
  };
  // A proxy adds whom it saw to whatever the phone had written there.
  expect(await statuses(proxy, (n) => `198.51.100.${n}, 203.0.113.7`)).toEqual([429, 429]);
  expect((await guess(proxy, '203.0.113.7, 203.0.113.8')).status).toBe(404);
  expect(await statuses('127.0.0.80', (n) => `198.51.100.${n}`)).toEqual([429, 429]);
});

test('a phone asks for a hall that does not answer: it is told so, and the page of metrics counts it', async () => {
  const before = (await counted()).get('silent');
  const asked = phoneAt('127.0.0.90');
  const away = `${hub.webUrl}/s/ward-away`;
  const turn = await asked.send(`${away}/live/turn/${randomToken()}`);
  const booking = await asked.send(`${away}/rpc/booking.find`, { code: 'ABCDEFGH' });
  expect([turn, booking].map(({ status, text }) => [status, JSON.parse(text).code])).toEqual([
    [503, 'hall-silent'],
    [503, 'hall-silent'],
  ]);
  expect([before, (await counted()).get('silent')]).toEqual([0, 2]);
});
