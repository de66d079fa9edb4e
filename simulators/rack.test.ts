// The rack as people and tests use it: HTTP in front, lines behind, and nothing left when it is gone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import modbus from 'modbus-serial';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RackState } from '../contract/bench.ts';
import { serveControl } from './core/control-server.ts';
import { demoHall, RackConfig } from './hall.ts';
import { type Rack, startRack } from './start-rack.ts';

const started = async (config: unknown): Promise<Rack> => {
  const result = await startRack(RackConfig.parse(config));
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

let dir: string;
let rack: Rack;
let base: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'rack-'));
  await mkdir(path.join(dir, 'dist/bench'), { recursive: true });
  await writeFile(path.join(dir, 'dist/bench/index.html'), '<title>bench</title>');
  await writeFile(path.join(dir, 'secret'), 'not for you');
  rack = await started({
    port: 0,
    devices: [
      { kind: 'ticket-printer-escpos', id: 'printer', listen: { tcp: 0 }, widthPx: 576, statusBack: 'asb' },
      { kind: 'queue-display-modbus', id: 'display', listen: { tcp: 0 }, addresses: [1], framing: 'tcp' },
    ],
    screens: [{ name: 'kiosk', url: 'http://127.0.0.1:8080/kiosk' }],
    staticDir: path.join(dir, 'dist'),
    seed: 1,
  });
  base = `http://127.0.0.1:${rack.port}`;
});
afterAll(async () => {
  await rack.close();
  await rm(dir, { recursive: true });
});

