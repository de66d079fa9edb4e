import { expect, it } from 'vitest';
import { createPasswordFile, nextFrame, onBench } from '../core/camera-test-kit.ts';
import { driverConforms } from '../core/conformance.ts';
import { until, untilHealth } from '../core/test-kit.ts';
import { createSnapshotCamera } from './driver.ts';

const options = {
  tls: 'verified',
  profile: 'hikvision',
  everyMs: 100,
  frozenAfterSeconds: 5,
  lostAfterSeconds: 3,
} as const;
const simulator = { kind: 'camera-mjpeg', listen: { tcp: 0 } };

driverConforms('camera-snapshot', {
  simulator,
  create: (id, deps) => createSnapshotCamera(id, options, deps),
  work: async (camera) => void (await nextFrame(camera)),
  survives: ['split', 'delay', 'garbage-before', 'duplicate'],
});

it('nonces grow old between two pictures: no try is wasted, and the account stays open', async () => {
  using account = createPasswordFile('mat-khau-cam');
  const login = { ...options, username: 'xem', passwordFile: account.file };
  await onBench(
    { ...simulator, login: 'both' },
    (id, deps) => createSnapshotCamera(id, login, deps),
    async ({ driver, rack }) => {
      await untilHealth(driver, 'ready');
      for (let aged = 0; aged < 8; aged++) {
        await rack.act({ device: 'device', verb: 'age-nonces' });
        await nextFrame(driver);
      }
      expect(await rack.device('camera-mjpeg', 'device')).toMatchObject({ wrongPasswords: 0, locked: false });
      expect(driver.health.state).toBe('ready');
    },
  );
});

it('one camera answers with half a picture: counted, not handed on, and the next whole one is', () =>
  onBench(
    simulator,
    (id, deps) => createSnapshotCamera(id, options, deps),
    async ({ driver, rack, counted }) => {
      await untilHealth(driver, 'ready');
      await rack.act({ device: 'device', verb: 'set-sight', sight: 'broken' });
      await until('counted', () => (counted.get('failed-reads') ?? 0) + (counted.get('reconnects') ?? 0) > 0);
      await rack.act({ device: 'device', verb: 'set-sight', sight: 'alive' });
      await nextFrame(driver, 8000);
    },
  ));

it('the camera hangs: connected and no answer', () =>
  onBench(
    simulator,
    (id, deps) => createSnapshotCamera(id, options, deps),
    async ({ driver, rack }) => {
      await untilHealth(driver, 'ready');
      await rack.act({ device: 'device', verb: 'set-sight', sight: 'silent' });
      await untilHealth(driver, 'failed', 8000);
      expect(driver.health.fault).toMatchObject({ code: 'timeout' });
      await rack.act({ device: 'device', verb: 'set-sight', sight: 'alive' });
      await untilHealth(driver, 'ready', 10_000);
    },
  ));
