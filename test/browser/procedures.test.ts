// Procedures in a real browser: the kiosk's glass, a phone, the administrator's desk.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { launchBrowser, openStory, type Story } from '../support/browser.ts';
import { createHostClient } from '../support/client.ts';
import { temporaryFolder } from '../support/site.ts';
import { judge } from './look.ts';

let story: Story;
beforeAll(async () => {
  story = await openStory();
});
afterAll(() => story[Symbol.asyncDispose]());

const clean = { serious: [], scrolls: false, spills: [], smallTargets: [], smallTexts: [] };
const kioskLimits = { targetPx: 88, textPx: 28 };
const staffLimits = { targetPx: 56, textPx: 14 };
const phoneLimits = { targetPx: 56, textPx: 17 };
const phone = { width: 360, height: 740 };
const type = async (page: Page, letters: string) => {
  for (const letter of letters) await page.getByTestId(letter === ' ' ? 'key-space' : `key-${letter}`).click();
};

describe.each([
  ['portrait', { width: 1080, height: 1920 }],
  ['landscape', { width: 1920, height: 1080 }],
])('at the kiosk in %s', (orientation, size) => {
  it('letters on the glass find a procedure; it is read page by page and its number is taken', async () => {
    const kiosk = await story.open(`${story.hall.url}/kiosk/`, size);
    const look = async (name: string) => {
      await story.picture(kiosk, `kiosk-${orientation}-${name}`);
      expect(await judge(kiosk, kioskLimits), name).toEqual(clean);
    };
    await kiosk.getByTestId('kiosk-look-up').click();
    await kiosk.getByTestId('search-field').first().waitFor();
    await look('look-up');
    await type(kiosk, 'xoong');
    expect(await kiosk.getByTestId('search-typed').inputValue()).toBe('xoong');
    await type(kiosk, 'zzz');
    await kiosk.getByTestId('search-none').waitFor();
    await look('look-up-none');
    await kiosk.getByTestId('key-clear').click();
    await type(kiosk, 'dat');
    await kiosk.getByTestId('search-take-dat-dai').waitFor();
    await kiosk.getByTestId('search-next').click();
    await look('look-up-many');
    await kiosk.getByTestId('key-erase').click();
    await kiosk.getByTestId('key-clear').click();
    await type(kiosk, 'ket hon');
    const found = kiosk.getByTestId('search-found').first();
    await kiosk.getByText('Đăng ký kết hôn').first().waitFor();
    await look('look-up-found');
    await found.click();
    await kiosk.getByTestId('kiosk-procedure').waitFor();
    await kiosk.getByTestId('procedure-sample').waitFor();
    await look('procedure');
    await kiosk.getByTestId('kiosk-text-size').click();
    await kiosk.getByTestId('procedure-next').click();
    await look('procedure-large');
    await kiosk.getByTestId('kiosk-language').click();
    await look('procedure-english');
    await kiosk.getByTestId('procedure-back').click();
    await kiosk.getByTestId('search-found').first().waitFor();
    await look('look-up-large-english');
    await kiosk.getByTestId('search-found').first().click();
    await kiosk.getByTestId('procedure-take').click();
    await kiosk.getByTestId('kiosk-result').waitFor();
    expect(story.mishaps).toEqual([]);
    await kiosk.context().close();
  }, 90_000);
});

