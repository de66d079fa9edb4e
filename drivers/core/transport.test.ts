// Real PTYs and sockets; the simulated keypad is the peer, since it says what it is told to say.
import { mkdtemp, realpath, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { DeviceId } from '../../contract/ids.ts';
import type { Transport } from './contract.ts';
import { createLine } from './line.ts';
import { hex, type RackUnderTest, startRackUnderTest, until } from './test-kit.ts';
import { createOpenTransport } from './transport.ts';
import { parseTransportUrl } from './transport-url.ts';

const id = DeviceId.parse('ban-phim');
const forever = new AbortController().signal;

describe('a transport URL', () => {
  it('names a serial line and its settings', () => {
    expect(parseTransportUrl('serial:/dev/ttyUSB0')).toMatchObject({
      value: { path: '/dev/ttyUSB0', baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' },
    });
    expect(parseTransportUrl('serial:data/rack/x?baud=19200&parity=even&flow=xon-xoff')).toMatchObject({
      value: { path: 'data/rack/x', baud: 19_200, parity: 'even', flow: 'xon-xoff' },
    });
    expect(parseTransportUrl('tcp://[::1]:9100')).toEqual({
      ok: true,
      value: { kind: 'tcp', host: '::1', port: 9100 },
    });
    expect(parseTransportUrl('file:/dev/usb/lp0')).toEqual({ ok: true, value: { kind: 'file', path: '/dev/usb/lp0' } });
  });

  it.each([
    ['/dev/ttyUSB0', 'allowed: serial:<path>?baud=9600, tcp://<host>:<port>, file:<path>, hid:<vendor>:<product>'],
    ['file:', 'is not file:<path> of a device'],
    ['file:///dev/usb/lp0', 'such as file:/dev/usb/lp0'],
    ['file:/dev/usb/lp0?baud=9600', 'it takes no settings'],
    ['serial:?baud=9600', 'names no path'],
    ['serial:/dev/x?baud=9601', 'baud is "9601"; allowed: 1200'],
    ['serial:/dev/x?speed=9600', '"speed" is not a setting of a serial line; allowed: baud, data, parity, stop, flow'],
    [
      'serial:/dev/x?dataBits=8',
      '"dataBits" is not a setting of a serial line; allowed: baud, data, parity, stop, flow',
    ],
    ['serial:/dev/x?parity=mark', 'parity is "mark"; allowed: none, even, odd'],
    ['tcp://printer', 'is not tcp://<host>:<port>'],
    ['tcp://printer:99999', 'The port is 99999; allowed: 1 to 65535'],
  ])('%s is refused by name', async (url, message) => {
    expect(parseTransportUrl(url)).toMatchObject({ ok: false, error: expect.stringContaining(message) });
    const opened = await createOpenTransport(url, id)(forever);
    expect(opened).toMatchObject({ error: { code: 'rejected', message: expect.stringContaining(url) } });
  });
});

let rack: RackUnderTest;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lines-'));
  const pads = (pad: string, listen: object) => ({ kind: 'call-keypad-qsystem', id: pad, listen, addresses: [1] });
  rack = await startRackUnderTest([
    pads('serial', { pty: 'serial', baud: 115_200 }),
    pads('mute', { pty: 'mute', baud: 115_200 }),
    pads('tcp', { tcp: 0 }),
    { kind: 'ticket-printer-escpos', id: 'full', listen: { tcp: 0 } },
  ]);
});
afterAll(async () => {
  await rack.close();
  await rm(dir, { recursive: true });
});

const openOn = async (device: string, context: TestContext): Promise<Transport> => {
  const opened = await (await rack.depsFor(device)).open(forever);
  if (!opened.ok) throw new Error(opened.error.message);
  context.onTestFinished(() => opened.value.close());
  return opened.value;
};
const press = (device: string) => rack.act({ device, verb: 'press-key', address: 1, key: 'call' });
const firstBytes = async ({ bytes }: Transport) => {
  for await (const chunk of bytes) return hex(chunk);
  return 'nothing';
};

