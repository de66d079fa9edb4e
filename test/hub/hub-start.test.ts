// What an operator does by mistake: a second start, an end while it starts, half of the options, wrong names, a wrong file.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { invite, listSites } from '../../hub/admin/sites.ts';
import { freePort } from '../../hub/servers/free-port.ts';
import { hubVerb } from '../support/hub-verb.ts';
import { projectFolder, refusalOf, temporaryFolder } from '../support/site.ts';
import { startTestHub, until } from '../support/test-hub.ts';

const MEGABYTES = 2 ** 20;

/** The processes that work in the folder. */
const workingIn = (folder: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return line.includes(folder) ? [line.replaceAll('\0', ' ')] : [];
      } catch {
        return [];
      }
    });

test('somebody starts the hub a second time in its folder, or another one on its ports: each is refused, and the one that runs goes on', async () => {
  await using hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * MEGABYTES });
  const { folder } = hub.place;
  const second = await hubVerb(hub, 'start', '--web-port', String(await freePort()));
  expect(second).toMatchObject({ status: 1, stderr: expect.stringContaining(`A hub works in ${folder} already`) });
  expect(await listSites(hub.pool)).toEqual([]);
  expect(hub.logged).toEqual([]);
  using elsewhere = temporaryFolder();
  const { postgresPort, natsPorts } = hub.place;
  chmodSync(elsewhere.folder, 0o711);
  const beside = async (...ports: readonly string[]): Promise<string> =>
    (await hubVerb(hub, '--data', path.join(elsewhere.folder, 'hub'), 'start', ...ports)).stderr;
  expect(await beside('--postgres-port', String(postgresPort))).toContain('choose another port: --postgres-port');
  expect(
    await beside('--postgres-port', String(await freePort()), '--nats-port', String(natsPorts[0]?.client)),
  ).toContain('choose another port: --nats-port');
  const half = await hubVerb(hub, 'start', '--tls-cert', 'cert.pem', '--tls-key', 'key.pem');
  expect(half).toMatchObject({ status: 1, stderr: expect.stringContaining('all three') });
  const nowhere = await hubVerb(hub, 'start', '--host', '0.0.0.0');
  expect(nowhere).toMatchObject({ status: 1, stderr: expect.stringContaining('--public-host') });
}, 60_000);

test('somebody stops the hub while it starts: no server is left behind, and the next start finds its folder', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'motcua-hub-'));
  const ports = [
    ...['--web-port', String(await freePort()), '--nats-port', String(await freePort())],
    ...['--postgres-port', String(await freePort())],
  ];
  const ended = (program: ChildProcess): Promise<number | null> =>
    new Promise((resolve) => program.once('exit', resolve));
  const begin = (): ChildProcess =>
    spawn(process.execPath, [path.join(projectFolder, 'tools/hub.ts'), '--data', folder, 'start', ...ports]);
  try {
    const program = begin();
    const end = ended(program);
    await until('the database begins', () => existsSync(path.join(folder, 'postgres/cluster/postmaster.pid')), 60_000);
    program.kill('SIGINT');
    expect(await end).toBe(0);
    expect(workingIn(folder)).toEqual([]);
    expect(existsSync(path.join(folder, 'secret/running.json'))).toBe(false);
    const next = begin();
    const nextEnd = ended(next);
    await until('it runs', () => existsSync(path.join(folder, 'secret/running.json')), 60_000);
    next.kill('SIGTERM');
    expect(await nextEnd).toBe(0);
    expect(workingIn(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

test('a site is invited as "all", without a name, or under another province than the one it writes to: each is refused by name', async () => {
  await using hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * MEGABYTES });
  const ward = { site: 'ward-7', name: 'Phường 7', province: 'hcm' };
  expect(refusalOf(await invite(hub.pool, { ...ward, site: 'all' }))).toBe('bad-name');
  expect(refusalOf(await invite(hub.pool, { ...ward, name: ' ' }))).toBe('bad-name');
  expect((await invite(hub.pool, ward)).ok).toBe(true);
  // Nobody has used the code: the province was a slip.
  expect((await invite(hub.pool, { ...ward, province: 'hn' })).ok).toBe(true);
  expect(await listSites(hub.pool)).toMatchObject([{ key: 'ward-7', province: 'hn' }]);
  await hub.pool.query(`UPDATE site SET state = 'active'`);
  expect(refusalOf(await invite(hub.pool, ward))).toBe('other-province');
}, 60_000);

test('a table of procedures in another encoding, as a workbook or without its columns is sent to no site, and is told why', async () => {
  await using hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * MEGABYTES });
  using temporary = temporaryFolder();
  await hub.code('ward-files');
  await hub.pool.query(`UPDATE site SET state = 'active'`);
  const send = async (name: string, bytes: string | Uint8Array): Promise<string> => {
    const file = path.join(temporary.folder, name);
    writeFileSync(file, bytes);
    const sent = await hubVerb(hub, 'send', 'all', 'procedures', file);
    return sent.status === 0 ? 'sent' : sent.stderr;
  };
  const row = '2.000815,Chứng thực bản sao,Chứng thực';
  expect(await send('old.csv', Buffer.from(`Mã,Tên,Lĩnh vực\n${row}\n`, 'latin1'))).toContain('not in UTF-8');
  expect(await send('wide.csv', Buffer.from(`\ufeffMã,Tên,Lĩnh vực\n${row}\n`, 'utf16le'))).toContain('not in UTF-8');
  expect(await send('book.xlsx', 'PK')).toContain('travel as CSV');
  expect(await send('other.csv', 'a,b\n1,2\n')).toContain('No row of headings');
  expect((await hub.pool.query('SELECT 1 FROM downlink')).rowCount).toBe(0);
  expect(await send('good.csv', `Mã,Tên,Lĩnh vực\n${row}\n`)).toBe('sent');
}, 60_000);
