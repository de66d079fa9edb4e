// The head of a department reads ratings, hears of a low one while looking elsewhere, and answers it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TicketToken } from '../../contract/ids.ts';
import { RatingInput } from '../../contract/rating.ts';
import { openStory, type Story } from '../support/browser.ts';
import { createHostClient } from '../support/client.ts';
import { playRatedDays } from '../support/rated-days.ts';
import { accepted, newKey } from '../support/site.ts';
import { logIn } from './clerk.ts';
import { judge } from './look.ts';

let story: Story;
let token: TicketToken;
beforeAll(async () => {
  story = await openStory({
    // This machine is a phone here, not a kiosk.
    configure: (text) => text.replace('server:', 'server:\n  kiosks: [192.0.2.7]'),
    prepare: async (dataFolder) => {
      token = await playRatedDays({ dataFolder, nowMs: Date.now(), days: 14, visitsADay: 60 });
    },
  });
}, 120_000);
afterAll(() => story[Symbol.asyncDispose]());

const limits = { targetPx: 56, textPx: 14 };
const clean = { serious: [], spills: [], smallTargets: [], smallTexts: [] };

it('nothing today, a low rating comes while the hall is looked at, it is answered; a month; on a tablet', async () => {
  const page = await story.open(`${story.hall.url}/manager/`, { width: 1440, height: 900 });
  await page.getByTestId('demo-truong').click();
  await page.getByTestId('login-enter').click();
  await page.getByTestId('manager-tab-ratings').click();
  await page.getByTestId('ratings-none').waitFor();
  await story.picture(page, 'ratings-none');
  const before = Number(await page.getByTestId('ratings-alerts').getAttribute('data-count'));
  await page.getByTestId('manager-tab-hall').click();
  await page.getByTestId('hall').waitFor();

  const rating = RatingInput.parse({
    level: 1,
    criteria: {},
    reasons: ['cho-lau'],
    text: 'Chờ hai tiếng mới được gọi',
  });
  const givenMs = performance.now();
  accepted(await createHostClient(story.hall.url).rpc.ratings.give.mutate({ ...rating, token, key: newKey() }));
  await page.getByTestId('rating-alarm-open').waitFor();
  expect(performance.now() - givenMs).toBeLessThan(3000);
  await page.getByTestId('ratings-badge').waitFor();
  await story.picture(page, 'ratings-alarm');
  await page.getByTestId('rating-alarm-open').click();
  await page.getByTestId('ratings-n').getByText('1', { exact: true }).waitFor();
  await page.getByTestId('ratings-mean').getByText('chưa đủ 10').waitFor();
  await page.locator(`[data-testid="ratings-alerts"][data-count="${before + 1}"]`).waitFor();
  await story.picture(page, 'ratings-few');
  expect(await judge(page, limits)).toMatchObject(clean);

  const alert = page.getByTestId('alert').filter({ hasText: 'Chờ hai tiếng' });
  await alert.getByTestId('alert-take').click();
  await alert.getByTestId('alert-text').fill('ok');
  await alert.getByTestId('alert-answer').click();
  await page.locator('[data-testid="manager-said"][data-kind="wrong"]').waitFor();
  await alert.getByTestId('alert-text').fill('Đã xin lỗi và mở thêm quầy buổi sáng');
  await story.picture(page, 'ratings-answering');
  await alert.getByTestId('alert-answer').click();
  await alert.getByTestId('alert-close').waitFor();
  await story.picture(page, 'ratings-answered');
  await alert.getByTestId('alert-close').click();
  await alert.waitFor({ state: 'detached' });

  await page.getByTestId('ratings-days30').click();
  await page.getByTestId('ratings-trend').waitFor();
  await page.getByTestId('ratings-heat').waitFor();
  expect(await judge(page, limits)).toMatchObject(clean);
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: 'dist/screenshots/ratings-month.png', fullPage: true });
  const file = await page.request.get(
    new URL((await page.getByTestId('ratings-csv').getAttribute('href')) ?? '', story.hall.url).href,
  );
  expect(await file.text()).toContain('Chờ hai tiếng mới được gọi');
  await page.getByTestId('manager-language').click();
  await story.picture(page, 'ratings-english');
  await page.getByTestId('manager-language').click();
  await page.setViewportSize({ width: 800, height: 1280 });
  await story.picture(page, 'ratings-tablet');
  await page.getByTestId('ratings-heat').scrollIntoViewIfNeeded();
  await story.picture(page, 'ratings-tablet-heat');
  expect(story.mishaps).toEqual([]);
}, 90_000);

it('a clerk looks at what citizens said of her this month, and goes on working by keys', async () => {
  const page = await logIn(story, 'lan', 'quay-1');
  await page.getByTestId('counter-own').click();
  const asked = await page.request.get(`${story.hall.url}/rpc/ratings.own?input=${encodeURIComponent('{}')}`);
  const { result } = await asked.json();
  // In the first days of a month there may be fewer than ten.
  await page.getByTestId(result.data.value.few ? 'own-few' : 'own-figures').waitFor();
  if (!result.data.value.few) await page.getByTestId('own-figures').getByText(`${result.data.value.n}`).waitFor();
  await story.picture(page, 'counter-own');
  expect(await judge(page, limits)).toMatchObject({ serious: [] });
  await page.keyboard.press('Escape');
  await page.getByTestId('own-dialog').waitFor({ state: 'detached' });
  expect(story.mishaps).toEqual([]);
}, 60_000);

it('a stranger follows no ratings and gets no file', async () => {
  for (const path of ['/live/ratings', '/ratings/2026-11-01_2026-11-30.csv', '/ratings/weekly/2026-11-16.pdf'])
    expect((await fetch(`${story.hall.url}${path}`)).status).toBe(401);
});
