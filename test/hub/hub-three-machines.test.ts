// The files of packaging/hub: what a city with three machines starts.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { invite } from '../../hub/admin/sites.ts';
import { openHub } from '../../hub/open-hub.ts';
import { freePort } from '../../hub/servers/free-port.ts';
import { postgresPrograms, startPostgres } from '../../hub/servers/postgres.ts';
import { startServer } from '../../hub/servers/server-process.ts';
import { makeDataFolder, serverUser } from '../../hub/servers/server-user.ts';
import { builtScreens } from '../../tools/build-screens.ts';
import { ensureHubPackages } from '../../tools/hub-packages.ts';
import { hasOpenssl, makeCertificates } from '../support/certificates.ts';
import { startEngine } from '../support/hub-servers.ts';
import { isComplete, linkOf, memberIn, serveOne } from '../support/hub-site.ts';
import { accepted, openTestSite, projectFolder, temporaryFolder } from '../support/site.ts';
import { until } from '../support/test-hub.ts';

const packaged = (name: string): string => readFileSync(path.join(projectFolder, 'packaging/hub', name), 'utf8');
const nodes = ['hub-1', 'hub-2', 'hub-3'];

const serverFolder = (): { readonly folder: string } & Disposable => {
  const folder = mkdtempSync(path.join(tmpdir(), 'motcua-hub-'));
  chmodSync(folder, 0o711);
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
};

test('systemd takes the units without a word, and they name each other’s folders', ({ skip }) => {
  skip(spawnSync('systemd-analyze', ['--version']).status !== 0, 'systemd-analyze is not on this machine');
  const units = ['motcua-hub-nats.service', 'motcua-hub.service'];
  const { status, stderr } = spawnSync('systemd-analyze', [
    'verify',
    '--man=no',
    ...units.map((unit) => path.join(projectFolder, 'packaging/hub', unit)),
  ]);
  expect([status, String(stderr)]).toEqual([0, '']);
  const home = '/var/lib/motcua-hub/nats';
  expect(packaged('motcua-hub-nats.service')).toContain(`-c ${home}/nats.conf`);
  expect(packaged('motcua-hub.service')).toContain(`--nats-node ${home}:8222`);
  expect(packaged('nats.conf')).toContain(`pid_file: "${home}/nats.pid"`);
});

test('PostgreSQL takes the settings of the package', () => {
  using place = serverFolder();
  const { folder } = place;
  writeFileSync(path.join(folder, 'postgresql.conf'), packaged('postgresql.conf'));
  const user = serverUser();
  chmodSync(folder, 0o700);
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const asked = spawnSync(`${postgresPrograms()}/postgres`, ['-D', folder, '-C', 'wal_level'], { cwd: '/', ...user });
  expect([asked.status, String(asked.stdout).trim()]).toEqual([0, 'replica']);
});

