// The head of a department looks at the hall and steers it.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStory, type Story } from '../support/browser.ts';
import { createHostClient } from '../support/client.ts';
import { accepted, newKey, refusalOf, services } from '../support/site.ts';
import { judge } from './look.ts';

let story: Story;
beforeAll(async () => {
  story = await openStory();
}, 120_000);
afterAll(() => story[Symbol.asyncDispose]());

const staffLimits = { targetPx: 56, textPx: 14 };
const clean = { serious: [], spills: [], smallTargets: [], smallTexts: [] };
const size = { width: 1440, height: 900 };
const take = () =>
  createHostClient(story.hall.url).rpc.kiosk.issue.mutate({
    serviceId: services.copies,
    language: 'vi',
    key: newKey(),
  });
const openHall = async (): Promise<Page> => {
  const page = await story.open(`${story.hall.url}/manager/`, size);
  await page.getByTestId('demo-truong').click();
  await page.getByTestId('login-enter').click();
  await page.getByTestId('hall').waitFor();
  return page;
};

it('before opening, at work, a service stopped and given again, a counter freed, the day ended', async () => {
  const page = await openHall();
  await page.getByTestId('hall-start').waitFor();
  await story.picture(page, 'hall-before-opening');
  expect(await judge(page, staffLimits)).toMatchObject(clean);

  const clerk = await story.open(`${story.hall.url}/counter/`, { width: 1366, height: 768 });
  await clerk.getByTestId('demo-lan').click();
  await clerk.getByTestId('seat-quay-1').click();
  await clerk.getByTestId('login-enter').click();
  await clerk.getByTestId('counter-work').waitFor();
  for (let person = 0; person < 5; person += 1) accepted(await take());
  await clerk.keyboard.press('F2');
  await clerk.locator('[data-testid="counter-stage"][data-state="called"]').waitFor();
  await clerk.keyboard.press('F4');
  await page.locator('[data-testid="hall-quay-1"][data-state="serving"]').getByText('A001').waitFor();
  await page.getByTestId('hall-waiting').getByText('4').waitFor();
  await story.picture(page, 'hall-at-work');
  expect(await judge(page, staffLimits)).toMatchObject(clean);

  await page.getByTestId('hall-close-chung-thuc').click();
  await page.getByTestId('hall-close-time').fill('00:00');
  await page.getByTestId('hall-reason-system-down').click();
  await page.getByRole('alert').waitFor();
  await page.getByTestId('hall-close-time').fill('');
  await story.picture(page, 'hall-close-service');
  await page.getByTestId('hall-reason-system-down').click();
  await page.locator('[data-testid="hall-service-chung-thuc"][data-closed="true"]').waitFor();
  expect(refusalOf(await take())).toBe('service-closed');
  const kiosk = await story.open(`${story.hall.url}/kiosk/`, { width: 1080, height: 1920 });
  await kiosk.getByTestId('kiosk-stopped-chung-thuc').waitFor();
  expect(await kiosk.getByTestId('kiosk-service-chung-thuc').isDisabled()).toBe(true);
  await story.picture(kiosk, 'kiosk-portrait-service-stopped');
  await kiosk.context().close();
  await story.picture(page, 'hall-service-stopped');
  await page.getByTestId('hall-reopen-chung-thuc').click();
  await page.getByTestId('hall-close-chung-thuc').waitFor();
  accepted(await take());

  await page.getByTestId('hall-free-quay-1').click();
  await story.picture(page, 'hall-free-counter');
  await page.getByTestId('hall-free-sure').click();
  await page.getByTestId('hall-held').getByText('A001').waitFor();
  await page.getByTestId('hall-bar-quay-2').click();
  await page.locator('[data-testid="hall-quay-2"][data-state="barred"]').waitFor();
  await story.picture(page, 'hall-freed');

  await page.getByTestId('manager-language').click();
  await story.picture(page, 'hall-english');
  await page.getByTestId('manager-language').click();

  await page.getByTestId('hall-end-day').click();
  await page.getByTestId('hall-end-dialog').getByText('5 người chờ').waitFor();
  await story.picture(page, 'hall-end-day');
  await page.getByTestId('hall-end-out-of-time').click();
  await page.getByTestId('hall-waiting').getByText('0').waitFor();
  await story.picture(page, 'hall-ended');
  expect(story.mishaps).toEqual([]);
}, 120_000);

it('a stranger and a clerk are not shown the hall', async () => {
  expect((await fetch(`${story.hall.url}/live/hall`)).status).toBe(401);
  const { rpc } = createHostClient(story.hall.url);
  expect(refusalOf(await rpc.hall.endDay.mutate({ unfinished: 'keep', reason: 'other' }))).toBe('not-logged-in');
});
