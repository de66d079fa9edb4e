// What can be measured of a screen's looks: nothing serious for axe, targets for fingers, text for old eyes, a kiosk that
// never scrolls. Pictures land in dist/screenshots for people to judge the rest.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PriorityId } from '../../contract/ids.ts';
import { openStory, type Story } from '../support/browser.ts';
import { createHostClient } from '../support/client.ts';
import { accepted, newKey, services } from '../support/site.ts';
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

const issue = async () =>
  accepted(
    await createHostClient(story.hall.url).rpc.kiosk.issue.mutate({
      serviceId: services.copies,
      language: 'vi',
      key: newKey(),
    }),
  );

describe.each([
  ['portrait', { width: 1080, height: 1920 }],
  ['landscape', { width: 1920, height: 1080 }],
])('the kiosk in %s', (orientation, size) => {
  it('is legible, pressable and whole: home, large text, English, result', async () => {
    const kiosk = await story.open(`${story.hall.url}/kiosk/`, size);
    await kiosk.getByTestId('kiosk-home').waitFor();
    expect(await judge(kiosk, kioskLimits)).toEqual(clean);
    await story.picture(kiosk, `kiosk-${orientation}-home`);
    await kiosk.getByTestId('kiosk-text-size').click();
    expect(await judge(kiosk, kioskLimits)).toEqual(clean);
    await story.picture(kiosk, `kiosk-${orientation}-large`);
    await kiosk.getByTestId('kiosk-language').click();
    expect(await judge(kiosk, kioskLimits)).toEqual(clean);
    await story.picture(kiosk, `kiosk-${orientation}-english`);
    await kiosk.getByTestId('kiosk-service-cu-tru').click();
    await kiosk.getByTestId('kiosk-result').waitFor();
    expect(await judge(kiosk, kioskLimits)).toEqual(clean);
    await story.picture(kiosk, `kiosk-${orientation}-result-large-english`);
    await kiosk.context().close();
  }, 60_000);
});

it('the kiosk is used by keyboard alone', async () => {
  const kiosk = await story.open(`${story.hall.url}/kiosk/`, { width: 1080, height: 1920 });
  await kiosk.getByTestId('kiosk-home').waitFor();
  await kiosk.keyboard.press('Tab');
  for (let step = 0; step < 20; step += 1) {
    const focused = await kiosk.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? '');
    if (focused === 'kiosk-service-chung-thuc') break;
    await kiosk.keyboard.press('Tab');
  }
  await kiosk.keyboard.press('Enter');
  await kiosk.getByTestId('kiosk-result').waitFor();
  await kiosk.context().close();
}, 30_000);

it('the counter is legible before and after the log-in', async () => {
  const counter = await story.open(`${story.hall.url}/counter/`, { width: 1366, height: 768 });
  await counter.getByTestId('demo-minh').click();
  await counter.getByTestId('seat-quay-2').click();
  await story.picture(counter, 'counter-login');
  expect(await judge(counter, staffLimits)).toEqual(clean);
  await counter.getByTestId('login-enter').click();
  await counter.getByTestId('counter-work').waitFor();
  await story.picture(counter, 'counter-free');
  expect(await judge(counter, staffLimits)).toEqual(clean);
  await counter.getByTestId('counter-language').click();
  await story.picture(counter, 'counter-free-english');
  expect(await judge(counter, staffLimits)).toEqual(clean);
  await counter.context().close();
}, 30_000);

it('the counter at work is legible, pressable and whole, and so is each of its questions', async () => {
  for (const priority of ['khuyet-tat', 'mang-thai', 'co-cong'] as PriorityId[])
    await createHostClient(story.hall.url).rpc.kiosk.issue.mutate({
      serviceId: services.residence,
      language: 'vi',
      key: newKey(),
      priority,
    });
  const counter = await story.open(`${story.hall.url}/counter/`, { width: 1366, height: 768 });
  await counter.getByTestId('demo-minh').click();
  await counter.getByTestId('seat-quay-2').click();
  await counter.getByTestId('login-enter').click();
  const steps = [
    ['F2', 'counter-start', 'called'],
    ['F4', 'counter-finish', 'serving'],
    ['F6', 'transfer-dialog', 'transfer'],
    ['F7', 'hold-dialog', 'hold'],
    ['F8', 'result-dialog', 'result'],
    ['F3', 'service-dialog', 'add-service'],
    ['F10', 'note-dialog', 'note'],
    ['F1', 'pause-dialog', 'pause'],
  ] as const;
  await counter.getByTestId('counter-next').waitFor();
  for (const language of ['vi', 'en'])
    for (const [key, testId, name] of language === 'vi' ? steps : steps.slice(2)) {
      await counter.keyboard.press(key);
      await counter.getByTestId(testId).waitFor();
      expect([name, language, await judge(counter, staffLimits)]).toEqual([name, language, clean]);
      await story.picture(counter, `counter-look-${name}-${language}`);
      if (testId.endsWith('dialog')) {
        await counter.keyboard.press('Escape');
        await counter.getByTestId(testId).waitFor({ state: 'detached' });
      }
      if (name === 'pause' && language === 'vi') await counter.getByTestId('counter-language').click();
    }
  await counter.context().close();
}, 60_000);

