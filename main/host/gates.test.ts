// Gates of the whole host: whom they name, what is taken back, who may ask.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GateLook } from '../../contract/gate.ts';
import type { PersonId, SheetId, StaffId } from '../../contract/ids.ts';
import { until } from '../../drivers/core/test-kit.ts';
import { createFaceEngine, type FaceEngine } from '../../models/engine/engine.ts';
import { defaultPack, oneFace } from '../../test/models/pack.ts';
import { walkUp } from '../../test/models/walk.ts';
import { startApp } from '../../test/support/app.ts';
import { createHostClient } from '../../test/support/client.ts';
import { atGateHost, type GateHost, gateId as gate, gateView, noDevices } from '../../test/support/gate-host.ts';
import { addPeople, meetingPurpose, openMeeting } from '../../test/support/meeting.ts';
import { accepted, refusalOf, temporaryFolder } from '../../test/support/site.ts';

let engine: FaceEngine;
beforeAll(async () => {
  engine = accepted(await createFaceEngine(await defaultPack(), { visionThreads: 1 }));
}, 60_000);
afterAll(() => engine.close());

const screen = 's'.repeat(22);
const card = { technology: 'keyboard', number: 'AB12CD34' } as const;
const atHost = (story: (host: GateHost) => Promise<void>): Promise<void> =>
  atGateHost({ engine, card, gate: '', devices: '' }, story);

it(
  'somebody walks up to the camera of the screen: named, on the sheet, taken back by “not me”, in by card',
  () =>
    atHost(async ({ rpc, show, view, row, people, sheetId }) => {
      let last: GateLook | null = null;
      for (const picture of await walkUp(await oneFace('an'), { frames: 6, seed: 5 })) last = await show(picture);
      expect(last?.tracks[0]?.outcome).toMatchObject({
        kind: 'named',
        passage: { name: 'Nguyễn Thị An', group: 'Văn phòng', seat: 'A1', status: 'present' },
      });
      expect(row('CB01').arrivedBy).toBe('face');
      expect(await view()).toMatchObject({
        recent: [{ name: 'Nguyễn Thị An' }],
        gate: { help: { vi: 'bàn thư ký' } },
      });
      accepted(await rpc.gate.withdraw.mutate({ gate, sheetId, personId: people.get('CB01') as PersonId }));
      expect(row('CB01').arrivedBy).toBeNull();
      expect(accepted(await rpc.gate.present.mutate({ gate, reading: { kind: 'card', ...card } }))).toMatchObject({
        kind: 'named',
        passage: { method: 'card' },
      });
      expect(row('CB01').arrivedBy).toBe('card');
      expect(accepted(await rpc.gate.present.mutate({ gate, reading: { kind: 'code', text: 'cb02' } }))).toMatchObject({
        kind: 'named',
        passage: { name: 'Trần Văn Bình', method: 'code' },
      });
      expect(accepted(await rpc.gate.present.mutate({ gate, reading: { kind: 'code', text: 'AI-DAY' } }))).toEqual({
        kind: 'unknown-card',
      });
    }),
  60_000,
);

it(
  'a consent is withdrawn at the desk: the next picture names nobody',
  () =>
    atHost(async ({ app, people, show, row }) => {
      const personId = people.get('CB01') as PersonId;
      accepted(await app.site.templates.withdraw({ personId, purpose: meetingPurpose }, null));
      const looks: GateLook[] = [];
      for (const picture of await walkUp(await oneFace('an'), { frames: 6, seed: 6 })) looks.push(await show(picture));
      expect(looks.flatMap(({ tracks }) => tracks).filter(({ outcome }) => outcome.kind === 'named')).toEqual([]);
      expect(row('CB01').arrivedBy).toBeNull();
    }),
  60_000,
);

it('who was not let in hands in no picture, sees no names and takes no mark back', async () => {
  using temporary = temporaryFolder();
  await using app = await startApp({
    folder: temporary.folder,
    configure: (text) => `${noDevices(text)}
attendance: { screens: [192.0.2.7], gates: [{ id: ${gate}, name: { vi: Cửa, en: Door } }] }
`,
  });
  const { rpc } = createHostClient(app.url);
  const frame = (type: string) =>
    fetch(`${app.url}/gate/${gate}/frame?screen=${screen}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: new Uint8Array(100),
    });
  expect((await frame('image/jpeg')).status).toBe(403);
  expect((await fetch(`${app.url}/live/gate/${gate}`)).status).toBe(401);
  expect((await fetch(`${app.url}/gate/${gate}/camera/c1`)).status).toBe(403);
  expect(await rpc.gate.choices.query({})).toEqual({ isLetIn: false, gates: [] });
  const mark = { gate, sheetId: 's'.repeat(22) as SheetId, personId: 'p'.repeat(22) as PersonId };
  expect(refusalOf(await rpc.gate.withdraw.mutate(mark))).toBe('not-a-kiosk');
  // Paired as a kiosk it takes numbers, and still sees nobody's name.
  const pair = async (page: 'kiosk' | 'attendance') => {
    const { pairingId, code } = accepted(await rpc.pairing.begin.mutate({ page }));
    accepted(app.site.pairing.approve({ code, name: page, by: 'staff-head' as StaffId }));
    accepted(await rpc.pairing.claim.mutate({ pairingId }));
  };
  await pair('kiosk');
  expect((await rpc.gate.choices.query({})).isLetIn).toBe(false);
  await pair('attendance');
  expect(await rpc.gate.choices.query({})).toEqual({
    isLetIn: true,
    gates: [{ id: gate, name: { vi: 'Cửa', en: 'Door' } }],
  });
});

it('a site without faces: its gate says so, and takes cards', async () => {
  using temporary = temporaryFolder();
  await using app = await startApp({
    folder: temporary.folder,
    configure: (text) => `${noDevices(text)}
attendance: { gates: [{ id: ${gate}, name: { vi: Cửa, en: Door } }] }
`,
  });
  const ids = await addPeople(app.site, [{ code: 'CB01', name: 'Lê Chi', group: '', card: null }], () => 'x' as never);
  await openMeeting(app.site, Date.now(), [...ids.values()]);
  await until('the session', async () => (await gateView(app.url)).sessions.length === 1);
  expect(await gateView(app.url)).toMatchObject({ faces: 'off', sessions: [{ title: 'Họp giao ban', expected: 1 }] });
  const { rpc } = createHostClient(app.url);
  expect(accepted(await rpc.gate.present.mutate({ gate, reading: { kind: 'code', text: 'CB01' } }))).toMatchObject({
    kind: 'named',
  });
});