test('three stream servers with the file of the package, started by others, over TLS: an engine makes them one hub', async ({
  skip,
}) => {
  skip(!hasOpenssl(), 'openssl is not on this machine');
  const program = await ensureHubPackages();
  using place = serverFolder();
  const { folder } = place;
  await using running = new AsyncDisposableStack();
  makeDataFolder(folder, serverUser());
  const { ca, cert, key } = makeCertificates(folder);
  const postgres = await startPostgres({ folder, port: await freePort(), user: serverUser() });
  running.defer(() => postgres.stop('fast'));
  const seedFile = path.join(folder, 'secret/hub.seed');
  const made = spawnSync(process.execPath, ['tools/hub.ts', 'new-key'], { cwd: projectFolder });
  writeFileSync(seedFile, made.stdout, { mode: 0o600 });
  const ports = await Promise.all(
    nodes.map(async () => ({ client: await freePort(), monitor: await freePort(), cluster: await freePort() })),
  );
  const homes = nodes.map((node) => path.join(folder, node));
  for (const [index, home] of homes.entries()) {
    mkdirSync(home);
    const { client, monitor, cluster } = ports[index] ?? { client: 0, monitor: 0, cluster: 0 };
    const text = packaged('nats.conf')
      .replaceAll('/var/lib/motcua-hub/nats', home)
      .replaceAll('/etc/motcua-hub/tls/ca.pem', ca)
      .replaceAll('/etc/motcua-hub/tls/node.pem', cert)
      .replaceAll('/etc/motcua-hub/tls/node.key', key)
      .replace('0.0.0.0:4222', `127.0.0.1:${client}`)
      .replace('127.0.0.1:8222', `127.0.0.1:${monitor}`)
      .replace('0.0.0.0:6222', `127.0.0.1:${cluster}`)
      .replaceAll(/hub-(\d):6222/g, (_, node) => `localhost:${ports[Number(node) - 1]?.cluster}`);
    expect(text).not.toContain('/etc/motcua-hub/tls');
    writeFileSync(path.join(home, 'nats.conf'), text);
  }
  // As after a first boot: the stream servers have nothing to start with until the engine has written who may connect.
  const engine = running.use(
    startEngine(
      {
        ...{ folder, postgres, seedFile, caFile: ca },
        addresses: ports.map(({ client }) => `localhost:${client}`),
        nodes: homes.map((home, index) => ({ folder: home, monitorPort: ports[index]?.monitor ?? 0 })),
      },
      'engine',
    ),
  );
  await until('who may connect is written', () => homes.every((home) => existsSync(path.join(home, 'sites.conf'))));
  for (const [index, home] of homes.entries()) {
    const conf = path.join(home, 'nats.conf');
    const tested = spawnSync(program, ['-t', '-c', conf], { env: { HUB_NODE: nodes[index] } });
    expect(tested.status, String(tested.stderr)).toBe(0);
    const logFile = path.join(folder, 'log', `${nodes[index]}.log`);
    const server = startServer({
      ...{ name: 'nats-server', program: '/usr/bin/env', user: null, logFile },
      args: [`HUB_NODE=${nodes[index]}`, program, '-c', conf],
    });
    running.defer(() => server.end('SIGTERM'));
  }
  const url = await engine.ready;
  const pool = new pg.Pool({ ...postgres.address, max: 2 });
  running.defer(() => pool.end());
  const secret = accepted(await invite(pool, { site: 'ward-9', name: 'Phường 9', province: 'hcm' }));
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder, { clock: { nowMs: Date.now(), steadyMs: 0 } });
  const member = await memberIn(temporary.folder, `${url}/join#ward-9.${secret}`);
  expect(member.answer.ca).toBe(readFileSync(ca, 'utf8'));
  const link = linkOf(site, member);
  for (let n = 0; n < 5; n += 1) await serveOne(site);
  await until('the hub has all of it', () => isComplete(pool, site, 'ward-9'), 60_000);
  await link.stop();
}, 120_000);

test('a hub on one machine with encrypted lines speaks to its own stream server by the name of its certificate', async ({
  skip,
}) => {
  skip(!hasOpenssl(), 'openssl is not on this machine');
  using place = serverFolder();
  const { folder } = place;
  const { ca, cert, key } = makeCertificates(folder);
  await using running = new AsyncDisposableStack();
  const hub = await openHub({
    ...{
      folder,
      host: '127.0.0.1',
      publicHost: 'localhost',
      webPort: 0,
      publicUrl: null,
      trustProxy: [],
      parts: 1,
      maxStreamBytes: 2 ** 20,
    },
    natsProgram: await ensureHubPackages(),
    postgresPort: await freePort(),
    natsPorts: [{ client: await freePort(), monitor: await freePort(), cluster: await freePort() }],
    tls: { certFile: cert, keyFile: key, caFile: ca },
    screensFolder: builtScreens,
    log: () => undefined,
    now: Date.now,
  });
  running.defer(() => hub.stop());
  const secret = accepted(await invite(hub.pool, { site: 'ward-8', name: 'Phường 8', province: 'hcm' }));
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder, { clock: { nowMs: Date.now(), steadyMs: 0 } });
  const link = linkOf(site, await memberIn(temporary.folder, `${hub.webUrl}/join#ward-8.${secret}`));
  await serveOne(site);
  await until('the hub has all of it', () => isComplete(hub.pool, site, 'ward-8'), 30_000);
  await link.stop();
}, 120_000);