describe('an open line', () => {
  it.for(['serial', 'tcp'])(
    '%s carries bytes both ways, ends once, and refuses writes afterwards',
    async (device, context) => {
      const line = await openOn(device, context);
      expect(line.bytesPerSecond).toBe(device === 'serial' ? 11_520 : null);
      await line.write(Uint8Array.of(1, 1, 0x32, 7), forever);
      await until(
        'the light',
        async () => (await rack.device('call-keypad-qsystem', device)).units[0]?.light === 'green',
      );
      await press(device);
      expect(await firstBytes(line)).toMatch(/^01/);
      await line.close();
      await line.close();
      expect(await line.ended).toMatchObject({ code: 'stopped' });
      expect(await firstBytes(line)).toBe('nothing');
      await expect(line.write(Uint8Array.of(1), forever)).rejects.toMatchObject({ code: 'stopped' });
    },
  );

  it.for(['serial', 'tcp'])(
    '%s is unplugged right after data came: it ends within 2 s, six times of six',
    async (device, context) => {
      for (let time = 0; time < 6; time++) {
        const line = await openOn(device, context);
        await press(device);
        await rack.act({ device, verb: 'unplug' });
        const lostAtMs = performance.now();
        expect(await line.ended).toMatchObject({ code: 'no-device' });
        expect(performance.now() - lostAtMs).toBeLessThan(2000);
        await expect(line.write(new Uint8Array(10), forever)).rejects.toMatchObject({ code: 'no-device' });
        await rack.act({ device, verb: 'plug' });
      }
    },
  );

  it('whose path is taken away without any event ends within 1 s', async (context) => {
    const { url } = await rack.device('call-keypad-qsystem', 'mute');
    const link = path.join(dir, 'by-id');
    await symlink(await realpath(url.replace(/^serial:|\?.*$/g, '')), link);
    const opened = await createOpenTransport(`serial:${link}?baud=115200`, id)(forever);
    if (!opened.ok) throw new Error(opened.error.message);
    context.onTestFinished(() => opened.value.close());
    await unlink(link);
    const lostAtMs = performance.now();
    expect(await opened.value.ended).toMatchObject({
      code: 'no-device',
      message: expect.stringContaining('disappeared'),
    });
    expect(performance.now() - lostAtMs).toBeLessThan(1000);
  });

  it('held by somebody else is busy, and free again after close', async (context) => {
    const line = await openOn('mute', context);
    const { open } = await rack.depsFor('mute');
    expect(await open(forever)).toMatchObject({ error: { code: 'busy', recovery: 'retry' } });
    await line.close();
    const again = await open(forever);
    expect(again.ok).toBe(true);
    if (again.ok) await again.value.close();
  });

  it('that takes no more bytes obeys the signal of the write, and ends: nobody knows how much went out', async (context) => {
    await rack.act({ device: 'full', verb: 'set-paper', level: 'out' });
    const line = await openOn('full', context);
    const writing = line.write(new Uint8Array(32 << 20), AbortSignal.timeout(200));
    await expect(writing).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await line.ended).toMatchObject({ code: 'timeout' });
  });

  it('that nobody reads does not grow for ever: it ends with a fault that says so', async () => {
    const line = createLine(id, {
      url: 'test:',
      bytesPerSecond: null,
      write: (_, done) => done(null),
      release: async () => undefined,
    });
    for (let megabytes = 0; megabytes < 3; megabytes++) line.received(new Uint8Array(1 << 19));
    expect(await line.transport.ended).toMatchObject({
      code: 'hardware',
      message: expect.stringContaining('Nobody read'),
    });
    let read = 0;
    for await (const chunk of line.transport.bytes) read += chunk.length;
    expect(read).toBe(1 << 20);
  });
});

describe('a line that cannot be opened', () => {
  const openUrl = (url: string, signal = forever) => createOpenTransport(url, id)(signal);

  it('a path that is not there is no-device; a file that is no port is a fault of its own', async () => {
    expect(await openUrl(`serial:${dir}/nothing`)).toMatchObject({ error: { code: 'no-device', recovery: 'wait' } });
    await writeFile(path.join(dir, 'file'), '');
    const opened = await openUrl(`serial:${dir}/file`);
    expect(opened.ok).toBe(false);
  });

  it('a port where nobody listens is no-device', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await openUrl(`tcp://127.0.0.1:${port}`)).toMatchObject({ error: { code: 'no-device' } });
  });

  it('opening obeys a signal that has already aborted', async () => {
    const stopped = AbortSignal.abort();
    expect(await openUrl('tcp://127.0.0.1:9', stopped)).toMatchObject({ error: { code: 'stopped' } });
    const { open } = await rack.depsFor('serial');
    expect(await open(stopped)).toMatchObject({ error: { code: 'stopped' } });
  });

  it('a device that hangs up only its half has hung up', async (context) => {
    const sockets: Socket[] = [];
    const server = createServer(
      { allowHalfOpen: true },
      (socket) => void sockets.push(socket.on('error', () => undefined)),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    context.onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const opened = await openUrl(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
    (await until('the peer', () => sockets[0])).end();
    expect(opened.ok && (await opened.value.ended)).toMatchObject({ code: 'no-device' });
  });
});
