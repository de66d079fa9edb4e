// Devices from the command line: frames explained, a line recorded, played again, and drivers from outside the tree.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { until } from '../../drivers/core/test-kit.ts';
import { startHostProcess, writeSiteWithoutDevices } from '../support/host-process.ts';
import { projectFolder, temporaryFolder } from '../support/site.ts';
import { motcua } from './motcua.ts';

describe('motcua frame', () => {
  it('explains a frame as JSON and builds it again', () => {
    const { stdout } = motcua(['frame', 'decode', 'modbus', 'host->device', '11 03 00 6b 00 03 76 87']);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'read-holding-registers', address: 17, first: 107, count: 3 });
    expect(motcua(['frame', 'encode', 'modbus', 'host->device', stdout]).stdout).toBe('1103006b00037687');
  });

  it.each([
    [['modbus', 'host->device', '1103006b00037688'], 'CRC is 7688; for these bytes it must be 7687'],
    [['modbus', 'host->device', '11zz'], 'is not hexadecimal bytes'],
    [['modbus', 'sideways', '11'], 'The direction is "sideways"; allowed: host->device, device->host'],
    [['morse', 'host->device', '11'], 'There is no protocol "morse"; allowed:'],
  ])('%j ends with 1 and the reason', (args, reason) => {
    const { status, stderr } = motcua(['frame', 'decode', ...args]);
    expect([status, stderr]).toEqual([1, expect.stringContaining(reason)]);
  });
});

describe('motcua devices', () => {
  const keypadSite = async (folder: string, stack: DisposableStack) => {
    const pad = createServer((socket) => void socket.on('error', () => undefined));
    stack.defer(() => pad.close());
    await new Promise<void>((resolve) => pad.listen(0, '127.0.0.1', resolve));
    const config = writeSiteWithoutDevices(folder, 0);
    const device = (id: string, url: string) => `{ id: ${id}, driver: call-keypad-qsystem, label: Pad, url: "${url}" }`;
    const there = `tcp://127.0.0.1:${(pad.address() as AddressInfo).port}`;
    writeFileSync(
      config,
      `${readFileSync(config, 'utf8')}devices:\n  - ${device('pad', there)}\n  - ${device('lost', `serial:${folder}/lost`)}\n`,
    );
    return config;
  };
  const started = async (config: string, stack: DisposableStack) => {
    const host = startHostProcess(config, 'main/host/headless.ts');
    stack.defer(() => host.child.kill('SIGKILL'));
    const { port } = new URL(await host.ready);
    writeFileSync(config, readFileSync(config, 'utf8').replace(/^( {2}port:).*$/m, `$1 ${port}`));
    return host;
  };

  it('one keypad is away: list says what happened, what to do and where it was looked for', async () => {
    using temporary = temporaryFolder();
    using stack = new DisposableStack();
    const config = await keypadSite(temporary.folder, stack);
    expect(motcua(['devices', 'list', '-c', config])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('No host answers'),
    });
    await started(config, stack);
    const list = () => motcua(['devices', 'list', '-c', config]).stdout;
    await until('the lost pad in the list', () => list().includes('no-device'), 15_000);
    const text = list();
    expect(text).toMatch(/● {2}pad .*Sẵn sàng/);
    expect(text).toMatch(/✕ {2}lost .*Mất kết nối/);
    expect(text).toContain('Cắm lại dây, bật nguồn');
    expect(text).toContain(`There is nothing at ${temporary.folder}/lost`);
    const reports = JSON.parse(motcua(['devices', 'list', '-c', config, '--json']).stdout);
    expect(reports[0]).toMatchObject({ id: 'pad', state: 'ready', driver: 'call-keypad-qsystem', message: null });
  }, 40_000);

  it('watch follows the host through a restart, and Ctrl-C ends it clean', async () => {
    using temporary = temporaryFolder();
    using stack = new DisposableStack();
    const config = await keypadSite(temporary.folder, stack);
    const host = await started(config, stack);
    const watch = spawn(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      path.join(projectFolder, 'tools/cli/main.ts'),
      ...['devices', 'watch', '-c', config],
    ]);
    stack.defer(() => watch.kill('SIGKILL'));
    let seen = '';
    let wrong = '';
    watch.stdout.on('data', (chunk) => (seen += String(chunk)));
    watch.stderr.on('data', (chunk) => (wrong += String(chunk)));
    await until('the ready pad', () => /● {2}pad/.test(seen), 15_000);
    host.child.kill('SIGKILL');
    await until('the host away', () => seen.includes('No host answers'), 15_000);
    seen = '';
    await started(config, stack);
    await until('the pad again', () => /● {2}pad/.test(seen), 15_000);
    watch.kill('SIGINT');
    const [code, signal] = await once(watch, 'exit');
    expect([code, signal, wrong]).toEqual([0, null, '']);
  }, 60_000);

  it('scan refuses an address that is none, and an address of a unit that cannot be', () => {
    expect(motcua(['devices', 'scan', '--tcp', 'printer'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('tcp://192.168.1.50:9100'),
    });
    expect(motcua(['devices', 'scan', '--addresses', '0-300']).stderr).toContain('allowed: 1 to 247');
  });

  it('scan prints what it found as JSON, and leaves what the running host holds alone', async () => {
    using temporary = temporaryFolder();
    using stack = new DisposableStack();
    const config = await keypadSite(temporary.folder, stack);
    await started(config, stack);
    const { url } = JSON.parse(motcua(['devices', 'list', '-c', config, '--json']).stdout)[0];
    const tcp = url.replace('tcp://', '');
    const scanned = JSON.parse(motcua(['devices', 'scan', '-c', config, '--json', '--tcp', tcp]).stdout);
    const ofPad = scanned.findings.find((one: { candidate: { where: string } }) => one.candidate.where === tcp);
    expect(ofPad).toMatchObject({ found: null, lease: { holder: 'pad of the running host', state: 'held' } });
  }, 60_000);
});