it('every page of a procedure at the kiosk can be reached, and nothing of it is cut', async () => {
  const kiosk = await story.open(`${story.hall.url}/kiosk/`, { width: 1920, height: 1080 });
  await kiosk.getByTestId('kiosk-text-size').click();
  await kiosk.getByTestId('kiosk-look-up').click();
  await type(kiosk, 'so do lan dau');
  await kiosk.getByTestId('search-found').first().click();
  await kiosk.getByTestId('kiosk-procedure').waitFor();
  const seen = new Set<string>();
  for (;;) {
    const here = await kiosk.getByTestId('procedure-pages').evaluate((box) => {
      const frame = box.getBoundingClientRect();
      const isWhole = (item: Element) => {
        const { left, right, top, bottom } = item.getBoundingClientRect();
        return left >= frame.left - 1 && right <= frame.right + 1 && top >= frame.top - 1 && bottom <= frame.bottom + 1;
      };
      return [...box.querySelectorAll('li')].filter(isWhole).map(({ textContent }) => textContent ?? '');
    });
    for (const text of here) seen.add(text);
    const next = kiosk.getByTestId('procedure-next');
    if (await next.isDisabled()) break;
    await next.click();
  }
  const all = await kiosk.getByTestId('procedure-pages').locator('li').allTextContents();
  expect([...seen].sort()).toEqual([...all].sort());
  expect(all.length).toBeGreaterThan(6);
  await kiosk.context().close();
}, 60_000);

it('what one citizen looked for is gone before the next one stands there', async () => {
  const kiosk = await story.open('about:blank', { width: 1080, height: 1920 });
  await kiosk.clock.install();
  await kiosk.goto(`${story.hall.url}/kiosk/`);
  await kiosk.getByTestId('kiosk-look-up').click();
  await type(kiosk, 'ly hon');
  await kiosk.getByTestId('search-found').first().waitFor();
  await kiosk.clock.fastForward(16_000);
  await kiosk.getByTestId('kiosk-idle').waitFor();
  await kiosk.clock.fastForward(11_000);
  await kiosk.getByTestId('kiosk-home').waitFor();
  await kiosk.getByTestId('kiosk-look-up').click();
  expect(await kiosk.getByTestId('search-typed').inputValue()).toBe('');
  await kiosk.context().close();
}, 60_000);

it('a poster’s code opens a light page on a phone; from there one searches, goes back and books', async () => {
  const page = await story.open(`${story.hall.url}/procedures/?code=MAU-HT-06`, phone);
  let bytes = 0;
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.reload();
  await page.getByTestId('procedure').waitFor();
  expect(bytes).toBeGreaterThan(5_000);
  expect(bytes).toBeLessThan(60_000);
  await page.getByTestId('procedure-sample').waitFor();
  const look = async (name: string) => {
    await story.picture(page, `phone-${name}`);
    expect(await judge(page, phoneLimits), name).toEqual({ ...clean, scrolls: expect.any(Boolean) });
  };
  await look('procedure');
  await page.getByTestId('procedures-language').click();
  await look('procedure-english');
  await page.getByTestId('procedures-language').click();
  await page.getByTestId('procedure-search').click();
  await page.getByTestId('procedures-field').first().waitFor();
  await look('procedures-fields');
  await page.getByTestId('procedures-typed').fill('DANG KI tam tru');
  await page.getByText('Đăng ký tạm trú').waitFor();
  await look('procedures-found');
  await page.getByTestId('procedures-typed').fill('KHAI SNIH');
  await page.getByText('Gần nhất').waitFor();
  await page.getByTestId('procedures-typed').fill('<b>xyzzy');
  await page.getByTestId('procedures-none').waitFor();
  await look('procedures-none');
  await page.getByTestId('procedures-typed').fill('khai tử');
  await page.getByTestId('procedures-found').first().click();
  await page.getByTestId('procedure').waitFor();
  await page.goBack();
  expect(await page.getByTestId('procedures-typed').inputValue()).toBe('khai tử');
  await page.goForward();
  await page.getByTestId('procedure-book').click();
  await page.locator('.day').first().waitFor();
  await page.goto(`${story.hall.url}/procedures/?code=KHONG-CO`);
  await page.getByTestId('procedure-unknown').waitFor();
  await look('procedure-unknown');
  expect(story.mishaps).toEqual([]);
  await page.context().close();
}, 90_000);

