import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Statistic } from '../../contract/device.ts';
import { DeviceId } from '../../contract/ids.ts';
import { createPasswordFile, nextFrame } from '../core/camera-test-kit.ts';
import { createRealClock } from '../core/clock.ts';
import type { DriverDeps } from '../core/contract.ts';
import { until, untilHealth } from '../core/test-kit.ts';
import { createOpenTransport } from '../core/transport.ts';
import { createRtspCamera, inputArguments } from './driver.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'rtsp-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program in place of ffmpeg: the smallest pictures, or what ffmpeg says when it fails. */
const standIn = (name: string, script: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
};
const picture = "printf '\\377\\330\\377\\332\\000\\004\\001\\002\\022\\064\\377\\331'";
const steady = standIn('steady', `while :; do ${picture}; sleep 0.1; done`);
const falling = standIn('falling', `${picture}; sleep 0.3; echo 'Connection reset by peer' >&2; exit 1`);
const silent = standIn('silent', `${picture}; exec sleep 60`);
const talking = standIn('talking', `echo "$*: Connection refused" >&2; exit 1`);
const refused = standIn(
  'refused',
  `echo "[rtsp @ 0x55] method DESCRIBE failed: 401 Unauthorized" >&2; echo "$*: Server returned 401 Unauthorized" >&2; exit 1`,
);

const URL = 'rtsp://192.0.2.1/Streaming/Channels/102';
const limits = { framesPerSecond: 5, frozenAfterSeconds: 60, lostAfterSeconds: 2 };

const start = (
  ffmpeg: string,
  more: { username?: string; passwordFile?: string } = {},
  create = createRtspCamera(inputArguments),
) => {
  const id = DeviceId.parse('cam');
  const counted = new Map<Statistic, number>();
  const logged: string[] = [];
  const deps: DriverDeps = {
    open: createOpenTransport(URL, id),
    clock: createRealClock(),
    log: (level, message, detail) => void logged.push(`${level} ${message} ${JSON.stringify(detail ?? {})}`),
    random: () => 0.5,
    count: (what, by = 1) => counted.set(what, (counted.get(what) ?? 0) + by),
  };
  const camera = create(id, { ...limits, ...more, ffmpeg }, deps);
  camera.start();
  return { camera, counted, logged, [Symbol.asyncDispose]: () => camera.stop() };
};

it('pictures come, and the program is gone when the driver stops', async () => {
  const { camera } = start(steady);
  await nextFrame(camera);
  const atMs = performance.now();
  await camera.stop();
  expect(performance.now() - atMs).toBeLessThan(2000);
  const still = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  // Its own process only: the sleep it waits for ends by itself.
  if (still.status === 0)
    expect(still.stdout.split('\n').filter((line) => line.includes(`${steady} -nostdin`))).toEqual([]);
});

it('ffmpeg falls over: the camera is offline with what it said, and it is started again', async () => {
  await using bench = start(falling);
  await nextFrame(bench.camera);
  await untilHealth(bench.camera, 'offline');
  expect(bench.camera.health.fault?.message).toMatch(/ended with 1: Connection reset by peer/);
  await nextFrame(bench.camera, 5000);
  expect(bench.counted.get('reconnects')).toBeGreaterThan(0);
});

it('ffmpeg runs and no picture comes any more: lost within the limit', async () => {
  await using bench = start(silent);
  await nextFrame(bench.camera);
  await until('lost', () => bench.camera.health.fault?.detail?.['part'] === 'lost', 5000);
  expect(bench.camera.health).toMatchObject({ state: 'failed', fault: { code: 'timeout' } });
});

it('ffmpeg is not installed: the health says what to run', async () => {
  await using bench = start(path.join(folder, 'nowhere'));
  await untilHealth(bench.camera, 'failed');
  expect(bench.camera.health.fault).toMatchObject({
    code: 'rejected',
    recovery: 'service',
    message: expect.stringMatching(/not installed; run: sudo apt-get install ffmpeg/),
  });
});

it('the camera refuses the password: two tries, then left alone, and the password is in no word of ours', async () => {
  using account = createPasswordFile('bí mật/kín');
  await using bench = start(refused, { username: 'xem', passwordFile: account.file });
  await until('left alone', () => bench.camera.health.fault?.detail?.['part'] === 'left-alone', 8000);
  const words = JSON.stringify([bench.camera.health, bench.logged]);
  expect(words).not.toMatch(/mật|m%E1%BA%ADt|kín/);
});

it('ffmpeg falls over and repeats its address: the password is not in the health', async () => {
  using account = createPasswordFile('bí mật/kín');
  await using bench = start(talking, { username: 'xem', passwordFile: account.file });
  await until('the fault', () => bench.camera.health.fault);
  expect(bench.camera.health.fault?.message).toMatch(/rtsp:\/\/xem:\*\*\*@192\.0\.2\.1.*Connection refused/);
  expect(JSON.stringify(bench.logged)).not.toMatch(/mật|m%E1%BA%ADt/);
});

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

it.skipIf(!hasFfmpeg)('the real ffmpeg decodes a moving picture: ready', async () => {
  const testPicture = () => ['-re', '-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=10'];
  await using bench = start('ffmpeg', {}, createRtspCamera(testPicture));
  const { jpeg } = await nextFrame(bench.camera, 8000);
  expect([...jpeg.subarray(0, 2)]).toEqual([0xff, 0xd8]);
  await untilHealth(bench.camera, 'ready');
});
