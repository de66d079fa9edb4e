// A site and the hub with real servers: what a city may rely on, and what must not get in.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { jetstream } from '@nats-io/jetstream';
import { nkeyAuthenticator, nkeys } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listSites, revoke } from '../../hub/admin/sites.ts';
import { joinHub, type Membership } from '../../main/services/hub-link/index.ts';
import { openCutLine } from '../support/cut-line.ts';
import { complete, linkOf, memberIn, openNow, serve } from '../support/hub-site.ts';
import { accepted, openTestSite, refusalOf, type TestSite, temporaryFolder } from '../support/site.ts';
import { startTestHub, type TestHub, until } from '../support/test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 });
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

const memberOf = async (folder: string, site: string): Promise<Membership> => memberIn(folder, await hub.code(site));

/** What left the site by its own journal, and what the hub has of it. */
const bothSets = async (site: TestSite, key: string) => {
  const left = site.db.prepare('SELECT seq FROM journal ORDER BY seq').pluck().all().map(Number);
  const { rows } = await hub.pool.query(
    'SELECT seq, kind, body FROM event JOIN site ON site.no = event.site_no WHERE site.key = $1 ORDER BY seq',
    [key],
  );
  return { left, rows: rows.map((row) => ({ seq: Number(row.seq), kind: String(row.kind), body: row.body })) };
};

test('tickets of a site stand in the hub’s database, each event once, and nobody’s name, token or staff id with them', async () => {
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  const membership = await memberOf(temporary.folder, 'ward-happy');
  accepted(
    await site.staff.add({ login: 'an', name: 'Nguyễn Văn An', password: 'mot cua 123', roles: ['clerk'] }, null),
  );
  await serve(site, 20);
  const running = linkOf(site, membership);
  await complete(running);
  await serve(site, 5);
  await complete(running);
  await running.stop();
  const { left, rows } = await bothSets(site, 'ward-happy');
  expect(new Set(rows.map(({ seq }) => seq)).size).toBe(rows.length);
  expect(rows.filter(({ kind }) => kind === 'ticket-finished')).toHaveLength(25);
  expect(rows.length).toBeLessThan(left.length);
  expect(JSON.stringify(rows)).not.toMatch(/Nguyễn|token|staffId|staff-/);
  const tickets = await hub.pool.query(
    `SELECT ticket.state, ticket.service_id FROM ticket JOIN site ON site.no = site_no WHERE key = 'ward-happy'`,
  );
  expect(new Set(tickets.rows.map((row) => `${row.state} ${row.service_id}`))).toEqual(
    new Set(['finished chung-thuc']),
  );
  const counts = await hub.pool.query(
    `SELECT sum(n) AS n FROM day_count JOIN site ON site.no = site_no WHERE key = 'ward-happy'`,
  );
  expect(Number(counts.rows[0].n)).toBe(rows.length);
});

test('the key of a site is a file that only its owner reads, a code is good once, and a wrong one is refused', async () => {
  using temporary = temporaryFolder();
  const code = await hub.code('ward-once');
  accepted(await joinHub(code, temporary.folder));
  expect(statSync(path.join(temporary.folder, 'hub/site.seed')).mode & 0o777).toBe(0o600);
  expect(readFileSync(path.join(temporary.folder, 'hub/member.json'), 'utf8')).not.toContain('SU');
  expect(readdirSync(path.join(temporary.folder, 'hub')).sort()).toEqual(['member.json', 'site.seed']);
  expect(refusalOf(await joinHub(code, temporary.folder))).toBe('join-refused');
  expect(refusalOf(await joinHub(`${code}x`, temporary.folder))).toBe('join-refused');
  expect(refusalOf(await joinHub('ward-once', temporary.folder))).toBe('bad-code');
  expect(refusalOf(await joinHub('http://127.0.0.1:1/join#a.b', temporary.folder))).toBe('hub-unreachable');
});

test('a site can write under its own name alone, and read nothing of another one', async () => {
  using temporary = temporaryFolder();
  const { answer, seed } = await memberOf(temporary.folder, 'ward-curious');
  await using cleaning = new AsyncDisposableStack();
  const connection = await connect({
    servers: [...answer.servers],
    authenticator: nkeyAuthenticator(seed),
    inboxPrefix: '_INBOX_ward-curious',
    timeout: 5000,
  });
  cleaning.defer(() => connection.close());
  const stream = jetstream(connection, { timeout: 1000 });
  await expect(stream.publish(answer.subject.replace('ward-curious', 'ward-happy'), 'x')).rejects.toThrow();
  for (const subject of [
    '$JS.API.STREAM.INFO.EV',
    '$JS.API.STREAM.DELETE.EV',
    '$JS.API.STREAM.PURGE.EV',
    'cursor.ward-happy',
  ])
    await expect(connection.request(subject, '', { timeout: 1000 }), subject).rejects.toThrow();
  for (const subject of ['ev.>', '_INBOX.>', '_INBOX_ward-happy.>', 'ack.ward-happy', '>']) {
    const refused = Promise.withResolvers<unknown>();
    connection.subscribe(subject, {
      callback: (error) => {
        if (error !== null) refused.resolve(error);
      },
    });
    expect(String(await refused.promise), subject).toMatch(/permission/i);
  }
});

