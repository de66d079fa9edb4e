// Gates of the whole host with devices of their own: a network camera over real HTTP, a card reader and a scanner of the rack.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GateLook, pictureHeaders } from '../../contract/gate.ts';
import { startRackUnderTest, until } from '../../drivers/core/test-kit.ts';
import { createFaceEngine, type FaceEngine } from '../../models/engine/engine.ts';
import { defaultPack, oneFace } from '../../test/models/pack.ts';
import { walkUp } from '../../test/models/walk.ts';
import { atGateHost, gateId } from '../../test/support/gate-host.ts';
import { startNetworkCamera } from '../../test/support/network-camera.ts';
import { accepted } from '../../test/support/site.ts';

let engine: FaceEngine;
beforeAll(async () => {
  engine = accepted(await createFaceEngine(await defaultPack(), { visionThreads: 1 }));
}, 60_000);
afterAll(() => engine.close());

const card = { technology: 'em4100', number: '67003b51c6' } as const;

it('a network camera: its picture is on the screen of the gate, who walks past is on the sheet, and a camera that freezes is named', async () => {
  const walk = await walkUp(await oneFace('an'), { frames: 12, seed: 9 });
  await using camera = await startNetworkCamera(walk);
  await atGateHost(
    {
      engine,
      card,
      gate: ', cameras: [cam-cua]',
      devices: `devices: [{ id: cam-cua, driver: camera-mjpeg, label: Camera cửa, url: "${camera.url}" }]\n`,
    },
    async ({ app, view, row }) => {
      await until('her mark', () => row('CB01').arrivedBy === 'face', 20_000);
      const picture = await fetch(`${app.url}/gate/${gateId}/camera/cam-cua?after=0`);
      expect([picture.status, picture.headers.get('content-type'), picture.headers.get('cache-control')]).toEqual([
        200,
        'image/jpeg',
        'no-store',
      ]);
      const bytes = Buffer.from(await picture.arrayBuffer());
      expect(walk.some((one) => one.equals(bytes))).toBe(true);
      const look: GateLook = JSON.parse(decodeURIComponent(picture.headers.get(pictureHeaders.look) ?? ''));
      expect(look.tracks[0]?.outcome).toMatchObject({ kind: 'named', passage: { name: 'Nguyễn Thị An' } });
      expect((await view()).cameras).toEqual([{ id: 'cam-cua', label: 'Camera cửa', state: 'ready' }]);
      camera.show(walk.slice(0, 1));
      await until('the frozen camera', async () => (await view()).cameras[0]?.state === 'frozen', 15_000);
      camera.show(walk);
      await until('the camera again', async () => (await view()).cameras[0]?.state === 'ready', 15_000);
      await camera[Symbol.asyncDispose]();
      await until('the lost camera', async () => (await view()).cameras[0]?.state === 'lost', 15_000);
      // An old picture is nobody's.
      const after = fetch(`${app.url}/gate/${gateId}/camera/cam-cua?after=0`);
      expect((await after).status).toBe(204);
    },
  );
}, 90_000);

it('four cameras over one gate at once: each names her on its picture, and the sheet has her once', async () => {
  const walk = await walkUp(await oneFace('an'), { frames: 12, seed: 11 });
  await using ending = new AsyncDisposableStack();
  const ids = ['cam-1', 'cam-2', 'cam-3', 'cam-4'];
  const lines: string[] = [];
  for (const id of ids) {
    const camera = ending.use(await startNetworkCamera(walk));
    lines.push(`  - { id: ${id}, driver: camera-mjpeg, label: Camera ${id}, url: "${camera.url}" }`);
  }
  await atGateHost(
    { engine, card, gate: `, cameras: [${ids.join(', ')}]`, devices: `devices:\n${lines.join('\n')}\n` },
    async ({ app, view, row }) => {
      const look = async (id: string): Promise<GateLook> => {
        const picture = await fetch(`${app.url}/gate/${gateId}/camera/${id}?after=0`);
        return JSON.parse(decodeURIComponent(picture.headers.get(pictureHeaders.look) ?? 'null'));
      };
      for (const id of ids) await until(id, async () => (await look(id))?.tracks[0]?.outcome.kind === 'named', 20_000);
      expect((await view()).cameras.map(({ id, state }) => [id, state])).toEqual(ids.map((id) => [id, 'ready']));
      const arrivals = app.site.db.prepare(`SELECT count(*) FROM journal WHERE type = 'person-arrived'`).pluck();
      expect(arrivals.get()).toBe(1);
      expect(row('CB01').arrivedBy).toBe('face');
    },
  );
}, 90_000);

it('a card at the reader of the gate and a code at its scanner: both on the sheet, and neither is a ticket of the queue', async () => {
  const rack = await startRackUnderTest([
    { kind: 'card-reader-rdm6300', id: 'reader', listen: { tcp: 0 } },
    { kind: 'scanner-serial', id: 'scanner', suffix: 'crlf', listen: { tcp: 0 } },
  ]);
  await using ending = new AsyncDisposableStack();
  ending.defer(() => rack.close());
  const [reader, scanner] = (await rack.state()).devices.map(({ url }) => url);
  await atGateHost(
    {
      engine,
      card,
      gate: ', cardReader: dau-cua, scanner: quet-cua',
      devices: `devices:
  - { id: dau-cua, driver: card-reader-rdm6300, label: Đầu đọc cửa, url: "${reader}" }
  - { id: quet-cua, driver: scanner-serial, label: Máy quét cửa, url: "${scanner}" }
`,
    },
    async ({ app, view, row }) => {
      const queued: unknown[] = [];
      app.cards.onPresented((presented) => void queued.push(presented));
      await until('both devices', () => app.health().state === 'ok');
      await rack.act({ device: 'reader', verb: 'hold-card', card: card.number });
      await until('her mark', () => row('CB01').arrivedBy === 'card');
      expect(await view()).toMatchObject({
        takes: { cards: true, codes: true },
        notice: { answer: { kind: 'named', passage: { name: 'Nguyễn Thị An' } } },
      });
      await rack.act({ device: 'reader', verb: 'take-card' });
      await rack.act({ device: 'reader', verb: 'hold-card', card: '0100000001' });
      await until('the stranger’s card', async () => (await view()).notice?.answer.kind === 'unknown-card');
      await rack.act({ device: 'scanner', verb: 'scan', text: 'CB02' });
      await until('his mark', () => row('CB02').arrivedBy === 'code');
      expect(queued).toEqual([]);
    },
  );
}, 60_000);
