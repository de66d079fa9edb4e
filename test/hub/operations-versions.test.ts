// Hub and sites are updated in any order: what one of them says more than the other knows does no harm, and nothing of it is lost.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { nkeys } from '@nats-io/nats-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hubSubjects } from '../../contract/hub.ts';
import { rights } from '../../hub/admin/sites.ts';
import { monitorPage, runningIn } from '../../hub/servers/rights-files.ts';
import { joinHub } from '../../main/services/hub-link/index.ts';
import { complete, linkOf, memberIn, openNow, serve } from '../support/hub-site.ts';
import { openWire, rowOf } from '../support/hub-wire.ts';
import { refusalOf, temporaryFolder } from '../support/site.ts';
import { startTestHub, type TestHub, until } from '../support/test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 });
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

const storedOf = async (site: string) => {
  const { rows } = await hub.pool.query(
    'SELECT seq::int, kind, body FROM event JOIN site ON no = site_no WHERE key = $1 ORDER BY seq',
    [site],
  );
  return rows;
};

test('a newer site sends kinds and fields that this hub does not know: they are stored and counted, and it goes on', async () => {
  await using wire = await openWire(hub, 'ward-newer');
  const nowMs = Date.now();
  const rows = [
    rowOf(1, nowMs, 'ticket-issued', { ticketId: 't-1', serviceId: 'a', mood: 'calm' }),
    rowOf(2, nowMs, 'robot-greeted', { ticketId: 't-1', robotId: 'r-1' }),
    rowOf(3, nowMs, 'robot-greeted', { robotId: 'r-1' }),
  ];
  await wire.send(1, rows, { v: 7, weather: 'rain', rows });
  await until('they are stored', async () => (await storedOf('ward-newer')).length === 3);
  expect((await storedOf('ward-newer')).map(({ kind, body }) => [kind, body])).toEqual(
    rows.map(([, , , , kind, body]) => [kind, body]),
  );
  expect(await wire.cursor()).toMatchObject({ applied: 3 });
  const counts = await hub.pool.query(
    `SELECT kind, n::int FROM day_count JOIN site ON no = site_no WHERE key = 'ward-newer' ORDER BY kind`,
  );
  expect(counts.rows).toEqual([
    { kind: 'robot-greeted', n: 2 },
    { kind: 'ticket-issued', n: 1 },
  ]);
  // A kind without a meaning here changes no ticket's state.
  const tickets = await hub.pool.query(
    `SELECT ticket.state FROM ticket JOIN site ON no = site_no WHERE key = 'ward-newer'`,
  );
  expect(tickets.rows).toEqual([{ state: 'waiting' }]);
});

test('a row of another shape is kept aside with all it says, for the day on which the hub is updated too', async () => {
  await using wire = await openWire(hub, 'ward-shaped');
  const nowMs = Date.now();
  const shaped = [...rowOf(2, nowMs), 'a seventh part'];
  await wire.send(1, [rowOf(1, nowMs), rowOf(3, nowMs)], { v: 8, rows: [rowOf(1, nowMs), shaped, rowOf(3, nowMs)] });
  await until('the others are stored', async () => (await storedOf('ward-shaped')).length === 2);
  const { rows } = await hub.pool.query(`SELECT why, payload FROM kept_aside WHERE site = 'ward-shaped'`);
  expect(rows).toEqual([{ why: 'bad-row', payload: JSON.stringify(shaped) }]);
});

test('an older site asks only for its place, and a newer one says more with its question and with its join', async () => {
  await using wire = await openWire(hub, 'ward-asking');
  expect(await wire.cursor()).toMatchObject({ applied: null });
  const word = { lagMs: 0, devices: 1, down: [], humour: 'dry' } as NonNullable<Parameters<typeof wire.cursor>[0]>;
  expect(await wire.cursor(word)).toMatchObject({ applied: null });
  using temporary = temporaryFolder();
  const [url, secret] = (await hub.code('ward-joining')).split('#ward-joining.');
  const post = async (publicKey: string): Promise<unknown[]> => {
    const answer = await fetch(String(url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ site: 'ward-joining', secret, publicKey, v: 9, model: 'x' }),
    });
    const { code, site } = (await answer.json()) as { readonly code?: string; readonly site?: string };
    return [answer.status, code ?? site];
  };
  // A key whose check sum is wrong would lock out everybody: the stream server reads its users all or not.
  expect(await post(`U${'A'.repeat(55)}`)).toEqual([403, 'key-wrong']);
  expect(await post(nkeys.createUser().getPublicKey())).toEqual([200, 'ward-joining']);
  expect(refusalOf(await joinHub(`${url}#ward-joining.${secret}`, temporary.folder))).toBe('join-refused');
});

test('a newer hub says more with its acknowledgements: the site goes on', async () => {
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  const running = linkOf(site, await memberIn(temporary.folder, await hub.code('ward-older')));
  await serve(site, 2);
  await complete(running);
  const { rows } = await hub.pool.query(
    `SELECT epoch.epoch, applied_seq::int AS applied, replace(last_id::text, '-', '') AS "lastId"
     FROM epoch JOIN site ON site.no = site_no WHERE key = 'ward-older'`,
  );
  const ack = { ...rows[0], gap: false, generation: 'g', v: 12, advice: ['rest'] };
  hub.ingest.connection.publish(hubSubjects.ack('ward-older'), JSON.stringify(ack));
  hub.ingest.connection.publish(hubSubjects.ack('ward-older'), JSON.stringify({ words: 'of another version' }));
  await serve(site, 2);
  await complete(running);
  expect(running.status()).toMatchObject({ trouble: null, state: 'up-to-date' });
  await running.stop();
  expect((await storedOf('ward-older')).filter(({ kind }) => kind === 'ticket-finished')).toHaveLength(4);
});

test('the stream server of an earlier hub has all in one account: it is led over while it runs, and sites go on', async () => {
  await using wire = await openWire(hub, 'ward-stays');
  await wire.send(1, [rowOf(1, Date.now())]);
  const folder = path.join(hub.place.folder, 'nats/n0');
  const file = path.join(folder, 'sites.conf');
  const users = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('permissions:'));
  const hubKey = nkeys.fromSeed(hub.nats.seed).getPublicKey();
  writeFileSync(
    file,
    ['accounts { HUB: { jetstream: enabled, users: [', `{ nkey: ${hubKey} }`, ...users, '] } }'].join('\n'),
  );
  const loadedAt = async () => (await monitorPage(hub.place.natsPorts[0]?.monitor ?? 0, 'varz'))?.['config_load_time'];
  const before = await loadedAt();
  process.kill(runningIn(folder) ?? 0, 'SIGHUP');
  await until('the earlier file is read', async () => (await loadedAt()) !== before);
  await hub.nats.allow(await rights(hub.pool));
  const sends = () =>
    wire.send(2, [rowOf(2, Date.now())]).then(
      () => true,
      () => false,
    );
  await until('it sends again', sends);
  await until('the hub has it', async () => (await wire.cursor())['applied'] === 2);
}, 30_000);