const until = async (what: string, probe: () => unknown | Promise<unknown>, limitMs = 5000) => {
  const deadlineMs = performance.now() + limitMs;
  while (!(await probe())) {
    if (performance.now() > deadlineMs) throw new Error(`Not within ${limitMs} ms: ${what}`);
    await pause(5);
  }
};
const state = async () => (await (await fetch(`${base}/api/state`)).json()) as RackState;
const portOf = (id: string) => {
  const { url = '' } = rack.state().devices.find((device) => device.id === id) ?? {};
  return Number(url.split(':').at(-1));
};
const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${base}/api/act`, { method: 'POST', body, headers });

describe('the control API', () => {
  it('tells state, screens and urls', async () => {
    const { devices, screens } = await state();
    expect(screens).toEqual([{ name: 'kiosk', url: 'http://127.0.0.1:8080/kiosk' }]);
    expect(devices.map(({ id, plugged, connected }) => [id, plugged, connected])).toEqual([
      ['printer', true, false],
      ['display', true, false],
    ]);
  });

  it('streams the whole state at every change', async () => {
    const gone = new AbortController();
    const { body } = await fetch(`${base}/api/stream`, { signal: gone.signal });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const chunk of body ?? []) seen.push(Buffer.from(chunk).toString());
    })().catch(() => undefined);
    await until('the first state', () => seen.length === 1);
    await post(JSON.stringify({ device: 'printer', verb: 'set-cover', open: true }));
    await until('the open cover', () => seen.at(-1)?.includes('"coverOpen":true'));
    await post(JSON.stringify({ device: 'printer', verb: 'set-cover', open: false }));
    gone.abort();
    await reading;
  });

  it.each([
    ['no JSON', '{', 400],
    ['an unknown verb', '{"device":"printer","verb":"explode"}', 400],
    ['an unknown device', '{"device":"x","verb":"plug"}', 400],
    ['a verb of another device', '{"device":"display","verb":"set-mute","mute":true}', 400],
    ['a megabyte', `"${'x'.repeat(1 << 20)}"`, 413],
  ])('%s is refused with a message', async (_, body, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ ok: false, message: expect.any(String) });
  });

  it('a page from elsewhere may not act', async () => {
    const action = '{"device":"printer","verb":"plug"}';
    expect((await post(action, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await post(action, { origin: base })).status).toBe(200);
  });

  it('serves the bench page and nothing outside its folders', async () => {
    expect(await (await fetch(`${base}/`)).text()).toContain('bench');
    for (const way of ['/assets/../../secret', '/assets/%2e%2e/%2e%2e/secret', '/bench/..%2f..%2fsecret', '/secret']) {
      expect((await fetch(`${base}${way}`)).status).toBe(404);
    }
  });

  it('has no picture of a ticket that is not there', async () => {
    expect((await fetch(`${base}/api/pictures/printer/1.png`)).status).toBe(404);
    expect((await fetch(`${base}/api/pictures/display/1.png`)).status).toBe(404);
  });
});

describe('starting', () => {
  const keypad = (pty: string) => ({
    kind: 'call-keypad-qsystem',
    id: 'keypad',
    listen: { pty, baud: 9600 },
    addresses: [1],
  });
  const linkOf = (file: string) => readlink(file).catch(() => null);

  it('while the devices are being plugged in every question is answered with 503', async () => {
    const serving = await serveControl({
      port: 0,
      staticDir: null,
      isReady: () => false,
      state: () => ({ devices: [], screens: [] }),
      act: async () => undefined,
      picture: () => null,
    });
    if (!serving.ok) throw new Error(serving.error);
    const response = await fetch(`http://127.0.0.1:${serving.value.port}/api/state`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ ok: false, message: expect.stringContaining('plugged in') });
    await serving.value.close();
  });

  it('one device cannot be plugged in: the start fails by name and leaves nothing open', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const pty = path.join(dir, 'half', 'keypad');
    const taken = { kind: 'queue-display-modbus', id: 'display', listen: { tcp: port }, addresses: [1] };
    const control = createServer().listen(0, '127.0.0.1');
    await once(control, 'listening');
    const controlPort = (control.address() as AddressInfo).port;
    await new Promise((closed) => control.close(closed));
    const config = { port: controlPort, devices: [keypad(pty), taken] };
    expect(await startRack(RackConfig.parse(config))).toMatchObject({
      ok: false,
      error: expect.stringContaining(`${port}`),
    });
    expect(await linkOf(pty)).toBeNull();
    await new Promise((closed) => other.close(closed));
    await (await started(config)).close();
  });

  it('a link that somebody else has put in the place of ours stays when the cable is pulled', async () => {
    const pty = path.join(dir, 'theirs', 'keypad');
    const ours = await started({ port: 0, devices: [keypad(pty)] });
    await rm(pty);
    await symlink('/dev/null', pty);
    await ours.close();
    expect(await linkOf(pty)).toBe('/dev/null');
  });
});

describe('simulated devices', () => {
  it('an unknown command is remembered by the printer', async () => {
    await until('the line is free', async () => !(await state()).devices[0]?.connected);
    const socket = connect(portOf('printer'), '127.0.0.1');
    socket.write(Uint8Array.of(0x1d, 0x99));
    await until('the memory', async () => (await state()).devices[0]?.unknown.includes('unknown 1d99'));
    socket.destroy();
  });

  it('a second client of a TCP device is turned away', async () => {
    await until('the line is free', async () => !(await state()).devices[0]?.connected);
    const first = connect(portOf('printer'), '127.0.0.1');
    await until('the first', async () => (await state()).devices[0]?.connected);
    const second = connect(portOf('printer'), '127.0.0.1');
    second.on('error', () => undefined);
    await once(second, 'close');
    expect(first.destroyed).toBe(false);
    first.destroy();
  });

  it('the display understands the modbus-serial package, and refuses as the standard says', async () => {
    const master = new modbus.default();
    await master.connectTCP('127.0.0.1', { port: portOf('display') });
    master.setID(1);
    master.setTimeout(1000);
    await master.writeRegisters(
      0,
      [...'A042'].map((character) => character.charCodeAt(0)),
    );
    await master.writeRegister(6, 3);
    expect((await master.readHoldingRegisters(0, 7)).data).toEqual([0x41, 0x30, 0x34, 0x32, 0, 0, 3]);
    expect((await state()).devices[1]).toMatchObject({ units: [{ address: 1, text: 'A042', writes: 2 }] });
    await expect(master.readHoldingRegisters(7, 5)).rejects.toMatchObject({ modbusCode: 2 });
    await expect(master.readCoils(0, 1)).rejects.toMatchObject({ modbusCode: 1 });
    await new Promise<void>((resolve) => master.close(() => resolve()));
  });
});

