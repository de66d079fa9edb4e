// For tests only: a rack of simulated devices as its own process, reached by URL, and waits for states.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RackAction, RackDevice, RackState } from '../../contract/bench.ts';
import type { HealthState } from '../../contract/device.ts';
import { DeviceId } from '../../contract/ids.ts';
import { createRealClock } from './clock.ts';
import type { Driver, DriverDeps } from './contract.ts';
import { createOpenTransport } from './transport.ts';

const RACK = fileURLToPath(new URL('../../simulators/rack.ts', import.meta.url));

export interface RackUnderTest {
  state(): Promise<RackState>;
  act(action: RackAction): Promise<void>;
  device<Kind extends RackDevice['kind']>(kind: Kind, id: string): Promise<Extract<RackDevice, { kind: Kind }>>;
  /** PNG of the device, such as its n-th ticket. */
  picture(device: string, name: string): Promise<Buffer>;
  depsFor(id: string): Promise<DriverDeps>;
  close(): Promise<void>;
}

/** Waits until `probe` gives something true; fails with what it was waiting for. */
export const until = async <T>(what: string, probe: () => T | Promise<T>, limitMs = 5000): Promise<NonNullable<T>> => {
  const deadlineMs = performance.now() + limitMs;
  for (;;) {
    const value = await probe();
    if (value) return value as NonNullable<T>;
    if (performance.now() > deadlineMs) throw new Error(`Not within ${limitMs} ms: ${what}`);
    await pause(5);
  }
};

export const untilHealth = (driver: Pick<Driver<never>, 'id' | 'health'>, state: HealthState, limitMs = 5000) =>
  until(`${driver.id} ${state}; it is ${driver.health.state}`, () => driver.health.state === state, limitMs);

/** `devices` as in simulators/hall.ts; a `pty` path is taken relative to a fresh folder. */
export const startRackUnderTest = async (devices: readonly Record<string, unknown>[]): Promise<RackUnderTest> => {
  const dir = await mkdtemp(path.join(tmpdir(), 'rack-'));
  const placed = devices.map((device) => {
    const listen = device['listen'] as { pty?: string };
    return listen.pty === undefined ? device : { ...device, listen: { ...listen, pty: path.join(dir, listen.pty) } };
  });
  const child = spawn(process.execPath, [RACK, '--port', '0', '--devices', JSON.stringify(placed)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const ready = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(String(line)));
    child.once('exit', (code) => reject(new Error(`The rack ended with ${code}`)));
  });
  const base = `http://127.0.0.1:${JSON.parse(ready).port}`;
  const state = async () => (await (await fetch(`${base}/api/state`)).json()) as RackState;
  const find = async (id: string) => {
    const found = (await state()).devices.find((device) => device.id === id);
    if (found === undefined) throw new Error(`The rack has no ${id}`);
    return found;
  };

  return {
    state,
    async act(action) {
      const response = await fetch(`${base}/api/act`, { method: 'POST', body: JSON.stringify(action) });
      if (!response.ok) throw new Error(await response.text());
    },
    device: async (kind, id) => {
      const found = await find(id);
      if (found.kind !== kind) throw new Error(`${id} is a ${found.kind}`);
      return found as Extract<RackDevice, { kind: typeof kind }>;
    },
    picture: async (device, name) =>
      Buffer.from(await (await fetch(`${base}/api/pictures/${device}/${name}.png`)).arrayBuffer()),
    depsFor: async (id) => ({
      open: createOpenTransport((await find(id)).url, DeviceId.parse(id)),
      clock: createRealClock(),
      log: () => undefined,
      random: () => 0.5,
      count: () => undefined,
    }),
    async close() {
      child.stdin.end();
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
};

/** The first line that is opened hands its reader something that is no bytes: whatever takes it apart throws. */
export const misreadOnce = (deps: DriverDeps, logged: string[]): DriverDeps => {
  let opened = 0;
  const misread = async function* (bytes: AsyncIterable<Uint8Array>) {
    for await (const _ of bytes) yield null as unknown as Uint8Array;
  };
  return {
    ...deps,
    log: (level, message) => void logged.push(`${level} ${message}`),
    async open(signal) {
      const line = await deps.open(signal);
      opened++;
      return line.ok && opened === 1 ? { ok: true, value: { ...line.value, bytes: misread(line.value.bytes) } } : line;
    },
  };
};

export interface Frame {
  readonly name: string;
  readonly direction: 'host->device' | 'device->host';
  readonly hex: string;
  readonly bytes: Uint8Array;
}

/** The vectors of a driver: `url` of its frames file. */
export const readFrames = (url: URL): Frame[] =>
  (JSON.parse(readFileSync(url, 'utf8')) as Omit<Frame, 'bytes'>[]).map((frame) => ({
    ...frame,
    bytes: Uint8Array.from(Buffer.from(frame.hex, 'hex')),
  }));

export const frameNamed = (frames: readonly Frame[], name: string): Frame => {
  const found = frames.find((frame) => frame.name === name);
  if (found === undefined) throw new Error(`There is no vector ${name}`);
  return found;
};

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