it.each([
  ['landscape', { width: 1920, height: 1080 }],
  ['portrait', { width: 1080, height: 1920 }],
])(
  'the board in %s is whole',
  async (orientation, size) => {
    const board = await story.open(`${story.hall.url}/board/`, size);
    await board.getByTestId('board-clock').waitFor();
    await story.picture(board, `board-${orientation}`);
    expect(await judge(board, { targetPx: 44, textPx: 20 })).toEqual(clean);
    await board.context().close();
  },
  30_000,
);

it('the turn page on a phone is legible and says so politely when the code is unknown', async () => {
  const { turnUrl } = await issue();
  for (const [name, url] of [
    ['waiting', turnUrl],
    ['unknown', `${story.hall.url}/t/AAAAAAAAAAAAAAAAAAAAAA`],
  ] as const) {
    const phone = await story.open(url, { width: 360, height: 740 });
    await phone.getByTestId(name === 'waiting' ? 'phone-number' : 'phone-none').waitFor();
    await story.picture(phone, `phone-${name}`);
    const { serious, smallTargets, smallTexts } = await judge(phone, phoneLimits);
    expect({ serious, smallTargets, smallTexts }).toEqual({ serious: [], smallTargets: [], smallTexts: [] });
    await phone.context().close();
  }
}, 30_000);

it('the first page on a phone weighs at most 60 KB', async () => {
  const { turnUrl } = await issue();
  const phone = await story.open('about:blank', { width: 360, height: 740 });
  let bytes = 0;
  const session = await phone.context().newCDPSession(phone);
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await phone.goto(turnUrl);
  await phone.getByTestId('phone-number').waitFor();
  expect(bytes).toBeGreaterThan(5_000);
  expect(bytes).toBeLessThan(60_000);
  await phone.context().close();
}, 30_000);

it('the page of devices asks strangers to log in, and tells staff what is wrong first', async () => {
  const page = await story.open(`${story.hall.url}/devices/`, { width: 1366, height: 768 });
  await page.getByText('Trang này dành cho cán bộ').waitFor();
  await page.goto(`${story.hall.url}/counter/`);
  await page.evaluate(() =>
    fetch('/rpc/staff.login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'lan', password: 'hoasua-lan', counterId: 'quay-1' }),
    }),
  );
  await page.goto(`${story.hall.url}/devices/`);
  await page.locator('[data-testid="devices-den-led"][data-state="ready"]').waitFor();
  await story.act({ device: 'den-led', verb: 'unplug' });
  const card = page.locator('li').first();
  await card.getByText('Không thấy thiết bị').waitFor();
  expect(await card.getAttribute('data-testid')).toBe('devices-den-led');
  const board = await story.open(`${story.hall.url}/board/`, { width: 1920, height: 1080 });
  // The machines that run this test have no loudspeaker or a browser that waits for a touch.
  const screen = page.getByTestId('devices-screen').filter({ hasText: 'Bảng gọi số' });
  await screen.first().waitFor();
  expect(await screen.first().getAttribute('data-screen-state')).toMatch(/^(ready|silent)$/);
  await board.close();
  await story.picture(page, 'devices');
  expect((await judge(page, { targetPx: 56, textPx: 17 })).serious).toEqual([]);
  await story.act({ device: 'den-led', verb: 'plug' });
  await page.locator('[data-testid="devices-den-led"][data-state="ready"]').waitFor();
  await page.context().close();
}, 30_000);

it('the bench shows every device and its faults', async () => {
  const bench = await story.open(`${story.hall.benchUrl}/`, { width: 1440, height: 900 });
  for (const device of ['may-in', 'den-led', 'ban-phim']) await bench.getByTestId(`bench-${device}`).waitFor();
  await bench.getByTestId('may-in-cover').click();
  await story.device('may-in', 'ticket-printer-escpos', ({ coverOpen }) => coverOpen);
  // The page closes only what it has seen open.
  await bench.locator('[data-testid="may-in-cover"][data-on="true"]').click();
  await story.device('may-in', 'ticket-printer-escpos', ({ coverOpen }) => !coverOpen);
  await story.picture(bench, 'bench');
  expect((await judge(bench, { targetPx: 32, textPx: 12 })).serious).toEqual([]);
  // The measuring must be able to find something: by absurd limits everything is too small.
  const absurd = await judge(bench, { targetPx: 10_000, textPx: 1_000 });
  expect(Math.min(absurd.smallTargets.length, absurd.smallTexts.length)).toBeGreaterThan(10);
  await bench.context().close();
}, 30_000);