describe('motcua trace', () => {
  it('a keypad is pressed in the hall: its line is recorded, and played again it presses the same key', async () => {
    using temporary = temporaryFolder();
    using stack = new DisposableStack();
    const sockets: Socket[] = [];
    const pad = createServer((socket) => void sockets.push(socket));
    stack.defer(() => {
      for (const socket of sockets) socket.destroy();
      pad.close();
    });
    await new Promise<void>((resolve) => pad.listen(0, '127.0.0.1', resolve));
    const config = writeSiteWithoutDevices(temporary.folder, 0);
    const url = `tcp://127.0.0.1:${(pad.address() as AddressInfo).port}`;
    writeFileSync(
      config,
      `${readFileSync(config, 'utf8')}devices: [{ id: pad, driver: call-keypad-qsystem, label: Pad, url: "${url}" }]\n`,
    );
    const host = startHostProcess(config, 'main/host/headless.ts');
    stack.defer(() => host.child.kill('SIGKILL'));
    const port = new URL(await host.ready).port;
    writeFileSync(config, readFileSync(config, 'utf8').replace(/^( {2}port:).*$/m, `$1 ${port}`));
    (await until('the host at the pad', () => sockets[0])).write(Uint8Array.of(1, 1, 0x31, 7));
    const file = path.join(temporary.folder, 'pad.trace');
    await until(
      'the press in the trace',
      () => motcua(['trace', 'record', 'pad', '-c', config]).stdout.includes('01013107'),
      15_000,
    );
    expect(motcua(['trace', 'record', 'pad', '-c', config, '-o', file]).stdout).toContain('1 pieces written to');
    expect(motcua(['trace', 'record', 'nobody', '-c', config]).stderr).toContain('There is no such device');

    const player = spawn(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      path.join(projectFolder, 'tools/cli/main.ts'),
      ...['trace', 'replay', file],
    ]);
    stack.defer(() => player.kill('SIGKILL'));
    const [line] = await once(player.stdout, 'data');
    const [, played = ''] = /tcp:\/\/127\.0\.0\.1:(\d+)/.exec(String(line)) ?? [];
    const listener = connect(Number(played), '127.0.0.1');
    stack.defer(() => listener.destroy());
    const [heard] = await once(listener, 'data');
    expect(heard.toString('hex')).toBe('01013107');
  }, 40_000);
});
