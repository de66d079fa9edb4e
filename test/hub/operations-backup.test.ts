// Backup and restore of a real hub, with a site that goes on meanwhile.
import { appendFileSync, chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeBackup } from '../../hub/backup/backup.ts';
import { contentsOf, differences } from '../../hub/backup/contents.ts';
import { rehearse } from '../../hub/backup/rehearse.ts';
import { restoreBackup } from '../../hub/backup/restore.ts';
import { complete, linkOf, memberIn, openNow, serve } from '../support/hub-site.ts';
import { temporaryFolder } from '../support/site.ts';
import { startTestHub, type TestHub, until } from '../support/test-hub.ts';

const size = { nodes: 1, maxStreamBytes: 64 * 2 ** 20 };
let hub: TestHub;
let room: string;
beforeAll(async () => {
  hub = await startTestHub(size);
  room = mkdtempSync(path.join(tmpdir(), 'motcua-hub-room-'));
  chmodSync(room, 0o711);
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
  rmSync(room, { recursive: true, force: true });
});

const backup = (folder: string) =>
  takeBackup({
    ...{ database: hub.postgres.address, data: hub.place.folder, folder: path.join(room, folder), nowMs: Date.now() },
  });

test('a backup that was touched, cut off or is none is refused by name, and so is a folder with something in it', async () => {
  await backup('touched');
  expect(statSync(path.join(room, 'touched')).mode & 0o777).toBe(0o700);
  for (const name of ['hub.dump', 'manifest.json', 'secret/hub.seed'])
    expect(statSync(path.join(room, 'touched', name)).mode & 0o777, name).toBe(0o600);
  expect(readdirSync(path.join(room, 'touched/secret'))).not.toContain('postgres.password');
  await expect(backup('touched')).rejects.toThrow('is there already');
  await expect(restoreBackup(path.join(room, 'touched'), hub.place.folder)).rejects.toThrow('is not empty');
  appendFileSync(path.join(room, 'touched/hub.dump'), 'x');
  await expect(restoreBackup(path.join(room, 'touched'), path.join(room, 'new'))).rejects.toThrow(
    'hub.dump is damaged',
  );
  rmSync(path.join(room, 'touched/manifest.json'));
  await expect(restoreBackup(path.join(room, 'touched'), path.join(room, 'new'))).rejects.toThrow('no whole backup');
  expect(existsSync(path.join(room, 'new'))).toBe(false);
});

test('a rehearsal restores beside the running hub, finds every row the same and leaves nothing', async () => {
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  const running = linkOf(site, await memberIn(temporary.folder, await hub.code('ward-rehearsed')));
  await serve(site, 5);
  await complete(running);
  const before = readdirSync(room);
  const { rows, backupBytes } = await rehearse(hub.pool, {
    ...{ database: hub.postgres.address, data: hub.place.folder, room, nowMs: Date.now() },
  });
  expect(rows).toBeGreaterThan(30);
  expect(backupBytes).toBeGreaterThan(1000);
  expect(readdirSync(room)).toEqual(before);
  const noted = await hub.pool.query('SELECT kind FROM backup ORDER BY at DESC LIMIT 2');
  expect(noted.rows.map(({ kind }) => kind).sort()).toEqual(['backup', 'rehearsed']);
  await running.stop();
});

test('the hub’s machine burns down: the backup of last night starts at the old address, and the site fills in what came since', async () => {
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  await using old = await startTestHub(size);
  const running = linkOf(site, await memberIn(temporary.folder, await old.code('ward-burnt')));
  await serve(site, 10);
  await complete(running);
  const folder = path.join(room, 'night');
  await takeBackup({ database: old.postgres.address, data: old.place.folder, folder, nowMs: Date.now() });
  await serve(site, 10);
  await complete(running);
  const client = await old.pool.connect();
  const before = await contentsOf(client);
  client.release();
  await old.stop();
  await serve(site, 3);
  expect(running.status().backlog).toBeGreaterThan(0);

  const restored = path.join(room, 'restored');
  await restoreBackup(folder, restored);
  await using fresh = await startTestHub({ ...size, place: { ...old.place, folder: restored } });
  await complete(running);
  await running.stop();
  const { rows } = await fresh.pool.query('SELECT kind, seq FROM event');
  expect(rows.filter(({ kind }) => kind === 'ticket-finished')).toHaveLength(23);
  expect(new Set(rows.map(({ seq }) => seq)).size).toBe(rows.length);
  const counts = await fresh.pool.query('SELECT sum(n) AS n FROM day_count');
  expect(Number(counts.rows[0].n)).toBe(rows.length);
  const after = await fresh.pool.connect();
  const now = await contentsOf(after);
  after.release();
  // Everything of the day is there that was there, and more.
  expect(differences(now, before).some((line) => line.startsWith('event: '))).toBe(true);
  expect(now['event']?.rows).toBeGreaterThan(before['event']?.rows ?? 0);
  expect(now['site']?.rows).toBe(before['site']?.rows);
}, 120_000);

test('a backup while sites send holds one moment: its counts and its rows agree', async () => {
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  const running = linkOf(site, await memberIn(temporary.folder, await hub.code('ward-busy')));
  const serving = serve(site, 40);
  await until('events come in', async () => {
    const { rows } = await hub.pool.query(`SELECT 1 FROM event JOIN site ON no = site_no WHERE key = 'ward-busy'`);
    return rows.length > 0;
  });
  await backup('busy');
  await serving;
  await complete(running);
  await running.stop();
  // Compares every table with the manifest, which was counted in the moment of the dump.
  const { contents } = await restoreBackup(path.join(room, 'busy'), path.join(room, 'busy-data'));
  expect(contents['event']?.rows).toBeGreaterThan(0);
}, 60_000);
