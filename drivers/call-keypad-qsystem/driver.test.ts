// Against simulated pads over a real PTY and TCP; an echoing adapter is played by a plain socket.

import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { DeviceId } from '../../contract/ids.ts';
import { createRealClock } from '../core/clock.ts';
import type { DriverDeps } from '../core/contract.ts';
import { type RackUnderTest, startRackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { createOpenTransport } from '../core/transport.ts';
import { createQsystemKeypad } from './driver.ts';

let rack: RackUnderTest;
beforeAll(async () => {
  const pads = (id: string, listen: object) => ({ kind: 'call-keypad-qsystem', id, listen, addresses: [1, 2] });
  rack = await startRackUnderTest([
    pads('serial', { pty: 'serial', baud: 9600 }),
    pads('cable', { pty: 'cable', baud: 9600 }),
    pads('noisy', { tcp: 0 }),
  ]);
});
afterAll(() => rack.close());

const listen = async (device: string, deps: DriverDeps, context: TestContext) => {
  const keypad = createQsystemKeypad(DeviceId.parse(device), deps);
  context.onTestFinished(() => keypad.stop());
  const pressed: string[] = [];
  keypad.subscribe((event) => {
    if (event.type === 'key-pressed') pressed.push(`${event.address} ${event.key}`);
  });
  keypad.start();
  await untilHealth(keypad, 'ready');
  return { keypad, pressed };
};
const press = (device: string, address: number, key: 'call' | 'start' | 'redirect' | 'finish') =>
  rack.act({ device, verb: 'press-key', address, key });
const lights = async (device: string) =>
  (await rack.device('call-keypad-qsystem', device)).units.map(({ light }) => light);

/** A peer that the test plays byte by byte. */
const playPeer = async (context: TestContext) => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const id = DeviceId.parse('played');
  const deps: DriverDeps = {
    open: createOpenTransport(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`, id),
    clock: createRealClock(),
    log: () => undefined,
    random: () => 0,
    count: () => undefined,
  };
  return { deps, socket: () => until('a connection', () => sockets[0]) };
};

describe('call keypads', () => {
  it('every key of every pad is heard, and lights are set', async (context) => {
    const { keypad, pressed } = await listen('serial', await rack.depsFor('serial'), context);
    for (const key of ['call', 'start', 'redirect', 'finish'] as const) await press('serial', 1, key);
    await press('serial', 2, 'call');
    await until('five keys', () => pressed.length === 5);
    expect(pressed).toEqual(['1 call', '1 start', '1 redirect', '1 finish', '2 call']);
    expect(await keypad.indicate(1, 'green-blink')).toEqual({ ok: true, value: undefined });
    await until('the light', async () => String(await lights('serial')) === 'green-blink,off');
    expect((await rack.device('call-keypad-qsystem', 'serial')).unknown).toEqual([]);
  });

  it('the cable is pulled and put back: lights are set again, keys are heard again', async (context) => {
    const { keypad, pressed } = await listen('cable', await rack.depsFor('cable'), context);
    await keypad.indicate(2, 'red');
    await rack.act({ device: 'cable', verb: 'unplug' });
    await untilHealth(keypad, 'offline', 2000);
    expect(await keypad.indicate(2, 'green')).toMatchObject({ error: { code: 'no-device' } });
    await rack.act({ device: 'cable', verb: 'plug' });
    await untilHealth(keypad, 'ready', 5000);
    await until('the light', async () => String(await lights('cable')) === 'off,green');
    await press('cable', 1, 'call');
    await until('the key', () => pressed.length === 1);
  });

  it.for(['split', 'delay', 'garbage-before', 'duplicate'] as const)(
    'one frame suffers "%s": it is one press',
    async (fault, context) => {
      const { pressed } = await listen('noisy', await rack.depsFor('noisy'), context);
      await rack.act({ device: 'noisy', verb: 'inject', fault });
      await press('noisy', 1, 'start');
      await press('noisy', 1, 'finish');
      await until('the second key', () => pressed.includes('1 finish'));
      expect(pressed).toEqual(['1 start', '1 finish']);
    },
  );

  it('a bouncing contact is one press; the same key later is another', async (context) => {
    const { deps, socket } = await playPeer(context);
    let skippedMs = 0;
    const clock = { ...deps.clock, monotonicMs: () => deps.clock.monotonicMs() + skippedMs };
    const { pressed } = await listen('played', { ...deps, clock }, context);
    const frame = Uint8Array.of(1, 3, 0x31, 7);
    (await socket()).write(Buffer.concat([frame, frame, frame]));
    await until('one press', () => pressed.length === 1);
    skippedMs = 40;
    (await socket()).write(frame);
    await until('another press', () => pressed.length === 2);
    expect(pressed).toEqual(['3 call', '3 call']);
  });

  it('an adapter that echoes "red" does not call the next person', async (context) => {
    const { deps, socket } = await playPeer(context);
    const { keypad, pressed } = await listen('played', deps, context);
    const peer = await socket();
    peer.on('data', (bytes) => void peer.write(bytes));
    await keypad.indicate(1, 'red');
    peer.write(Uint8Array.of(1, 2, 0x34, 7));
    await until('the key behind the echo', () => pressed.length > 0);
    expect(pressed).toEqual(['2 finish']);
  });
});
