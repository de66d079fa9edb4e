// The command line as a stranger uses it: the real program, a real folder.
import { appendFileSync, copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { startHostProcess, writeSiteWithoutDevices } from '../support/host-process.ts';
import { openTestSite, projectFolder, services, temporaryFolder } from '../support/site.ts';
import { motcua } from './motcua.ts';

const siteWithTickets = async (folder: string): Promise<string> => {
  const config = writeSiteWithoutDevices(folder, 0);
  await using site = openTestSite(path.join(folder, 'data'));
  await site.issue(services.copies);
  await site.issue(services.land);
  return config;
};

describe('motcua', () => {
  it('explains itself, and names the nearest verb to a mistyped one', () => {
    const help = motcua(['--help']);
    for (const verb of ['host', 'status', 'check-config', 'backup', 'restore', 'verify', 'staff'])
      expect(help.stdout).toContain(verb);
    const mistyped = motcua(['bakup']);
    expect(mistyped.status).toBe(1);
    expect(mistyped.stderr).toContain('Did you mean backup?');
  });

  it('checks a configuration and says where it is wrong', () => {
    using temporary = temporaryFolder();
    const file = path.join(temporary.folder, 'site.yaml');
    copyFileSync(path.join(projectFolder, 'site.demo.yaml'), file);
    expect(JSON.parse(motcua(['check-config', '-c', file, '--json']).stdout)).toMatchObject({
      sound: true,
      counters: 3,
    });
    writeFileSync(file, 'sites: {}\n');
    const wrong = motcua(['check-config', '-c', file]);
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain('Did you mean "site"?');
  });

  it('backs up, verifies, and brings a site back after its database was destroyed', async () => {
    using temporary = temporaryFolder();
    const config = await siteWithTickets(temporary.folder);
    const made = JSON.parse(motcua(['backup', '-c', config, '--json']).stdout);
    expect(made.report).toMatchObject({ sound: true, tickets: 2 });
    writeFileSync(path.join(temporary.folder, 'data/motcua.db'), 'coffee was spilled '.repeat(1000));
    const spoiled = motcua(['verify', '-c', config]);
    expect(spoiled.status).toBe(1);
    expect(spoiled.stderr).toContain('motcua restore');
    const restored = motcua(['restore', made.file, '-c', config]);
    expect(restored.stderr).toBe('');
    expect(restored.stdout).toContain('restored; what was there is kept as');
    expect(JSON.parse(motcua(['verify', '-c', config, '--json']).stdout)).toMatchObject({ sound: true, tickets: 2 });
  });

  it('does not restore under a running host, but adds staff beside it', async () => {
    using temporary = temporaryFolder();
    const config = await siteWithTickets(temporary.folder);
    const made = JSON.parse(motcua(['backup', '-c', config, '--json']).stdout);
    const host = startHostProcess(config, 'main/host/headless.ts');
    const url = await host.ready;
    const refused = motcua(['restore', made.file, '-c', config]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('Stop it first');
    const added = motcua(['staff', 'add', 'thu', '--name', 'Phạm Thị Thu', '-c', config, '--json'], 'bún chả Hà Nội');
    expect(JSON.parse(added.stdout)).toMatchObject({ login: 'thu', name: 'Phạm Thị Thu' });
    expect(motcua(['staff', 'add', 'thu', '--name', 'Thu', '-c', config], 'bún chả Hà Nội').stderr).toContain(
      'is taken',
    );
    expect(motcua(['staff', 'add', 'ngan', '--name', 'Ngân', '-c', config], 'ngắn').stderr).toContain(
      '8 are the least',
    );
    const login = await fetch(`${url}/rpc/staff.login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'thu', password: 'bún chả Hà Nội', counterId: 'quay-1' }),
    });
    expect(await login.text()).toContain('Phạm Thị Thu');
    host.child.kill('SIGTERM');
    await host.ended;
    expect(JSON.parse(motcua(['verify', '-c', config, '--json']).stdout).problems).toEqual([]);
  }, 60_000);

  it('asks for a password instead of taking it on the command line', async () => {
    using temporary = temporaryFolder();
    const config = await siteWithTickets(temporary.folder);
    const { status, stderr } = motcua(['staff', 'add', 'thu', '--name', 'Thu', '-c', config]);
    expect(status).toBe(1);
    expect(stderr).toContain('MOTCUA_PASSWORD');
  });

  it('says what to do when no host answers', () => {
    using temporary = temporaryFolder();
    const { status, stderr } = motcua(['status', '-c', writeSiteWithoutDevices(temporary.folder, 1)]);
    expect(status).toBe(1);
    expect(stderr).toContain('motcua host');
  });

  it('writes the configuration of a kiosk on a machine of its own, which names the numbers that are its alone', () => {
    using temporary = temporaryFolder();
    const hall = writeSiteWithoutDevices(temporary.folder, 0);
    const written = path.join(temporary.folder, 'kiosk-2.yaml');
    const write = (host: string) =>
      motcua(['satellite', 'write', 'kiosk-2', '--host', host, '-c', hall, '--to', written, '--json']);
    expect(write('http://192.168.1.10:8080').stderr).toContain('no satellite "kiosk-2". Known: none');
    appendFileSync(hall, 'satellites: [{ id: kiosk-2, numbers: { from: 601, to: 650 } }]\n');
    expect(write('192.168.1.10').stderr).toContain('satellite.host');
    expect(JSON.parse(write('http://192.168.1.10:8080').stdout)).toMatchObject({
      satellite: { id: 'kiosk-2', host: 'http://192.168.1.10:8080', numbers: { from: 601, to: 650 } },
    });
    expect(write('http://192.168.1.10:8080').stderr).toContain('is there already');
    expect(motcua(['check-config', '-c', written]).status).toBe(0);
  });
});
