import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { CameraSight } from '../../contract/bench/cameras.ts';
import { createPasswordFile, nextFrame, onBench } from '../core/camera-test-kit.ts';
import type { Camera } from '../core/device-classes.ts';
import { type RackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { createMjpegCamera } from './driver.ts';

const PASSWORD = 'mat-khau-cam';
const limits = { tls: 'verified', frozenAfterSeconds: 2, lostAfterSeconds: 2 } as const;
const open = (id: Parameters<typeof createMjpegCamera>[0], deps: Parameters<typeof createMjpegCamera>[2]) =>
  createMjpegCamera(id, limits, deps);
const see = (rack: RackUnderTest, sight: CameraSight) => rack.act({ device: 'device', verb: 'set-sight', sight });
const camera = { kind: 'camera-mjpeg', framesPerSecond: 10 };
const part = (driver: Camera) => driver.health.fault?.detail?.['part'];

it('the camera freezes: degraded, and ready when it moves again', () =>
  onBench(camera, open, async ({ driver, rack }) => {
    await untilHealth(driver, 'ready');
    await see(rack, 'frozen');
    await until('frozen', () => part(driver) === 'frozen', 6000);
    expect(driver.health).toMatchObject({ state: 'degraded', fault: { code: 'hardware', recovery: 'reset' } });
    await see(rack, 'alive');
    await untilHealth(driver, 'ready');
  }));

it('somebody puts a cap on the lens: degraded, whoever takes it off is seen', () =>
  onBench(
    camera,
    (id, deps) => createMjpegCamera(id, { ...limits, frozenAfterSeconds: 60 }, deps),
    async ({ driver, rack }) => {
      await untilHealth(driver, 'ready');
      await see(rack, 'black');
      await until('black', () => part(driver) === 'black', 8000);
      expect(driver.health).toMatchObject({ state: 'degraded', fault: { recovery: 'clear' } });
      await see(rack, 'alive');
      await untilHealth(driver, 'ready');
    },
  ));

it('the stream goes silent and stays connected: failed within the limit, and back when pictures come', () =>
  onBench(camera, open, async ({ driver, rack, counted }) => {
    await untilHealth(driver, 'ready');
    await see(rack, 'silent');
    await until('lost', () => driver.health.state === 'failed' && part(driver) === 'lost', 4000);
    expect(driver.health.fault).toMatchObject({ code: 'timeout' });
    expect(counted.get('timeouts')).toBeGreaterThanOrEqual(1);
    await see(rack, 'alive');
    await untilHealth(driver, 'ready', 8000);
  }));

it('pictures are cut off in the middle: none is handed on, each is counted, and it is noticed', () =>
  onBench(camera, open, async ({ driver, rack, counted }) => {
    await untilHealth(driver, 'ready');
    await see(rack, 'broken');
    await until('counted', () => (counted.get('failed-reads') ?? 0) >= 3);
    await until('lost', () => driver.health.state === 'failed', 6000);
  }));

it.each(['usual', 'no-length', 'line-feeds'])('multipart the "%s" way gives whole pictures', (framing) =>
  onBench({ ...camera, framing }, open, async ({ driver }) => {
    const { jpeg } = await nextFrame(driver);
    expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 180 });
  }),
);

it.each(['basic', 'md5', 'sha256', 'both'])(
  'a camera that asks for "%s" is logged in to without one wrong try',
  async (login) => {
    using account = createPasswordFile(PASSWORD);
    const options = { ...limits, username: 'xem', passwordFile: account.file };
    await onBench(
      { ...camera, login },
      (id, deps) => createMjpegCamera(id, options, deps),
      async ({ driver, rack }) => {
        await nextFrame(driver);
        expect(await rack.device('camera-mjpeg', 'device')).toMatchObject({ login, wrongPasswords: 0, unknown: [] });
      },
    );
  },
);

it('the password was changed on the camera: two tries, then it is left alone, so that the account is not locked', async () => {
  using account = createPasswordFile(PASSWORD);
  const options = { ...limits, username: 'xem', passwordFile: account.file };
  await onBench(
    { ...camera, login: 'both' },
    (id, deps) => createMjpegCamera(id, options, deps),
    async ({ driver, rack }) => {
      await untilHealth(driver, 'ready');
      await rack.act({ device: 'device', verb: 'change-password', password: 'mat-khau-moi' });
      await until('left alone', () => part(driver) === 'left-alone', 8000);
      expect(driver.health).toMatchObject({ state: 'failed', fault: { code: 'access-denied', recovery: 'service' } });
      expect(driver.health.fault?.message).not.toContain(PASSWORD);
      const { wrongPasswords, locked, bytesIn } = await rack.device('camera-mjpeg', 'device');
      expect({ wrongPasswords, locked }).toEqual({ wrongPasswords: 2, locked: false });

      // The file is corrected: at work again, without a restart.
      account.write('mat-khau-moi');
      await nextFrame(driver, 15_000);
      expect((await rack.device('camera-mjpeg', 'device')).bytesIn).toBeGreaterThan(bytesIn);
    },
  );
}, 40_000);

it('no password is configured and the camera wants one: the health says which keys are missing', () =>
  onBench({ ...camera, login: 'md5' }, open, async ({ driver }) => {
    await untilHealth(driver, 'failed');
    expect(driver.health.fault).toMatchObject({
      code: 'access-denied',
      message: expect.stringMatching(/username and passwordFile/),
    });
  }));
