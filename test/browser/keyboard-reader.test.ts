// A card reader in keyboard mode at the kiosk and at a counter, with a real Chromium: its keys come with the times of a
// reader, those of a person with theirs.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PresentedCard } from '../../main/services/cards/index.ts';
import { buildScreens } from '../../tools/build-screens.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { temporaryFolder } from '../support/site.ts';

const ending = new AsyncDisposableStack();
let browser: Browser;
let app: TestApp;
const told: PresentedCard[] = [];

beforeAll(async () => {
  await buildScreens();
  const temporary = ending.use(temporaryFolder());
  const configure = (text: string) =>
    text.replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '').replace(/^devices:[\s\S]*$/m, '');
  app = ending.use(await startApp({ folder: temporary.folder, configure }));
  app.cards.onPresented((card) => void told.push(card));
  browser = await launchBrowser();
  ending.defer(() => browser.close());
});
afterAll(() => ending.disposeAsync());

const open = async (path: string, testId: string): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1024 } });
  await page.goto(`${app.url}${path}`);
  await page.getByTestId(testId).first().waitFor();
  return page;
};

/** Keys go down `everyMs` apart, by the clock of their events, and all at once by ours. */
const type = async (page: Page, keys: readonly string[], everyMs: number): Promise<void> => {
  const cdp = await page.context().newCDPSession(page);
  const startS = Date.now() / 1000;
  await Promise.all(
    keys.flatMap((key, index) => {
      const text = key === 'Enter' ? '\r' : key.length === 1 ? key : '';
      const timestamp = startS + (index * everyMs) / 1000;
      return [
        cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text, timestamp }),
        cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp }),
      ];
    }),
  );
  await cdp.detach();
};
const card = (text: string): string[] => [...text, 'Enter'];

/** Every key that a listener of the page heard, from now on. */
const listen = (page: Page) =>
  page.evaluate(() => {
    const keys: string[] = [];
    Object.assign(globalThis, { heardKeys: keys });
    window.addEventListener('keydown', (event) => void keys.push(event.key));
  });
const heardBy = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { heardKeys: string[] }).heardKeys.join(''));

it('a card at the kiosk: the host is told its hash, the page hears no key; fast letters of a person are all heard', async () => {
  const page = await open('/kiosk/', 'kiosk-home');
  const before = told.length;
  await listen(page);
  await type(page, card('0003887558'), 3);
  await expect.poll(() => told.length).toBe(before + 1);
  expect(told.at(-1)).toMatchObject({ device: null, counterId: null, hash: expect.stringMatching(/^[\da-f]{64}$/) });
  expect(await heardBy(page)).toBe('');
  await type(page, [...'abc12', 'Enter'], 5);
  await expect.poll(() => heardBy(page)).toBe('abc12Enter');
  expect(told).toHaveLength(before + 1);
  await page.close();
});

it('a bank card at the kiosk: told in Vietnamese, and its number leaves the browser in no request', async () => {
  const page = await open('/kiosk/', 'kiosk-home');
  const sent: string[] = [];
  page.on('request', (request) => void sent.push(`${request.url()} ${request.postData() ?? ''}`));
  const notice = page.getByTestId('card-notice');
  const track = card('%B4111111111111111^TEST/CARD^2512101123400001?;4111111111111111=25121011000012300000?');
  // A browser that is slower than a reader takes it for a person who types; who is not noticed swipes again.
  do await type(page, track, 3);
  while (
    !(await notice.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    ))
  );
  expect(await notice.getAttribute('data-reason')).toBe('bank-card');
  expect(await notice.textContent()).toContain('Đây là thẻ ngân hàng');
  await page.screenshot({ path: 'dist/screenshots/kiosk-bank-card.png' });
  await expect.poll(() => sent.some((one) => one.includes('bank-card'))).toBe(true);
  expect(sent.join('\n')).not.toMatch(/4111|TEST/);
  await page.close();
}, 60_000);

it('a card at a counter, while its clerk is in a field: the field keeps what the clerk typed, and loses the card', async () => {
  const page = await open('/counter/', 'counter-login');
  await page.evaluate(async () => {
    const body = JSON.stringify({ login: 'lan', password: 'hoasua-lan', counterId: 'quay-1' });
    await fetch('/rpc/staff.login', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  });
  await page.reload();
  await page.getByTestId('counter-work').waitFor();
  await expect.poll(() => page.getByTestId('counter-work').getAttribute('data-live')).toBe('live');
  await page.evaluate(() => {
    const field = document.createElement('input');
    field.id = 'note';
    document.body.append(field);
    field.focus();
  });
  const before = told.length;
  await type(page, [...'ghi '], 90);
  await type(page, card('67003B51C6'), 3);
  await expect.poll(() => told.length).toBe(before + 1);
  expect(told.at(-1)).toMatchObject({ counterId: 'quay-1' });
  expect(await page.inputValue('#note')).toBe('ghi ');
  await page.close();
});
