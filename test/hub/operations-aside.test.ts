// What was kept aside goes back once its cause is mended, with real servers.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropAside, putBack } from '../../hub/ingest/put-back.ts';
import { dayOf, openWire, rowOf } from '../support/hub-wire.ts';
import { startTestHub, type TestHub, until } from '../support/test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 });
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

const kept = async (site: string): Promise<{ no: number; why: string }[]> => {
  const { rows } = await hub.pool.query('SELECT no, why FROM kept_aside WHERE site = $1 ORDER BY no', [site]);
  return rows.map(({ no, why }) => ({ no: Number(no), why: String(why) }));
};

const stored = async (site: string): Promise<number[]> => {
  const { rows } = await hub.pool.query('SELECT seq FROM event JOIN site ON no = site_no WHERE key = $1 ORDER BY seq', [
    site,
  ]);
  return rows.map(({ seq }) => Number(seq));
};

const outcomes = async (site: string, nowMs: number): Promise<string[]> =>
  (await putBack(hub.pool, { only: null, nowMs })).filter((one) => one.site === site).map(({ outcome }) => outcome);

test('a clock was set a day ahead: its tickets stay aside until their time has come, then they stand in their day', async () => {
  const nowMs = Date.now();
  const aheadMs = nowMs + 24 * 3_600_000;
  await using wire = await openWire(hub, 'ward-ahead');
  await wire.send(1, [
    rowOf(1, nowMs),
    rowOf(2, aheadMs, 'ticket-issued', { ticketId: 't-ahead', serviceId: 'a' }),
    rowOf(3, nowMs),
  ]);
  await until('one is kept aside', async () => (await kept('ward-ahead')).length === 1);
  expect(await outcomes('ward-ahead', nowMs)).toEqual(['stays']);
  expect(await stored('ward-ahead')).toEqual([1, 3]);
  expect(await outcomes('ward-ahead', aheadMs)).toEqual(['stored']);
  expect(await stored('ward-ahead')).toEqual([1, 2, 3]);
  expect(await kept('ward-ahead')).toEqual([]);
  const { rows } = await hub.pool.query(
    `SELECT day::text, ticket.state FROM ticket JOIN site ON no = site_no WHERE key = 'ward-ahead'`,
  );
  expect(rows).toEqual([{ day: dayOf(aheadMs), state: 'waiting' }]);
});

test('what the database refused goes in after the database was mended, and only once', async () => {
  await hub.pool.query(`ALTER TABLE day_count ADD CONSTRAINT too_narrow CHECK (kind <> 'counter-closed')`);
  await using wire = await openWire(hub, 'ward-refused');
  const nowMs = Date.now();
  await wire.send(1, [rowOf(1, nowMs), rowOf(2, nowMs, 'counter-closed'), rowOf(3, nowMs)]);
  await until('it is kept aside', async () => (await kept('ward-refused')).length === 1);
  expect(await outcomes('ward-refused', nowMs)).toEqual(['stays']);
  await hub.pool.query('ALTER TABLE day_count DROP CONSTRAINT too_narrow');
  const [{ no } = { no: 0 }] = await kept('ward-refused');
  expect(await putBack(hub.pool, { only: no, nowMs })).toMatchObject([{ no, outcome: 'stored' }]);
  expect(await putBack(hub.pool, { only: no, nowMs })).toEqual([]);
  expect(await stored('ward-refused')).toEqual([1, 2, 3]);
  const { rows } = await hub.pool.query(
    `SELECT sum(n) AS n FROM day_count JOIN site ON no = site_no WHERE key = 'ward-refused'`,
  );
  expect(Number(rows[0].n)).toBe(3);
});

test('what no mending helps stays, and is given up by number with a reason that can be read later', async () => {
  await using wire = await openWire(hub, 'ward-nul');
  const nowMs = Date.now();
  await wire.send(1, [rowOf(1, nowMs, 'counter-opened', { a: '\u0000' }), rowOf(2, nowMs)]);
  await wire.send(1, [rowOf(1, nowMs)], { site: 'ward-ahead' });
  await until('both are kept aside', async () => (await kept('ward-nul')).length === 2);
  expect(await outcomes('ward-nul', nowMs)).toEqual(['stays', 'stays']);
  for (const { no } of await kept('ward-nul')) {
    expect(await dropAside(hub.pool, no, 'a NUL in a test')).toBe(true);
    expect(await dropAside(hub.pool, no, 'once more')).toBe(false);
  }
  expect(await kept('ward-nul')).toEqual([]);
  const { rows } = await hub.pool.query(`SELECT why, because FROM aside_dropped WHERE site = 'ward-nul' ORDER BY why`);
  expect(rows).toEqual([
    { why: 'of-another-site', because: 'a NUL in a test' },
    { why: 'refused-by-database', because: 'a NUL in a test' },
  ]);
});
