// The line of each hall as managers of the city see it: who waits, since when, and how many waited in the last hour.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HubRow } from '../../contract/hub.ts';
import { type HallFacts, readHalls } from '../../hub/city/facts.ts';
import { hubMigrations, migrateHub } from '../../hub/store/migrate.ts';
import { dayOf, openWire, rowOf } from '../support/hub-wire.ts';
import { startTestHub, type TestHub, until } from '../support/test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 });
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

const MINUTE_MS = 60_000;

const hallOf = async (pool: pg.Pool, key: string, nowMs: number): Promise<HallFacts> => {
  const hall = (await readHalls(pool, nowMs)).find((one) => one.key === key);
  if (hall === undefined) throw new Error(`${key} is not there`);
  return hall;
};

const stored = (key: string, count: number): Promise<void> =>
  until(`${count} events of ${key}`, async () => {
    const { rows } = await hub.pool.query(
      'SELECT count(*)::int AS n FROM event JOIN site ON no = site_no WHERE key = $1',
      [key],
    );
    return rows[0].n === count;
  });

test('the last hour is counted back from who waits, also when a site sends all of it once more from another life of its database', async () => {
  await using wire = await openWire(hub, 'hall-line');
  const nowMs = Date.now();
  const mark = Math.floor(nowMs / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
  /** Of the day of now: an hour before may be yesterday. */
  const row = (seq: number, minutes: number, [kind, ticketId]: readonly [string, string]): HubRow => {
    const [, id, atMs, , , body] = rowOf(seq, mark + minutes * MINUTE_MS, kind, { ticketId });
    return [seq, id, atMs, dayOf(nowMs), kind, body];
  };
  const came = [row(1, -32, ['ticket-issued', 'a']), row(2, -22, ['ticket-issued', 'b'])];
  const called = [row(3, -12, ['ticket-called', 'a']), row(4, -3, ['ticket-issued', 'c'])];
  await wire.send(1, came);
  await wire.send(3, called);
  await stored('hall-line', 4);
  await wire.send(1, [...came, ...called, row(5, -2, ['counter-opened', 'x'])], {
    epoch: '00000000-0000-4000-8000-000000000008',
  });
  await stored('hall-line', 5);
  const hall = await hallOf(hub.pool, 'hall-line', nowMs);
  expect(hall.trend).toEqual([0, 0, 0, 0, 0, 1, 1, 2, 2, 1, 1, 2, 2]);
  expect([hall.waiting, hall.firstInLineMs]).toEqual([2, mark - 22 * MINUTE_MS]);
});

test('who waits is known by the moment of the ticket, also when that event came after all others of it', async () => {
  await using wire = await openWire(hub, 'hall-late-ticket');
  const nowMs = Date.now();
  await wire.send(1, [rowOf(1, nowMs, 'ticket-lined-up', { ticketId: 'a' })]);
  await stored('hall-late-ticket', 1);
  expect((await hallOf(hub.pool, 'hall-late-ticket', nowMs)).firstInLineMs).toBeNull();
  await wire.send(2, [rowOf(2, nowMs - 7 * MINUTE_MS, 'ticket-issued', { ticketId: 'a' })]);
  await stored('hall-late-ticket', 2);
  expect(await hallOf(hub.pool, 'hall-late-ticket', nowMs)).toMatchObject({
    ...{ waiting: 1, firstInLineMs: nowMs - 7 * MINUTE_MS },
  });
});

test('a hub that is updated at noon knows the line of its halls from before', async () => {
  const nowMs = Date.now();
  await hub.pool.query('CREATE DATABASE before');
  const pool = new pg.Pool({ ...hub.postgres.address, database: 'before', max: 2 });
  const client = await pool.connect();
  try {
    await migrateHub(
      client,
      hubMigrations.filter(({ version }) => version < 60),
    );
    await client.query(`INSERT INTO site (key, name, province, part) VALUES ('hall-before', 'Hall', 'hcm', 0)`);
    for (const [id, minutes] of [
      ['a', 50],
      ['b', 20],
    ] as const) {
      const came = [id, new Date(nowMs - minutes * MINUTE_MS).toISOString(), dayOf(nowMs)];
      await client.query('INSERT INTO visit (site_no, ticket_id, issued_at, day) VALUES (1, $1, $2, $3)', came);
      await client.query(
        `INSERT INTO ticket (site_no, ticket_id, at, seq, day, state) VALUES (1, $1, $2, 1, $3, 'waiting')`,
        came,
      );
    }
    expect(await migrateHub(client, hubMigrations)).toContain('city-lines');
    const hall = await hallOf(pool, 'hall-before', nowMs);
    expect([hall.waiting, hall.firstInLineMs]).toEqual([2, nowMs - 50 * MINUTE_MS]);
    expect([hall.trend[0], hall.trend.at(-7), hall.trend.at(-1)]).toEqual([0, 1, 2]);
  } finally {
    client.release();
    await pool.end();
  }
});
