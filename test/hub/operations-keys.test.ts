// Keys that are changed and lines that are encrypted, with real servers.
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { revoke, rotate } from '../../hub/admin/sites.ts';
import { checkCertificate } from '../../hub/servers/check-certificate.ts';
import { joinHub, type Membership, openMemberLine, readMembership } from '../../main/services/hub-link/index.ts';
import { hasOpenssl, makeCertificates } from '../support/certificates.ts';
import { complete, linkBy, linkOf, memberIn, openNow, serve } from '../support/hub-site.ts';
import { accepted, refusalOf, type TestSite, temporaryFolder } from '../support/site.ts';
import { startTestHub, type TestHub, until } from '../support/test-hub.ts';

const size = { nodes: 1, maxStreamBytes: 64 * 2 ** 20 };
let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(size);
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

/** As the host opens it: by the files of the data folder. */
const hostLink = (site: TestSite, folder: string, { answer, seed }: Membership) =>
  linkBy(site, answer.site, openMemberLine(folder, { membership: answer, seed }));

const codeFor = async (site: string): Promise<string> =>
  `${hub.webUrl}/join#${site}.${accepted(await rotate(hub.pool, site))}`;

test('the key of a running site is changed: the old one works until the new one is there, then it is cut, and nothing stops', async () => {
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  const old = await memberIn(temporary.folder, await hub.code('ward-turned'));
  const running = hostLink(site, temporary.folder, old);
  await serve(site, 2);
  await complete(running);
  const code = await codeFor('ward-turned');
  await serve(site, 2);
  await complete(running);
  const { answer, seed } = await memberIn(temporary.folder, code);
  expect(answer.subject).toBe(old.answer.subject);
  expect(seed).not.toEqual(old.seed);
  expect(readdirSync(path.join(temporary.folder, 'hub')).sort()).toEqual(['member.json', 'site.seed']);
  await serve(site, 2);
  await complete(running);
  await running.stop();
  const thief = linkOf(site, old);
  await until('the old key is refused', () => thief.status().trouble === 'key-refused');
  await thief.stop();
  expect(refusalOf(await joinHub(code, temporary.folder))).toBe('join-refused');
  // A refusal leaves the files as they were.
  expect(accepted(readMembership(temporary.folder))?.seed).toEqual(seed);
  expect(readdirSync(path.join(temporary.folder, 'hub')).sort()).toEqual(['member.json', 'site.seed']);
});

test('only an active site gets a new key: a stranger and one that was revoked are refused', async () => {
  using temporary = temporaryFolder();
  expect(refusalOf(await rotate(hub.pool, 'ward-nowhere'))).toBe('unknown-site');
  await memberIn(temporary.folder, await hub.code('ward-thrown-out'));
  accepted(await revoke(hub.pool, 'ward-thrown-out'));
  expect(refusalOf(await rotate(hub.pool, 'ward-thrown-out'))).toBe('unknown-site');
});

test('the hub’s own key is thrown away and it makes another one: sites come back with theirs', async () => {
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  await using first = await startTestHub(size);
  const running = linkOf(site, await memberIn(temporary.folder, await first.code('ward-stays')));
  await serve(site, 2);
  await complete(running);
  const file = path.join(first.place.folder, 'secret/hub.seed');
  const before = readFileSync(file, 'utf8');
  await first.stop();
  rmSync(file);
  await serve(site, 2);
  await using second = await startTestHub({ ...size, place: first.place });
  expect(readFileSync(file, 'utf8')).not.toBe(before);
  await complete(running);
  await running.stop();
  const { rows } = await second.pool.query(`SELECT count(*) AS n FROM event WHERE kind = 'ticket-finished'`);
  expect(Number(rows[0].n)).toBe(4);
}, 60_000);

/** As the hub is told of them. */
const tlsIn = (folder: string, name: string) => {
  const { cert, key, ca } = makeCertificates(folder, name);
  return { certFile: cert, keyFile: key, caFile: ca };
};

test.skipIf(!hasOpenssl())(
  'over an encrypted line a site joins and sends; another authority is refused by name',
  async () => {
    using temporary = temporaryFolder();
    chmodSync(temporary.folder, 0o711);
    const folderOf = (name: string): string => {
      const made = path.join(temporary.folder, name);
      mkdirSync(made, { mode: 0o711 });
      return made;
    };
    const tls = tlsIn(folderOf('hub-tls'), 'localhost');
    const stranger = tlsIn(folderOf('stranger'), 'localhost');
    await using encrypted = await startTestHub({ ...size, place: { tls, publicHost: 'localhost' } });
    const siteFolder = folderOf('site');
    await using site = openNow(siteFolder);
    const membership = await memberIn(siteFolder, await encrypted.code('ward-tls'));
    expect(membership.answer.ca).toBe(readFileSync(tls.caFile, 'utf8'));
    await serve(site, 3);
    const other = { ...membership.answer, ca: readFileSync(stranger.caFile, 'utf8') };
    const unsigned = { ...membership.answer, ca: null };
    for (const answer of [other, unsigned]) {
      const wrong = linkOf(site, { ...membership, answer });
      await until('it is refused', () => wrong.status().trouble === 'certificate-refused');
      expect(wrong.status().sent).toBe(0);
      await wrong.stop();
    }
    const running = linkOf(site, membership);
    await complete(running);
    await running.stop();
    const { rows } = await encrypted.pool.query(`SELECT count(*) AS n FROM event WHERE kind = 'ticket-finished'`);
    expect(Number(rows[0].n)).toBe(3);
  },
  60_000,
);

test.skipIf(!hasOpenssl())(
  'a hub does not start with a certificate of another name, an address for a name, or a key of another certificate',
  async () => {
    using temporary = temporaryFolder();
    const [one, two] = ['one', 'two'].map((name) => {
      mkdirSync(path.join(temporary.folder, name));
      return tlsIn(path.join(temporary.folder, name), 'hub.city.example');
    });
    if (one === undefined || two === undefined) throw new Error('No certificates.');
    const refused =
      (tls: typeof one, name: string, nowMs = Date.now()) =>
      () =>
        checkCertificate(tls, { name, nowMs });
    expect(refused(one, 'hub.city.example')()).toContain('BEGIN CERTIFICATE');
    expect(refused(one, 'localhost')).toThrow(
      'is for DNS:hub.city.example, IP Address:127.0.0.1, and sites reach this hub as localhost',
    );
    expect(refused(one, '127.0.0.1')).toThrow('needs a DNS name');
    expect(refused({ ...one, keyFile: two.keyFile }, 'hub.city.example')).toThrow('is not the key of');
    expect(refused({ ...one, certFile: '/nowhere.pem' }, 'hub.city.example')).toThrow('cannot be used');
    expect(refused(one, 'hub.city.example', Date.now() + 3 * 86_400_000)).toThrow('was good until');
  },
);
