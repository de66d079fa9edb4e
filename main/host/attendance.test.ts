// The whole host with an attendance terminal and a camera, simulated.
import { expect, it } from 'vitest';
import type { DevicesView } from '../../contract/live.ts';
import { startRackUnderTest, until } from '../../drivers/core/test-kit.ts';
import { startApp } from '../../test/support/app.ts';
import { createHostClient } from '../../test/support/client.ts';
import { followLive } from '../../test/support/live-stream.ts';
import { accepted, counters, temporaryFolder } from '../../test/support/site.ts';

const withWall = (terminal: string, camera: string) => (text: string) =>
  text.replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '').replace(
    /^devices:[\s\S]*$/m,
    `devices:
  - { id: cham-cong, driver: attendance-zkteco, label: Máy chấm công, url: "${terminal}", serials: [SIM0000001], pollSeconds: 1 }
  - { id: cam-sanh, driver: camera-mjpeg, label: Camera sảnh, url: "${camera}" }
`,
  );

it('somebody passes at the wall: the terminal is told OK, the row is stored once, and staff see it', async () => {
  using temporary = temporaryFolder();
  const rack = await startRackUnderTest([
    { kind: 'attendance-zkteco', id: 'wall', listen: { tcp: 0 } },
    { kind: 'camera-mjpeg', id: 'eye', listen: { tcp: 0 } },
  ]);
  await using ending = new AsyncDisposableStack();
  ending.defer(() => rack.close());
  const [wall, eye] = (await rack.state()).devices.map(({ url }) => url);
  await using app = await startApp({ folder: temporary.folder, configure: withWall(wall ?? '', eye ?? '') });

  for (const person of ['1001', '1002'])
    await rack.act({ device: 'wall', verb: 'pass', person, method: 'face', direction: 'in' });
  await until('told OK', async () => (await rack.device('attendance-zkteco', 'wall')).waiting === 0, 8000);
  await rack.act({ device: 'wall', verb: 'resend-all' });
  await until('told OK again', async () => (await rack.device('attendance-zkteco', 'wall')).waiting === 0, 8000);

  const client = createHostClient(app.url);
  accepted(await client.rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  await using live = await followLive<DevicesView>(`${app.url}/live/devices`, { cookie: client.cookie() });
  const shown = await until(
    'both ready',
    () => {
      const devices = live.views.at(-1)?.devices ?? [];
      return devices.length === 2 && devices.every(({ state }) => state === 'ready') ? devices : null;
    },
    8000,
  );
  const terminal = shown.find(({ id }) => id === 'cham-cong');
  expect(terminal?.sightings?.count).toBe(2);
  expect(Math.abs((terminal?.sightings?.lastSeenAtMs ?? 0) - Date.now())).toBeLessThan(60_000);
  expect(shown.find(({ id }) => id === 'cam-sanh')?.sightings).toBeNull();
  expect((await rack.state()).devices.flatMap(({ unknown }) => unknown)).toEqual([]);
}, 40_000);
