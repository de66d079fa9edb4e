// For tests only: a simulated camera or terminal with its password file, and what a driver of it says.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Statistic } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import type { DriverDeps } from './contract.ts';
import type { AttendanceSource, Camera, CameraFrame, Sighting } from './device-classes.ts';
import { type RackUnderTest, startRackUnderTest, until } from './test-kit.ts';

export interface PasswordFile extends Disposable {
  readonly file: string;
  write(password: string): void;
}

export const createPasswordFile = (password: string): PasswordFile => {
  const folder = mkdtempSync(path.join(tmpdir(), 'account-'));
  const file = path.join(folder, 'password');
  const write = (text: string) => writeFileSync(file, `${text}\n`, { mode: 0o600 });
  write(password);
  return { file, write, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
};

export const nextFrame = async (camera: Camera, limitMs = 4000): Promise<CameraFrame> => {
  let found: CameraFrame | null = null;
  using _ = camera.subscribe((event) => {
    if (event.type === 'frame') found ??= event.frame;
  });
  // Awaited here, or the subscription would end first.
  return await until('a picture', () => found, limitMs);
};

/** Puts every sighting into a list; the list is what was "committed". */
export const gather = (source: AttendanceSource): Sighting[] => {
  const gathered: Sighting[] = [];
  source.onSightings(async (sightings) => {
    for (const sighting of sightings) if (!gathered.some(({ key }) => key === sighting.key)) gathered.push(sighting);
  });
  return gathered;
};

interface OnBench<D> {
  readonly driver: D;
  readonly rack: RackUnderTest;
  readonly counted: ReadonlyMap<Statistic, number>;
  readonly logged: readonly string[];
  readonly deps: DriverDeps;
}

/** One simulated device called `device` and its driver, started; both end with the test. */
export const onBench = async <D extends { start(): void; stop(): Promise<void> }>(
  simulator: Readonly<Record<string, unknown>>,
  create: (id: DeviceId, deps: DriverDeps) => D,
  test: (bench: OnBench<D>) => Promise<void>,
): Promise<void> => {
  const rack = await startRackUnderTest([{ listen: { tcp: 0 }, ...simulator, id: 'device' }]);
  const counted = new Map<Statistic, number>();
  const logged: string[] = [];
  const deps: DriverDeps = {
    ...(await rack.depsFor('device')),
    count: (what, by = 1) => counted.set(what, (counted.get(what) ?? 0) + by),
    log: (level, message) => logged.push(`${level} ${message}`),
  };
  const driver = create('device' as DeviceId, deps);
  try {
    driver.start();
    await test({ driver, rack, counted, logged, deps });
  } finally {
    await driver.stop();
    await rack.close();
  }
};
