// A remark with a photo on a phone, answered at the manager's page, read by its writer; and the code of the page at the kiosk.
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstLoadBytes, openStory, type Story } from '../support/browser.ts';
import { judge } from './look.ts';

let story: Story;
beforeAll(async () => {
  story = await openStory();
});
afterAll(() => story[Symbol.asyncDispose]());

const phone = { width: 360, height: 740 };
const limits = { targetPx: 56, textPx: 17 };

it('written with a photo on a phone, handed on and answered, objected to; at most 40 KB are loaded first', async () => {
  const page = await story.open(`${story.hall.url}/remarks/`, phone);
  const bytes = await firstLoadBytes(page, 'remark-text');
  expect(bytes).toBeGreaterThan(5_000);
  expect(bytes).toBeLessThan(40_000);
  await page.getByTestId('remark-send').click();
  await page.getByText('Chưa có nội dung').waitFor();
  await page.getByTestId('remark-kind-report').check();
  await page.getByTestId('remark-text').fill('Đèn nhà xe hỏng đã một tuần, buổi tối không thấy đường dắt xe ra.');
  await page.getByTestId('remark-place').selectOption('nha-xe');
  const photo = await sharp({ create: { width: 2400, height: 1600, channels: 3, background: '#7a8f5a' } })
    .jpeg()
    .toBuffer();
  await page.getByTestId('remark-photo').setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: photo });
  await page.getByTestId('remark-photo-chosen').waitFor();
  const { serious, smallTargets, smallTexts } = await judge(page, limits);
  expect({ serious, smallTargets, smallTexts }).toEqual({ serious: [], smallTargets: [], smallTexts: [] });
  await page.screenshot({ path: 'dist/screenshots/remark-write.png', fullPage: true });
  await page.getByTestId('remark-send').click();
  await page.locator('[data-testid="remark-photo-way"][data-at="sent"]').waitFor();
  await page.screenshot({ path: 'dist/screenshots/remark-receipt.png', fullPage: true });
  expect((await judge(page, limits)).serious).toEqual([]);
  await page.getByTestId('remark-read').click();
  await page.getByTestId('remark-photo-kept').waitFor();

  const desk = await story.open(`${story.hall.url}/manager/`, { width: 1366, height: 900 });
  await desk.evaluate(() =>
    fetch('/rpc/office.login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'truong', password: 'hoasua-truong' }),
    }),
  );
  await desk.reload();
  await desk.getByTestId('remark-mark').waitFor();
  await desk.getByTestId('manager-tab-remarks').click();
  await desk.getByTestId('remark-line-1').click();
  await desk.getByTestId('remark-unit').selectOption('dia-chinh');
  await desk.getByTestId('remark-why').fill('Chiếu sáng do Địa chính phụ trách');
  await story.picture(desk, 'remark-desk-route');
  await desk.getByTestId('remark-act').click();
  await desk.getByTestId('remark-answer').fill('Đã thay bóng đèn nhà xe chiều nay. Cảm ơn ông/bà.');
  await desk.getByTestId('remark-draft').click();
  await desk.getByText('Nháp của').waitFor();
  expect((await judge(desk, limits)).serious).toEqual([]);
  await story.picture(desk, 'remark-desk-answer');
  await desk.getByTestId('remark-act').click();
  await desk.getByText('Không có góp ý nào ở đây').waitFor();
  await desk.getByTestId('remark-show-ended').click();
  await desk.getByTestId('remark-line-1').waitFor();
  await story.picture(desk, 'remark-desk-ended');

  await page.getByTestId('remark-refresh').click();
  await page.getByText('Đã thay bóng đèn nhà xe').waitFor();
  await page.screenshot({ path: 'dist/screenshots/remark-read.png', fullPage: true });
  await page.getByTestId('remark-object').click();
  await page.getByTestId('remark-object-text').fill('Tối qua vẫn chưa sáng.');
  await page.getByTestId('remark-object-send').click();
  await page.locator('[data-testid="remark"][data-state="routed"]').waitFor();
  expect(await page.getByText('Địa chính phụ trách').count()).toBe(0);
  await page.goto(`${story.hall.url}/remarks/#t=${'x'.repeat(22)}`);
  await page.reload();
  await page.getByTestId('remark-unknown').waitFor();
  expect(story.mishaps).toEqual([]);
  await page.context().close();
  await desk.context().close();
}, 90_000);

it.each([
  ['portrait', { width: 1080, height: 1920 }],
  ['landscape', { width: 1920, height: 1080 }],
] as const)(
  'the kiosk shows the code of the page, %s',
  async (name, size) => {
    const kiosk = await story.open(`${story.hall.url}/kiosk/`, size);
    await kiosk.getByTestId('kiosk-remark').waitFor();
    await story.picture(kiosk, `kiosk-home-remark-${name}`);
    await kiosk.getByTestId('kiosk-remark').click();
    await kiosk.locator('[data-testid="kiosk-remark-page"] .qr').waitFor();
    await story.picture(kiosk, `kiosk-remark-${name}`);
    const { serious, smallTargets, scrolls, spills } = await judge(kiosk, { targetPx: 80, textPx: 24 });
    expect({ serious, smallTargets, scrolls, spills }).toEqual({
      serious: [],
      smallTargets: [],
      scrolls: false,
      spills: [],
    });
    await kiosk.getByTestId('remark-done').click();
    await kiosk.getByTestId('kiosk-home').waitFor();
    await kiosk.context().close();
  },
  30_000,
);
