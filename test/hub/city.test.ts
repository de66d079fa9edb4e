// What managers of the city see, against small sets that were counted by hand.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CityCompare, CityHallDays, CityNow, CityRefusal } from '../../contract/city.ts';
import type { Result } from '../../contract/result.ts';
import { createAccounts } from '../../hub/city/accounts.ts';
import { readHalls } from '../../hub/city/facts.ts';
import { hallView } from '../../hub/city/rules.ts';
import { importUnits, lostPlaces, placeSite, unitsOn } from '../../hub/city/units.ts';
import { readTable, type TableFile } from '../../main/documents/read-table.ts';
import { dayOf, openWire, rowOf } from '../support/hub-wire.ts';

import { startTestHub, type TestHub, until } from '../support/test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 });
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

/** Errors: what was refused and why. */
const accepted = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.error)}`);
  return result.value;
};

const MINUTE_MS = 60_000;
/** Not of today: a day that is whole, whatever the hour of the test. */
const noon = (daysAgo: number): number =>
  Math.floor((Date.now() + 7 * 3_600_000) / 86_400_000 - daysAgo) * 86_400_000 + 5 * 3_600_000;

const stored = async (key: string, count: number): Promise<void> =>
  until(`${count} events of ${key} are stored`, async () => {
    const { rows } = await hub.pool.query(
      'SELECT count(*)::int AS n FROM event JOIN site ON no = site_no WHERE key = $1',
      [key],
    );
    return rows[0].n === count;
  });

test('sums of a day grow with the visits, whichever way the events are cut into messages; an undone end is taken back, and whoever says to be on the way stays where they are', async () => {
  await using wire = await openWire(hub, 'ward-sums');
  const at = noon(2);
  const events: readonly (readonly [minutes: number, kind: string, body: Record<string, unknown>])[] = [
    [0, 'ticket-issued', { ticketId: 'a', 'promised.low': 5, 'promised.high': 10 }],
    [1, 'ticket-issued', { ticketId: 'b', 'promised.low': 5, 'promised.high': 10 }],
    [2, 'ticket-issued', { ticketId: 'c' }],
    [3, 'ticket-on-way', { ticketId: 'b' }],
    [8, 'ticket-called', { ticketId: 'a' }],
    [9, 'service-started', { ticketId: 'a' }],
    [12, 'ticket-finished', { ticketId: 'a' }],
    // 20 minutes after it was taken, when 10 were told.
    [21, 'ticket-called', { ticketId: 'b' }],
    [22, 'ticket-called', { ticketId: 'b' }],
    [25, 'ticket-finished', { ticketId: 'b' }],
    [26, 'step-undone', { ticketId: 'b', 'to.state': 'serving' }],
    // 40 minutes, and nothing was told.
    [42, 'ticket-called', { ticketId: 'c' }],
    [44, 'ticket-missed', { ticketId: 'c' }],
    [45, 'ticket-on-way', { ticketId: 'c' }],
    [50, 'rating-given', { level: 5 }],
    [51, 'rating-given', { level: 2 }],
    [52, 'rating-given', { level: 5 }],
  ];
  const rows = events.map(([minutes, kind, body], index) => rowOf(index + 1, at + minutes * MINUTE_MS, kind, body));
  await wire.send(1, rows.slice(0, 2));
  await wire.send(3, rows.slice(2, 6));
  await wire.send(7, rows.slice(6, 13));
  await wire.send(14, rows.slice(13));
  await stored('ward-sums', events.length);
  const tickets = await hub.pool.query(
    `SELECT ticket_id, ticket.state FROM ticket JOIN site ON no = site_no WHERE key = 'ward-sums' ORDER BY ticket_id`,
  );
  expect(tickets.rows.map(({ ticket_id, state }) => [ticket_id, state])).toEqual([
    ['a', 'finished'],
    ['b', 'serving'],
    ['c', 'missed'],
  ]);
  const sums = await hub.pool.query(
    `SELECT issued, called, wait_s, within_30, promised, kept, served FROM hall_day JOIN site ON no = site_no WHERE key = 'ward-sums'`,
  );
  expect(sums.rows).toEqual([
    {
      ...{ issued: '3', called: '3', wait_s: String((8 + 20 + 40) * 60), within_30: '2' },
      ...{ promised: '2', kept: '1', served: '1' },
    },
  ]);
  const ratings = await hub.pool.query(
    `SELECT level, n FROM rating_day JOIN site ON no = site_no WHERE key = 'ward-sums' ORDER BY level`,
  );
  expect(ratings.rows).toEqual([
    { level: 2, n: '1' },
    { level: 5, n: '2' },
  ]);
});

test('somebody is sent for papers: the city does not count them as being served', async () => {
  await using wire = await openWire(hub, 'ward-papers');
  const at = noon(2);
  const kinds = ['ticket-issued', 'ticket-called', 'service-started', 'papers-missing'];
  await wire.send(
    1,
    kinds.map((kind, index) => rowOf(index + 1, at + index * MINUTE_MS, kind, { ticketId: 'a' })),
  );
  await stored('ward-papers', kinds.length);
  const { rows } = await hub.pool.query(
    `SELECT ticket.state FROM ticket JOIN site ON no = site_no WHERE key = 'ward-papers'`,
  );
  expect(rows).toEqual([{ state: 'supplement' }]);
});

test('a number given while the host of a hall was away counts from when it was given; a visit of a mobile team is a visit', async () => {
  await using wire = await openWire(hub, 'ward-apart');
  const at = noon(2);
  const given = (minutes: number) => ({ 'apart.atMs': at + minutes * MINUTE_MS });
  const rows = (
    [
      [60, 'ticket-issued', { ticketId: 'a', ...given(0) }],
      [60, 'ticket-issued', { ticketId: 'b', ...given(5) }],
      [60, 'ticket-served-apart', { ticketId: 'b', state: 'finished', calledAtMs: at + 15 * MINUTE_MS }],
      [60, 'ticket-issued', { ticketId: 'c', ...given(6) }],
      [60, 'ticket-served-apart', { ticketId: 'c', state: 'no-show', calledAtMs: at + 16 * MINUTE_MS }],
      [62, 'ticket-called', { ticketId: 'a' }],
    ] as const
  ).map(([minutes, kind, body], index) => rowOf(index + 1, at + minutes * MINUTE_MS, kind, body));
  await wire.send(1, rows);
  await stored('ward-apart', rows.length);
  const sums = await hub.pool.query(
    `SELECT issued, called, wait_s, within_30, served FROM hall_day JOIN site ON no = site_no WHERE key = 'ward-apart'`,
  );
  expect(sums.rows).toEqual([
    { issued: '3', called: '3', wait_s: String((62 + 10 + 10) * 60), within_30: '2', served: '1' },
  ]);
});

interface Guest {
  get(path: string): Promise<Response>;
  post(path: string, body: unknown): Promise<Response>;
}

/** A browser that keeps the city's cookie. */
const openGuest = (): Guest => {
  let cookie = '';
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const answer = await fetch(`${hub.webUrl}${path}`, {
      ...init,
      headers: { ...init.headers, cookie },
      redirect: 'manual',
    });
    const set = answer.headers.getSetCookie().find((one) => one.startsWith('motcua-city='));
    if (set !== undefined) cookie = set.split(';')[0] ?? '';
    return answer;
  };
  return {
    get: (path) => ask(path, {}),
    post: (path, body) =>
      ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  };
};

const enter = async (login: string, unitCode: string | null): Promise<Guest> => {
  const { password } = accepted(await createAccounts({ pool: hub.pool, now: Date.now }).add({ login, unitCode }));
  const guest = openGuest();
  expect((await guest.post('/city/api/log-in', { login, password })).status).toBe(200);
  return guest;
};

const csv = (...lines: readonly string[]): TableFile => ({
  name: 'units.csv',
  bytes: Buffer.from(['code,name,level,parent,from,to', ...lines].join('\n')),
});

const tree = csv(
  '79,Thành phố Hồ Chí Minh,province,,,',
  '760,Quận 1,district,79,,2025-06-30',
  '26734,Phường Bến Nghé,commune,760,,2025-06-30',
  '26734,Phường Sài Gòn,commune,79,2025-07-01,',
  '26740,Phường Bến Thành,phường,79,1/7/2025,',
);

test('a tree with bad rows changes nothing, and each bad row is named', async () => {
  expect(accepted(await importUnits(hub.pool, tree))).toBe(5);
  const refused = await importUnits(
    hub.pool,
    csv(
      '79,Thành phố Hồ Chí Minh,province,,,',
      '26734,,commune,79,,',
      '26735,Phường A,hamlet,79,,',
      '26736,Phường B,commune,,,',
      '26737,Phường C,commune,79,2025-02-30,',
      '26738,Phường D,commune,79,2025-07-02,2025-07-01',
      '26739,Phường E,commune,80,,',
      '79,Lại một lần nữa,province,,,',
      '26741,Phường G,commune,26742,,',
      '26742,Phường H,commune,26741,,',
    ),
  );
  expect(refused.ok ? [] : refused.error).toEqual([
    'row 3: name "": 1 to 100 characters are allowed',
    'row 4: level "hamlet": province, district or commune are allowed',
    'row 5: parent is empty: a commune has one',
    'row 6: from "2025-02-30": a day such as 2025-07-01 is allowed',
    'row 7: from 2025-07-02 is after to 2025-07-01',
    'row 9: code "79" is there for the same days already',
    'unit "26739": its parent "80" is not in the file',
    'unit "26741": its parent "26742" is no level above a commune',
    'unit "26742": its parent "26741" is no level above a commune',
  ]);
  const before = await unitsOn(hub.pool, '2025-06-30');
  expect(before.map(({ code, parentCode }) => [code, parentCode])).toEqual([
    ['26734', '760'],
    ['760', '79'],
    ['79', null],
  ]);
  const after = await unitsOn(hub.pool, '2025-07-01');
  expect(after.map(({ code, parentCode }) => [code, parentCode])).toEqual([
    ['26740', '79'],
    ['26734', '79'],
    ['79', null],
  ]);
});

test('halls of today add up the tree, an account of a ward sees its own ward alone, and a comparison is the same as file', async () => {
  accepted(await importUnits(hub.pool, tree));
  await using one = await openWire(hub, 'hall-one');
  await using two = await openWire(hub, 'hall-two');
  await using far = await openWire(hub, 'hall-far');
  expect(await placeSite(hub.pool, { site: 'hall-one', unitCode: '26734' })).toBeNull();
  expect(await placeSite(hub.pool, { site: 'hall-two', unitCode: '26740' })).toBeNull();
  expect(await placeSite(hub.pool, { site: 'hall-two', unitCode: '99' })).toContain('no unit "99"');
  // All at one moment of now: the hub's day begins at midnight, and so may the test.
  const at = Date.now();
  const visit = (id: string, more: Record<string, unknown> = {}) => ({ ticketId: id, ...more });
  await one.send(1, [
    rowOf(1, at, 'ticket-issued', visit('a', { 'promised.high': 10 })),
    rowOf(2, at, 'ticket-issued', visit('b', { 'promised.high': 10 })),
    rowOf(3, at, 'ticket-issued', visit('c')),
    rowOf(4, at, 'ticket-called', visit('a')),
    rowOf(5, at, 'service-started', visit('a')),
    rowOf(6, at, 'ticket-called', visit('b')),
    rowOf(7, at, 'ticket-finished', visit('b')),
    ...Array.from({ length: 6 }, (_, n) => rowOf(8 + n, at, 'rating-given', { level: 5 })),
  ]);
  await two.send(1, [
    rowOf(1, at, 'ticket-issued', visit('a')),
    rowOf(2, at, 'ticket-issued', visit('b')),
    ...Array.from({ length: 4 }, (_, n) => rowOf(3 + n, at, 'rating-given', { level: n === 0 ? 2 : 4 })),
    ...[7, 8, 9].map((seq) => rowOf(seq, at, 'person-arrived')),
    rowOf(10, at, 'absence-announced'),
  ]);
  await far.send(1, [rowOf(1, at, 'ticket-issued', visit('a'))]);
  await Promise.all([stored('hall-one', 13), stored('hall-two', 10), stored('hall-far', 1)]);

  const city = await enter('city', null);
  const now = async (guest: Guest, unit = ''): Promise<CityNow> =>
    (await (await guest.get(`/city/api/now?unit=${unit}`)).json()) as CityNow;
  await until('the figures are fresh', async () => (await now(city, '79')).total.waiting === 3);
  const seen = await now(city, '79');
  expect(seen.path).toEqual([{ code: '79', name: 'Thành phố Hồ Chí Minh' }]);
  expect(seen.total).toMatchObject({ halls: 2, waiting: 3, serving: 1, servedToday: 1, issuedToday: 5 });
  expect(seen.total.kept).toMatchObject({ count: 2, n: 2 });
  expect(seen.total.ratedToday).toMatchObject({ n: 10, few: false, mean: (6 * 5 + 2 + 3 * 4) / 10 });
  expect(seen.total.rated30Days).toMatchObject({ satisfied: { count: 9, n: 10, value: 0.9 } });
  expect(seen.total.indexPoints).toBeCloseTo(5.4);
  expect(seen.total.trend.at(-1)).toBe(3);
  expect(seen.total.trend[0]).toBe(0);
  const [benThanh, saiGon] = seen.units;
  expect(benThanh).toMatchObject({ code: '26740', waiting: 2, ratedToday: { n: 4, few: true }, indexPoints: null });
  expect(saiGon).toMatchObject({ code: '26734', waiting: 1, ratedToday: { n: 6, few: true } });
  const school = seen.halls.find(({ key }) => key === 'hall-two');
  expect(school?.attendance).toEqual({
    ...{ arrived: 3, left: 0, absenceAnnounced: 1, absenceReported: 0, corrected: 0 },
  });

  const ward = await enter('ward', '26734');
  const own = await now(ward);
  expect(own.halls.map(({ key }) => key)).toEqual(['hall-one']);
  expect((await now(ward, '26740')).halls.map(({ key }) => key)).toEqual(['hall-one']);
  expect((await ward.get('/city/api/halls/hall-two')).status).toBe(404);
  const days = (await (await ward.get('/city/api/halls/hall-one')).json()) as CityHallDays;
  expect(days.days).toHaveLength(1);
  expect(days.days[0]).toMatchObject({ day: dayOf(at), issued: 3, served: 1, meanWaitMinutes: 0 });

  const today = dayOf(at);
  const query = `from=${today}&to=${today}&of=unit:79&of=hall:hall-two&of=hall:hall-one`;
  const compared = (await (await city.get(`/city/api/compare?${query}`)).json()) as CityCompare;
  expect(compared.rows.map(({ id, issued }) => [id, issued])).toEqual([
    ['79', 5],
    ['hall-two', 2],
    ['hall-one', 3],
  ]);
  const narrow = (await (await ward.get(`/city/api/compare?${query}`)).json()) as CityCompare;
  expect(narrow.rows.map(({ id }) => id)).toEqual(['hall-one']);
  expect((await city.get(`/city/api/compare?from=${today}&to=2020-01-01&of=unit:79`)).status).toBe(400);
  const text = await (await city.get(`/city/api/compare.csv?${query}`)).text();
  expect(text.split('\r\n')[1]).toMatch(/^Đơn vị,79,Thành phố Hồ Chí Minh,5,1,0,1,/);
  const book = await city.get(`/city/api/compare.xlsx?${query}&language=en`);
  const read = accepted(
    await readTable(
      { name: 'a.xlsx', bytes: new Uint8Array(await book.arrayBuffer()) },
      [
        { id: 'code', titles: ['Code'], need: 'must' },
        { id: 'issued', titles: ['Tickets'], need: 'must' },
      ],
      10,
    ),
  );
  expect(read.rows.map(({ cells }) => cells.issued)).toEqual([5, 2, 3].map((value) => ({ kind: 'value', value })));
  const { rows: audit } = await hub.pool.query(`SELECT login, what FROM account_audit WHERE what = 'exported'`);
  expect(audit).toEqual([
    { login: 'city', what: 'exported' },
    { login: 'city', what: 'exported' },
  ]);
});

test('somebody who guesses passwords waits longer each time, and the book of the hub says who', async () => {
  const guest = openGuest();
  await enter('guessed', null);
  const guess = () => guest.post('/city/api/log-in', { login: 'guessed', password: 'không phải thế' });
  for (let n = 0; n < 5; n += 1) expect((await guess()).status).toBe(403);
  const slowed = await guess();
  expect([slowed.status, ((await slowed.json()) as CityRefusal).code]).toEqual([429, 'too-many-attempts']);
  expect((await guest.get('/city/api/now')).status).toBe(401);
  const { rows } = await hub.pool.query(
    `SELECT what, count(*)::int AS n FROM account_audit WHERE login = 'guessed' GROUP BY 1 ORDER BY 1`,
  );
  expect(rows).toEqual([
    { what: 'logged-in', n: 1 },
    { what: 'too-many-attempts', n: 1 },
    { what: 'wrong-password', n: 5 },
  ]);
});

test('a log-in ends when its holder leaves, and when the account is removed', async () => {
  const guest = await enter('leaves', null);
  expect((await guest.get('/city/api/now')).status).toBe(200);
  await guest.post('/city/api/log-out', {});
  expect((await guest.get('/city/api/now')).status).toBe(401);
  const other = await enter('removed', null);
  expect(await createAccounts({ pool: hub.pool, now: Date.now }).remove('removed')).toBe(true);
  expect((await other.get('/city/api/now')).status).toBe(401);
});

test('a ward’s account gets a new password: it still shows that ward alone, and a tree without the ward names who is lost', async () => {
  accepted(await importUnits(hub.pool, tree));
  await enter('ward-again', '26740');
  const again = await enter('ward-again', null);
  expect(await (await again.get('/city/api/now')).json()).toMatchObject({ path: [{ code: '26740' }] });
  accepted(await importUnits(hub.pool, csv('79,Thành phố Hồ Chí Minh,province,,,')));
  expect(await lostPlaces(hub.pool)).toContainEqual({ what: 'account', name: 'ward-again', unitCode: '26740' });
  accepted(await importUnits(hub.pool, tree));
});

test('a site tells the kinds of its broken devices and nothing else of them, and is marked silent after two minutes', async () => {
  await using wire = await openWire(hub, 'hall-words');
  await wire.cursor({ lagMs: 180_000, devices: 5, down: ['ticket-printer', 'scanner'] });
  const facts = async (nowMs: number) => {
    const hall = (await readHalls(hub.pool, nowMs)).find(({ key }) => key === 'hall-words');
    if (hall === undefined) throw new Error('hall-words is there');
    return hallView(hall, nowMs);
  };
  await until('its word is stored', async () => (await facts(Date.now())).devices === 5);
  const nowMs = Date.now();
  expect(await facts(nowMs)).toMatchObject({
    ...{ voice: 'heard', devices: 5, lagMs: 180_000, down: ['ticket-printer', 'scanner'] },
  });
  expect((await facts(nowMs + 130_000)).voice).toBe('silent');
});