const bad = 'Mã;Tên thủ tục;Lĩnh vực;Lệ phí;Dịch vụ lấy số\nA1;Một;Hộ tịch;=1+1;ho-tich\nA1;Hai;;nhiều lắm;thue\n';
const good =
  'Mã;Tên thủ tục;Lĩnh vực;Lệ phí;Dịch vụ lấy số\nMAU-HT-01;Đăng ký khai sinh (mới);Hộ tịch;miễn phí;ho-tich\nX-1;Thủ tục của phường;Việc phường;5.000;\n';

it('an administrator sees what a file is wrong in, mends it, sees what it changes, stores it, and prints a poster', async () => {
  const page = await story.open(`${story.hall.url}/manager/`, { width: 1440, height: 900 });
  await page.getByTestId('demo-truong').click();
  await page.getByTestId('login-enter').click();
  await page.getByTestId('manager-tab-procedures').click();
  await page.getByTestId('procedure-MAU-HT-01').waitFor();
  const look = async (name: string) => {
    await story.picture(page, `manager-procedures${name}`);
    expect(await judge(page, staffLimits), name).toEqual({ ...clean, scrolls: expect.any(Boolean) });
  };
  await look('');
  const choose = (name: string, text: string | Buffer) =>
    page.getByTestId('procedures-file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await choose('danh-muc.csv', bad);
  await page.getByText('Dòng 3, cột “Dịch vụ lấy số”').waitFor();
  await page.getByText('Ô là công thức').waitFor();
  expect(await page.getByTestId('procedures-store').count()).toBe(0);
  await look('-wrong');
  await choose('danh-muc.doc', 'x');
  await page.getByText('không phải .xlsx hay .csv').waitFor();
  await choose('lon.csv', Buffer.alloc(2 * 1024 * 1024 + 1));
  await page.getByText('Tệp lớn hơn 2 MB').waitFor();
  await choose('danh-muc.csv', good);
  await page.getByText('1 thủ tục mới').waitFor();
  await page.getByTestId('procedures-mode-replace').click();
  await page.getByText('96 thủ tục bị xoá').waitFor();
  await look('-preview');
  await page.getByTestId('procedures-mode-update').click();
  await page.getByText('96 thủ tục bị xoá').waitFor({ state: 'detached' });
  await page.getByTestId('procedures-store').click();
  await page.getByTestId('procedure-X-1').waitFor();
  await page.getByTestId('procedures-filter').fill('viec phuong');
  await page.getByText('1 thủ tục', { exact: true }).waitFor();
  await page.getByTestId('manager-language').click();
  await look('-stored-english');
  const mixed = await story.open(`${story.hall.url}/procedures/?q=dang+ky+khai+sinh`, phone);
  // The row of the file is no sample, the others are.
  await mixed.getByText('Đăng ký khai sinh (mới)').waitFor();
  const marked = await mixed.getByTestId('procedures-found').filter({ hasText: 'MẪU' }).count();
  expect(marked).toBe((await mixed.getByTestId('procedures-found').count()) - 1);
  await story.picture(mixed, 'phone-procedures-mixed');
  await mixed.context().close();
  const poster = await page.request.get(`${story.hall.url}/manage/posters.pdf?code=X-1&size=A3`);
  expect(poster.headers()['content-type']).toBe('application/pdf');
  expect((await poster.body()).subarray(0, 5).toString()).toBe('%PDF-');
  const table = await (await page.request.get(`${story.hall.url}/manage/procedures.csv`)).text();
  expect(table).toContain('X-1,Thủ tục của phường');
  const workbook = await page.request.get(`${story.hall.url}/manage/procedures.xlsx`);
  await page.getByTestId('procedures-file').setInputFiles({
    name: 'thu-tuc.xlsx',
    mimeType: workbook.headers()['content-type'] ?? '',
    buffer: await workbook.body(),
  });
  await page.getByText('The file is the same as the list.').waitFor();
  await page.context().close();
}, 90_000);

it('nobody but an administrator hands in a file, fetches the table or draws posters', async () => {
  const send = (path: string, init: RequestInit = {}) => fetch(`${story.hall.url}/manage/${path}`, init);
  const body = { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: good };
  expect((await send('procedures?name=a.csv&mode=replace&do=store', body)).status).toBe(401);
  expect((await send('procedures.csv')).status).toBe(401);
  expect((await send('posters.pdf')).status).toBe(401);
  const reception = createHostClient(story.hall.url);
  await reception.rpc.office.login.mutate({ login: 'hoa', password: 'hoasua-hoa' });
  const headers = { ...body.headers, cookie: reception.cookie() };
  expect((await send('procedures?name=a.csv&mode=replace&do=store', { ...body, headers })).status).toBe(403);
});

describe('a hall of another kind', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  let app: TestApp;
  let browser: Browser;
  const extra = [
    ...Array.from({ length: 7 }, (_, at) => [`bt-${at}`, `Trợ cấp loại ${at + 1}`, 'Bảo trợ xã hội']),
    ...Array.from({ length: 6 }, (_, at) => [`kd-${at}`, `Hộ kinh doanh, việc ${at + 1}`, 'Kinh doanh']),
  ];
  beforeAll(async () => {
    temporary = temporaryFolder();
    const lines = extra.map(
      ([id, name, field]) =>
        `  - { id: ${id}, name: { vi: "${name}", en: "${name}" }, series: a, field: { vi: ${field}, en: ${field} } }`,
    );
    app = await startApp({
      folder: temporary.folder,
      configure: (text) =>
        text
          .replace(/^services:$/m, `services:\n${lines.join('\n')}`)
          .replace('services: [chung-thuc]', `services: [chung-thuc, ${extra.map(([id]) => id).join(', ')}]`),
    });
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await app.stop();
    temporary[Symbol.dispose]();
  });

  it('seventeen services stand behind their fields; a field opens, and leads back', async () => {
    for (const size of [
      { width: 1080, height: 1920 },
      { width: 1920, height: 1080 },
    ]) {
      const kiosk = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
      await kiosk.goto(`${app.url}/kiosk/`);
      await kiosk.getByTestId('kiosk-field-bt-0').waitFor();
      const look = async (name: string) => {
        await story.picture(kiosk, `kiosk-${size.width}-${name}`);
        expect(await judge(kiosk, kioskLimits), name).toEqual(clean);
      };
      await look('fields');
      await kiosk.getByTestId('kiosk-field-bt-0').click();
      await kiosk.getByTestId('kiosk-service-bt-1').waitFor();
      await look('in-field');
      await kiosk.getByTestId('kiosk-all-fields').click();
      await kiosk.getByTestId('kiosk-field-kd-0').click();
      await kiosk.getByTestId('kiosk-service-kd-2').click();
      await kiosk.getByTestId('kiosk-result').waitFor();
      await kiosk.close();
    }
  }, 60_000);

  it('without a catalogue the phone and the glass say so, and services are still found by name', async () => {
    await app.site.procedures.import({ procedures: [], problems: [], mode: 'replace' }, null);
    const page = await browser.newPage({ viewport: phone });
    await page.goto(`${app.url}/procedures/`);
    await page.getByTestId('procedures-empty').waitFor();
    await story.picture(page, 'phone-procedures-empty');
    await page.close();
    const kiosk = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    await kiosk.goto(`${app.url}/kiosk/`);
    await kiosk.getByTestId('kiosk-look-up').click();
    await kiosk.getByTestId('search-none').waitFor();
    await story.picture(kiosk, 'kiosk-look-up-empty');
    await type(kiosk, 'tro cap');
    await kiosk.getByTestId('search-take-bt-0').click();
    await kiosk.getByTestId('kiosk-result').waitFor();
    await kiosk.close();
  }, 60_000);
});
