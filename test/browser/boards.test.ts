// The large screens of a hall: three layouts, pictures, an emergency, and a hundred calls at once.
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStory, type Story } from '../support/browser.ts';
import { createHostClient } from '../support/client.ts';
import { accepted, counters, newKey, services } from '../support/site.ts';
import { judge } from './look.ts';

let story: Story;
beforeAll(async () => {
  story = await openStory({
    configure: (text) =>
      text.replace(
        'devices:\n',
        '  - { id: danh-sach, name: { vi: Danh sách, en: List }, layout: list, speaks: false }\ndevices:\n',
      ),
  });
}, 120_000);
afterAll(() => story[Symbol.asyncDispose]());

const wide = { width: 1920, height: 1080 };
const tall = { width: 1080, height: 1920 };

it('four layouts, both ways up; a picture is sent and shown, a broken one is refused; an emergency stands over everything', async () => {
  const manager = await story.open(`${story.hall.url}/manager/`, { width: 1440, height: 900 });
  await manager.getByTestId('demo-truong').click();
  await manager.getByTestId('login-enter').click();
  await manager.getByTestId('manager-tab-boards').click();
  await manager.getByTestId('board-preview-khu-cho').waitFor();
  const buffer = await sharp({ create: { width: 1280, height: 720, channels: 3, background: '#1f6f8b' } })
    .composite([
      { input: Buffer.from('<svg width="1280" height="720"><circle cx="640" cy="360" r="240" fill="#ffc233"/></svg>') },
    ])
    .png()
    .toBuffer();
  await manager.getByTestId('media-file').setInputFiles({ name: 'Chào mừng.png', mimeType: 'image/png', buffer });
  await manager.getByTestId('manager-said').getByText('Đã thêm Chào mừng.png').waitFor();
  await manager.getByTestId('media-file').setInputFiles({
    name: 'Nghỉ lễ.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Nghỉ Tết Dương lịch\nngày 1/1/2027'),
  });
  await manager.getByTestId('manager-said').getByText('Đã thêm Nghỉ lễ.txt').waitFor();
  await manager
    .getByTestId('media-file')
    .setInputFiles({ name: 'Cắt dở.png', mimeType: 'image/png', buffer: buffer.subarray(0, 500) });
  await manager.getByTestId('boards-media').getByRole('alert').waitFor();
  await story.picture(manager, 'boards-manager');
  const { serious, smallTargets, spills } = await judge(manager, { targetPx: 56, textPx: 14 });
  expect({ serious, smallTargets, spills }).toEqual({ serious: [], smallTargets: [], spills: [] });

  await manager.getByRole('button', { name: 'Lịch chiếu… Nghỉ lễ.txt' }).click();
  for (const other of ['sanh', 'quay-dat-dai', 'danh-sach']) await manager.getByTestId(`media-plan-${other}`).uncheck();
  await manager.getByTestId('media-plan-from').fill('2026-12-25');
  await manager.getByTestId('media-plan-until').fill('2026-12-24');
  await manager.getByTestId('media-plan').getByRole('alert').waitFor();
  await manager.getByTestId('media-plan-until').fill('2027-01-01');
  await story.picture(manager, 'boards-media-plan');
  const dialog = await judge(manager, { targetPx: 56, textPx: 14 });
  expect([dialog.serious, dialog.smallTargets, dialog.spills]).toEqual([[], [], []]);
  await manager.getByTestId('media-plan-save').click();
  await manager
    .getByTestId('media-when-Nghỉ lễ.txt')
    .getByText('Bảng khu chờ · từ 25/12/2026 đến 01/01/2027')
    .waitFor();
  await story.picture(manager, 'boards-media-planned');

  const { rpc } = createHostClient(story.hall.url);
  for (let person = 0; person < 9; person += 1)
    accepted(await rpc.kiosk.issue.mutate({ serviceId: services.land, language: 'vi', key: newKey() }));
  const clerk = createHostClient(story.hall.url);
  accepted(await clerk.rpc.staff.login.mutate({ login: 'minh', password: 'hoasua-minh', counterId: counters.three }));
  const { ticketId } = accepted(await clerk.rpc.counter.next.mutate({ key: newKey() }));
  accepted(await clerk.rpc.counter.step.mutate({ step: 'start', ticketId }));

  for (const [name, path] of [
    ['calls', '/board/'],
    ['list', '/board/danh-sach/'],
    ['media', '/board/khu-cho/'],
    ['counters', '/board/quay-dat-dai/'],
  ] as const)
    for (const [way, size] of [
      ['landscape', wide],
      ['portrait', tall],
    ] as const) {
      const page = await story.open(`${story.hall.url}${path}`, size);
      await page.getByTestId('board-number').getByText('H001').waitFor();
      if (name === 'media')
        await page.waitForFunction(
          () => (document.querySelector('.media img') as HTMLImageElement | null)?.naturalWidth === 1280,
        );
      await story.picture(page, `board-${name}-${way}`);
      const look = await judge(page, { targetPx: 56, textPx: 14 });
      expect([look.serious, look.scrolls]).toEqual([[], false]);
      await page.context().close();
    }

  const board = await story.open(`${story.hall.url}/board/`, wide);
  const kiosk = await story.open(`${story.hall.url}/kiosk/`, tall);
  await manager.getByTestId('boards-raise').click();
  await manager.getByTestId('boards-raise-sure').click();
  await board.getByTestId('board-emergency').waitFor();
  await kiosk.getByTestId('kiosk-emergency').waitFor();
  await story.device('bang-chu', 'message-board-alpha', ({ lines }) => /KH.N C.P|M.t .i.n/.test(lines.join(' ')));
  await story.picture(board, 'board-emergency');
  await story.picture(kiosk, 'kiosk-emergency');
  await story.picture(manager, 'boards-manager-emergency');
  await manager.getByTestId('boards-end').click();
  await board.getByTestId('board-headline').waitFor();
  await kiosk.getByTestId('kiosk-home').waitFor();
  expect(story.mishaps).toEqual([]);
}, 120_000);

it('strangers change nothing: no file is taken, none outside of the folder is given', async () => {
  const url = `${story.hall.url}/media/x.png`;
  const sent = await fetch(url, { method: 'PUT', headers: { 'content-type': 'application/octet-stream' }, body: 'x' });
  expect(sent.status).toBe(401);
  for (const name of ['..%2fmotcua.db', 'motcua.db', '%2e%2e/%2e%2e/etc/passwd'])
    expect((await fetch(`${story.hall.url}/media/${name}`)).status, name).toBe(404);
  expect((await fetch(`${story.hall.url}/live/board/khong-co`)).status).toBe(404);
  expect((await fetch(`${story.hall.url}/board/khong-co/`)).status).toBe(404);
});
