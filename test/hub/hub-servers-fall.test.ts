// Parts of a hub that is several processes fall over, one at a time, while a site sends.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { invite, listSites } from '../../hub/admin/sites.ts';
import { serverUser } from '../../hub/servers/server-user.ts';
import { asItIs, type EngineProcess, type HubServers, startEngine, startHubServers } from '../support/hub-servers.ts';
import { isComplete, linkOf, memberIn, serveOne } from '../support/hub-site.ts';
import { accepted, openTestSite, temporaryFolder } from '../support/site.ts';
import { startTestHub, until } from '../support/test-hub.ts';

const openNow = (folder: string) => openTestSite(folder, { clock: { nowMs: Date.now(), steadyMs: 0 } });

const poolOf = (servers: HubServers): pg.Pool & AsyncDisposable => {
  const pool = new pg.Pool({ ...servers.postgres.address, max: 2 });
  pool.on('error', () => undefined);
  return Object.assign(pool, { [Symbol.asyncDispose]: () => pool.end() });
};

const ownedBy = async (engine: EngineProcess): Promise<number> => {
  const health = (await (await fetch(`${await engine.ready}/health`)).json()) as { parts: { owned: number } };
  return health.parts.owned;
};

test('an engine beside servers that were started by others lets a site join; killed, another takes over its partitions', async () => {
  await using servers = await startHubServers({ nodes: 1, prepare: asItIs });
  await using first = startEngine(servers, 'engine-0');
  const url = await first.ready;
  await until('the first has both partitions', async () => (await ownedBy(first)) === 2);
  await using second = startEngine(servers, 'engine-1');
  await second.ready;
  expect(await ownedBy(second)).toBe(0);
  await using pool = poolOf(servers);
  const secret = accepted(await invite(pool, { site: 'ward-two', name: 'Phường 2', province: 'hcm' }));
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  const running = linkOf(site, await memberIn(temporary.folder, `${url}/join#ward-two.${secret}`));
  for (let n = 0; n < 20; n += 1) await serveOne(site);
  first.child.kill('SIGKILL');
  for (let n = 0; n < 20; n += 1) await serveOne(site);
  await until('the second has both partitions', async () => (await ownedBy(second)) === 2);
  await until('the hub has all of it', () => isComplete(pool, site, 'ward-two'), 30_000);
  expect((await listSites(pool)).map(({ key, epochs, aside }) => ({ key, epochs, aside }))).toEqual([
    { key: 'ward-two', epochs: 1, aside: 0 },
  ]);
  await running.stop();
}, 120_000);

test('the stream server that leads is killed, one of three: another leads, and the site sends on', async () => {
  await using hub = await startTestHub({ nodes: 3, maxStreamBytes: 64 * 2 ** 20 });
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  const running = linkOf(site, await memberIn(temporary.folder, await hub.code('ward-three')));
  for (let n = 0; n < 20; n += 1) await serveOne(site);
  await until('the hub has the first half', () => isComplete(hub.pool, site, 'ward-three'));
  const info = await hub.ingest.manager.streams.info('EV');
  expect(info.config.num_replicas).toBe(3);
  const leader = Number(info.cluster?.leader?.slice(1));
  await hub.nats.kill(leader);
  for (let n = 0; n < 20; n += 1) await serveOne(site);
  await until('the hub has all of it without the third', () => isComplete(hub.pool, site, 'ward-three'), 60_000);
  await hub.nats.start([leader]);
  for (let n = 0; n < 5; n += 1) await serveOne(site);
  await until('and with it again', () => isComplete(hub.pool, site, 'ward-three'), 30_000);
  await running.stop();
}, 180_000);

const DISK_BYTES = 4 * 2 ** 20;

/** The stream server's own disk: a small one in memory. Null where this may not be had. */
const smallDisk = (folder: string): Disposable => {
  const home = path.join(folder, 'nats/n0');
  mkdirSync(home, { recursive: true });
  const { uid, gid } = serverUser() ?? { uid: 0, gid: 0 };
  spawnSync('chown', [`${uid}:${gid}`, home]);
  const options = `size=${DISK_BYTES},uid=${uid},gid=${gid},mode=700`;
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', home]);
  if (mounted.status !== 0) throw new Error(`mount: ${String(mounted.stderr)}`);
  return { [Symbol.dispose]: () => void spawnSync('umount', [home]) };
};

const mayMount = (): boolean => {
  using temporary = temporaryFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=65536', 'tmpfs', temporary.folder]);
  if (mounted.status === 0) spawnSync('umount', [temporary.folder]);
  return mounted.status === 0;
};

test('the disk of the stream server is full: the site waits, and after room was made nothing is missing', async ({
  skip,
}) => {
  skip(process.getuid?.() !== 0 || !mayMount(), 'a disk of its own needs root and the right to mount');
  await using servers = await startHubServers({ nodes: 1, prepare: smallDisk });
  await using engine = startEngine(servers, 'engine-0');
  const url = await engine.ready;
  await using pool = poolOf(servers);
  const secret = accepted(await invite(pool, { site: 'ward-disk', name: 'Phường 3', province: 'hcm' }));
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  const running = linkOf(site, await memberIn(temporary.folder, `${url}/join#ward-disk.${secret}`));
  await serveOne(site);
  await until('the hub has the first ticket', () => isComplete(pool, site, 'ward-disk'));
  const home = path.join(servers.folder, 'nats/n0');
  const filler = path.join(home, 'filler');
  const room = statfsSync(home);
  writeFileSync(filler, Buffer.alloc(room.bavail * room.bsize));
  expect(statfsSync(home).bavail).toBe(0);
  await until(
    'the site is refused',
    async () => {
      for (let n = 0; n < 10; n += 1) await serveOne(site);
      return running.status().trouble !== null;
    },
    60_000,
  );
  expect(running.status().backlog).toBeGreaterThan(0);
  rmSync(filler);
  // A server that met a full disk takes no more until it is started again.
  await servers.nats.kill(0);
  await servers.nats.start([0]);
  await until('the hub has all of it', () => isComplete(pool, site, 'ward-disk'), 60_000);
  await running.stop();
}, 180_000);