describe('the process', () => {
  const RACK = fileURLToPath(new URL('./rack.ts', import.meta.url));
  const startProcess = async (folder: string) => {
    const child = spawn(process.execPath, [RACK, '--port', '0', '--dir', folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout, 'data');
    const ready = JSON.parse(String(line));
    expect(ready).toMatchObject({ ready: true, port: expect.any(Number) });
    return { child, ready };
  };
  it('a second one on the same port or folder ends with a message, and the first one keeps its lines', async () => {
    const folder = path.join(dir, 'twice');
    const first = await startProcess(folder);
    const { port } = first.ready;
    const links = () => Promise.all(ids.map((id) => readlink(path.join(folder, id))));
    const before = await links();
    const endingOf = async (...args: string[]) => {
      const second = spawn(process.execPath, [RACK, ...args], { stdio: ['pipe', 'ignore', 'pipe'] });
      const said: string[] = [];
      second.stderr.on('data', (chunk) => said.push(String(chunk)));
      expect((await once(second, 'close'))[0]).toBe(1);
      return said.join('');
    };
    expect(await endingOf('--port', `${port}`, '--dir', path.join(dir, 'elsewhere'))).toContain(
      `Port ${port} of 127.0.0.1 is busy, perhaps with another rack`,
    );
    expect(await endingOf('--port', '0', '--dir', folder)).toContain('Another rack has its devices in');
    expect(await links()).toEqual(before);

    const line = await open(path.join(folder, 'ban-phim'));
    const press = JSON.stringify({ device: 'ban-phim', verb: 'press-key', address: 1, key: 'call' });
    expect((await fetch(`http://127.0.0.1:${port}/api/act`, { method: 'POST', body: press })).status).toBe(200);
    let heard = '';
    while (heard.length < 8) {
      const { bytesRead, buffer } = await line.read(Buffer.alloc(4));
      heard += buffer.subarray(0, bytesRead).toString('hex');
    }
    expect(heard).toBe('01013107');
    await line.close();
    first.child.kill('SIGTERM');
    await once(first.child, 'exit');
  });

  const ids = demoHall('').map(({ id }) => id);

  it.each(['SIGTERM', 'SIGKILL', 'end of stdin'] as const)(
    'ended by %s leaves no PTY, no link and no child behind',
    async (how) => {
      const folder = path.join(dir, how.replaceAll(' ', '-'));
      const { child } = await startProcess(folder);
      const ptys = await Promise.all(ids.map((id) => readlink(path.join(folder, id))));
      const { pid } = child;
      const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ');
      expect(children.length).toBe(ids.length);
      if (how === 'end of stdin') child.stdin.end();
      else child.kill(how);
      await once(child, 'exit');
      const isGone = (file: string) =>
        readlink(file).then(
          () => false,
          () => true,
        );
      const hasEnded = (child: string) =>
        readFile(`/proc/${child}/stat`).then(
          (stat) => stat.includes(') Z'),
          () => true,
        );
      const allTrue = async (answers: Promise<boolean>[]) => (await Promise.all(answers)).every(Boolean);
      await until('no links', () => allTrue(ids.map((id) => isGone(path.join(folder, id)))));
      await until('no children', () => allTrue(children.map(hasEnded)));
      expect(ptys.every((pty) => pty.startsWith('/dev/pts/'))).toBe(true);
    },
  );
});
