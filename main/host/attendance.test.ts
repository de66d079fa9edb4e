// The whole host with attendance terminals of three makers and a camera, simulated.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { DeviceId } from '../../contract/ids.ts';
import type { DevicesView } from '../../contract/live.ts';
import { startRackUnderTest, until } from '../../drivers/core/test-kit.ts';
import { startApp } from '../../test/support/app.ts';
import { createHostClient } from '../../test/support/client.ts';
import { followLive } from '../../test/support/live-stream.ts';
import { addPeople, openMeeting } from '../../test/support/meeting.ts';
import { accepted, counters, temporaryFolder } from '../../test/support/site.ts';

const withWall = (terminal: string, camera: string) => (text: string) =>
  text.replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '').replace(
    /^devices:[\s\S]*$/m,
    `devices:
  - { id: cham-cong, driver: attendance-zkteco, label: Máy chấm công, url: "${terminal}", serials: [SIM0000001], pollSeconds: 1 }
  - { id: cam-sanh, driver: camera-mjpeg, label: Camera sảnh, url: "${camera}" }
`,
  );

it('somebody passes at the wall: the terminal is told OK, the row is stored once, is on the sheet, and staff see it', async () => {
  using temporary = temporaryFolder();
  const rack = await startRackUnderTest([
    { kind: 'attendance-zkteco', id: 'wall', listen: { tcp: 0 } },
    { kind: 'camera-mjpeg', id: 'eye', listen: { tcp: 0 } },
  ]);
  await using ending = new AsyncDisposableStack();
  ending.defer(() => rack.close());
  const [wall, eye] = (await rack.state()).devices.map(({ url }) => url);
  await using app = await startApp({ folder: temporary.folder, configure: withWall(wall ?? '', eye ?? '') });

  const people = await addPeople(
    app.site,
    [{ code: '1001', name: 'Lê An', group: '', card: null }],
    () => 'x' as never,
  );
  const sheetId = await openMeeting(app.site, Date.now(), [...people.values()]);

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
  await until('the mark', () => app.site.attendance.rows(sheetId)[0]?.arrivedBy === 'terminal');
  const unknown = () => live.views.at(-1)?.devices.find(({ id }) => id === 'cham-cong')?.sightings?.unknown ?? [];
  await until('the number that is nobody’s', () => unknown().length > 0);
  expect(unknown()).toMatchObject([{ code: '1002', count: 1 }]);
  expect(shown.find(({ id }) => id === 'cam-sanh')?.sightings).toBeNull();
  expect((await rack.state()).devices.flatMap(({ unknown }) => unknown)).toEqual([]);
}, 40_000);

it('a wall of three makers: whoever passes at all of them is on the sheet once, by the first', async () => {
  using temporary = temporaryFolder();
  const passwordFile = path.join(temporary.folder, 'may.pass');
  writeFileSync(passwordFile, 'mat-khau-cua\n', { mode: 0o600 });
  const kinds = ['hikvision', 'dahua', 'zkteco'] as const;
  const rack = await startRackUnderTest(
    kinds.map((maker) => ({ kind: `attendance-${maker}`, id: maker, listen: { tcp: 0 } })),
  );
  await using ending = new AsyncDisposableStack();
  ending.defer(() => rack.close());
  const urls = (await rack.state()).devices.map(({ url }) => url);
  const login = `username: nghe, passwordFile: ${passwordFile}`;
  const more = [login, login, 'serials: [SIM0000001], pollSeconds: 1'];
  const devices = kinds.map(
    (maker, at) => `  - { id: may-${maker}, driver: attendance-${maker}, label: Máy, url: "${urls[at]}", ${more[at]} }`,
  );
  await using app = await startApp({
    folder: path.join(temporary.folder, 'data'),
    configure: (text) =>
      text
        .replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '')
        .replace(/^devices:[\s\S]*$/m, `devices:\n${devices.join('\n')}\n`),
  });
  const people = await addPeople(
    app.site,
    [
      { code: '1001', name: 'Lê An', group: '', card: null },
      { code: '1002', name: 'Trần Bình', group: '', card: null },
    ],
    () => 'x' as never,
  );
  const sheetId = await openMeeting(app.site, Date.now(), [...people.values()]);
  const row = (code: string) =>
    app.site.attendance.rows(sheetId).find(({ personId }) => personId === people.get(code)) ?? null;
  const countOf = (maker: string) => app.site.sightings.summary(`may-${maker}` as DeviceId).count;
  await until('all of them', () => app.health().state === 'ok', 15_000);

  let firstMs: number | null = null;
  for (const maker of kinds) {
    await rack.act({ device: maker, verb: 'pass', person: '1001', method: 'face', direction: 'in' });
    await until(`what ${maker} saw`, () => countOf(maker) === 1, 8000);
    await until('the mark', () => row('1001')?.arrivedBy === 'terminal', 8000);
    firstMs ??= row('1001')?.arrivedAtMs ?? null;
    expect(row('1001')?.arrivedAtMs).toBe(firstMs);
  }
  expect(row('1002')?.arrivedAtMs).toBeNull();
  expect((await rack.state()).devices.flatMap(({ unknown }) => unknown)).toEqual([]);
}, 60_000);
