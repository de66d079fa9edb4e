// What the hub keeps and for how long, with real servers.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addMonths, monthOf } from '../../hub/upkeep/rules.ts';
import { readRetention, runUpkeep, setRetention } from '../../hub/upkeep/upkeep.ts';
import { dayOf, openWire, rowOf } from '../support/hub-wire.ts';
import { startTestHub, type TestHub, until } from '../support/test-hub.ts';

// Each with a hub of its own: a month that was dropped is dropped for all that follows.
let hub: TestHub;
beforeEach(async () => {
  hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 });
}, 120_000);
afterEach(async () => {
  await hub?.[Symbol.asyncDispose]();
});

const one = async (sql: string, values: readonly unknown[] = []): Promise<number> =>
  Number(Object.values((await hub.pool.query(sql, [...values])).rows[0] ?? {})[0] ?? 0);

const partitions = async (): Promise<string[]> => {
  const { rows } = await hub.pool.query(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'event'::regclass ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
};

/** The middle of a month. */
const middleOf = (month: string): number => Date.parse(`${month}-15T09:00:00+07:00`);

test('a month is dropped with its tickets, its counts stay, and what comes late for it is counted by name', async () => {
  const nowMs = Date.now();
  const month = monthOf(nowMs);
  const old = addMonths(month, -3);
  await using wire = await openWire(hub, 'ward-months');
  await wire.send(1, [
    rowOf(1, middleOf(old), 'ticket-issued', { ticketId: 't-old' }),
    rowOf(2, middleOf(old)),
    rowOf(3, nowMs, 'ticket-issued', { ticketId: 't-new' }),
  ]);
  await until('three events are stored', async () => (await one('SELECT count(*) FROM event')) === 3);
  await setRetention(hub.pool, { eventsMonths: 2, asideDays: 30 });
  const done = await runUpkeep(hub.pool, nowMs);
  expect(done.dropped).toHaveLength(22);
  expect(done.dropped).toContain(old);
  expect(done.droppedTickets).toBe(1);
  expect((await partitions())[0]).toBe(`event_${addMonths(month, -2).replace('-', '_')}`);
  expect(await one('SELECT count(*) FROM event')).toBe(1);
  expect(await one('SELECT sum(n) FROM day_count WHERE day = $1', [dayOf(middleOf(old))])).toBe(2);

  // The site sends on, among it something of the dropped month; and once more the same, under another life of its database.
  await wire.send(4, [rowOf(4, middleOf(old)), rowOf(5, nowMs)]);
  const late = 'SELECT n FROM late_count WHERE month = $1';
  await until('it is counted as late', async () => (await one(late, [`${old}-01`])) === 1);
  await wire.send(1, [rowOf(1, middleOf(old)), rowOf(3, nowMs), rowOf(6, nowMs)], {
    epoch: '00000000-0000-4000-8000-000000000008',
  });
  await until('the new row is stored', async () => (await one('SELECT count(*) FROM event WHERE seq = 6')) === 1);
  expect(await one(late, [`${old}-01`])).toBe(2);
  expect(await one('SELECT count(*) FROM event')).toBe(3);
  expect(await one('SELECT sum(n) FROM day_count WHERE day = $1', [dayOf(middleOf(old))])).toBe(2);
  expect(await one('SELECT count(*) FROM kept_aside')).toBe(0);

  expect(await setRetention(hub.pool, { eventsMonths: 0, asideDays: 30 })).toContain('0 was given');
  // A longer retention later does not pretend that the dropped months are there.
  await setRetention(hub.pool, { eventsMonths: 24, asideDays: 30 });
  expect((await runUpkeep(hub.pool, Date.now())).made).toEqual([]);
  expect((await readRetention(hub.pool)).eventsFrom).toBe(addMonths(month, -2));
});

test('months to come are made ahead while sites send, and a day beyond them is kept aside by name', async () => {
  const nowMs = Date.now();
  const month = monthOf(nowMs);
  const { made } = await runUpkeep(hub.pool, middleOf(addMonths(month, 2)));
  expect(made).toEqual([addMonths(month, 4), addMonths(month, 5)]);
  await using wire = await openWire(hub, 'ward-far');
  const far = rowOf(1, nowMs);
  await wire.send(1, [[far[0], far[1], far[2], dayOf(middleOf(addMonths(month, 9))), far[4], far[5]], rowOf(2, nowMs)]);
  const aside = `SELECT count(*) FROM kept_aside WHERE site = 'ward-far' AND why = 'refused-by-database'`;
  await until('it is kept aside', async () => (await one(aside)) === 1);
  expect(await one(`SELECT count(*) FROM event JOIN site ON no = site_no WHERE key = 'ward-far'`)).toBe(1);

  // What was kept aside for longer than its days goes, and the upkeep's own book says how many.
  await setRetention(hub.pool, { eventsMonths: 24, asideDays: 7 });
  expect((await runUpkeep(hub.pool, nowMs + 6 * 86_400_000)).droppedAside).toBe(0);
  expect((await runUpkeep(hub.pool, nowMs + 8 * 86_400_000)).droppedAside).toBe(1);
  expect(await one('SELECT dropped_aside FROM upkeep_run ORDER BY at DESC LIMIT 1')).toBe(1);
});