test('a stranger’s key is refused by name, and so is a site’s own after it was revoked', async () => {
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  const membership = await memberOf(temporary.folder, 'ward-revoked');
  const stranger = linkOf(site, { ...membership, seed: nkeys.createUser().getSeed() });
  await until('the stranger is refused', () => stranger.status().trouble === 'key-refused');
  await stranger.stop();
  await serve(site, 1);
  const running = linkOf(site, membership);
  await complete(running);
  accepted(await revoke(hub.pool, 'ward-revoked'));
  await until('the revoked site is cut off', () => running.status().trouble === 'key-refused');
  await serve(site, 1);
  expect(running.status().state).toBe('offline');
  await running.stop();
  const again = linkOf(site, await memberOf(temporary.folder, 'ward-revoked'));
  await complete(again);
  await again.stop();
  const { rows } = await bothSets(site, 'ward-revoked');
  expect(rows.filter(({ kind }) => kind === 'ticket-issued')).toHaveLength(2);
});

test('truncated, foreign and large unreadable messages, NUL bytes and events of tomorrow are kept aside by name; the rest is stored', async () => {
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  const { answer, seed } = await memberOf(temporary.folder, 'ward-poison');
  await using cleaning = new AsyncDisposableStack();
  const connection = await connect({
    servers: [...answer.servers],
    authenticator: nkeyAuthenticator(seed),
    inboxPrefix: '_INBOX_ward-poison',
    timeout: 5000,
  });
  cleaning.defer(() => connection.close());
  const stream = jetstream(connection, { timeout: 3000 });
  const id = (seq: number): string => seq.toString(16).padStart(32, '0');
  const nowMs = Date.now();
  const row = (seq: number, body: object, atMs = nowMs) => [seq, id(seq), atMs, '2026-11-23', 'counter-opened', body];
  const message = {
    ...{ v: 1, site: 'ward-poison', epoch: '00000000-0000-4000-8000-000000000007', after: 0, generation: 'g' },
    ...{ sentAtMs: nowMs - 2 * 3_600_000, first: 1, last: 4, beforeId: null, lastId: id(4) },
    rows: [row(1, {}), row(2, { a: '\u0000' }), row(3, {}, nowMs + 86_400_000), row(4, {})],
  };
  const text = JSON.stringify(message);
  await stream.publish(answer.subject, text.slice(0, 200));
  // Larger than what an index takes, and nothing that could be made smaller.
  const noise = Array.from({ length: 2000 }, (_, at) => createHash('sha256').update(`${at}`).digest());
  await stream.publish(answer.subject, Buffer.concat(noise));
  await stream.publish(answer.subject, JSON.stringify({ ...message, site: 'ward-happy' }));
  await stream.publish(answer.subject, text);
  await stream.publish(answer.subject, text);
  const aside = async (): Promise<string[]> => {
    const { rows } = await hub.pool.query(`SELECT why FROM kept_aside WHERE site = 'ward-poison' ORDER BY why`);
    return rows.map(({ why }) => why);
  };
  const expected = ['cannot-be-read', 'cannot-be-read', 'from-the-future', 'of-another-site', 'refused-by-database'];
  await until('all of them are kept aside', async () => (await aside()).length === expected.length);
  expect(await aside()).toEqual(expected);
  expect((await bothSets(site, 'ward-poison')).rows.map(({ seq }) => seq)).toEqual([1, 4]);
  const told = (await listSites(hub.pool)).find(({ key }) => key === 'ward-poison');
  // Its clock is two hours behind.
  expect(Math.round((told?.clockOffMs ?? 0) / 3_600_000)).toBe(-2);
  expect(hub.logged.some((line) => line.includes('kept aside'))).toBe(true);
});

test('the line is cut again and again, the database restarts, the host falls over: nothing is lost or twice', async () => {
  using temporary = temporaryFolder();
  const clock = { nowMs: Date.now(), steadyMs: 0 };
  let site = openTestSite(temporary.folder, { clock });
  const membership = await memberOf(temporary.folder, 'ward-storm');
  const line = await openCutLine(Number(membership.answer.servers[0]?.split(':')[1]));
  const servers = [line.address];
  try {
    let running = linkOf(site, membership, servers);
    for (let round = 0; round < 8; round += 1) {
      await serve(site, 10);
      line.cut();
      if (round === 3) {
        await hub.postgres.stop('immediate');
        await serve(site, 5);
        await hub.postgres.start();
      }
      if (round === 5) {
        await running.stop();
        site = await site.reopen();
        running = linkOf(site, membership, servers);
      }
    }
    await complete(running);
    await running.stop();
    const { rows } = await bothSets(site, 'ward-storm');
    expect(rows.filter(({ kind }) => kind === 'ticket-issued')).toHaveLength(85);
    expect(new Set(rows.map(({ seq }) => seq)).size).toBe(rows.length);
  } finally {
    await site.close();
    await line.close();
  }
}, 60_000);

test('the hub’s page of health and its metrics name every site', async () => {
  await hub.code('ward-named');
  const health = (await (await fetch(`${hub.webUrl}/health`)).json()) as { parts: { owned: number; of: number } };
  expect(health.parts.of).toBe(2);
  const metrics = await (await fetch(`${hub.webUrl}/metrics`)).text();
  expect(metrics).toContain('motcua_hub_site_applied{site="ward-named"} 0');
});
