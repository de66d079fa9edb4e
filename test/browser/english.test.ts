// Somebody who reads English only: every page that speaks it, and nothing left over in Vietnamese but names.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoLogins } from '../../main/host/demo.ts';
import { openStory, type Story } from '../support/browser.ts';
import { createHostClient } from '../support/client.ts';
import { accepted, counters, newKey, services } from '../support/site.ts';
import { judge } from './look.ts';

let story: Story;
beforeAll(async () => {
  story = await openStory();
  const { rpc } = createHostClient(story.hall.url);
  for (let person = 0; person < 4; person += 1)
    accepted(await rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'en', key: newKey() }));
  const clerk = createHostClient(story.hall.url);
  accepted(await clerk.rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  accepted(await clerk.rpc.counter.next.mutate({ key: newKey() }));
}, 120_000);
afterAll(() => story[Symbol.asyncDispose]());

/** Names stay what they are, and so do the columns of lists that ministries and schools know. */
const isName = (words: string): boolean =>
  words === 'Tiếng Việt' ||
  words.includes('Mã*') ||
  words.includes('Mã (code)') ||
  demoLogins.some(({ name }) => words.startsWith(name));

/** What stands on the page in letters that only Vietnamese has, but for what is marked as Vietnamese or is a name. */
const leftOver = async (page: Page): Promise<string[]> => {
  const found = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const words = (node.textContent ?? '').trim();
      const parent = node.parentElement;
      const isSeen = parent !== null && parent.getClientRects().length > 0;
      if (isSeen && /[ăâđêôơưạ-ỹ]/i.test(words.normalize('NFC')) && parent.closest('[lang="vi"]') === null)
        found.push(words);
    }
    return found;
  });
  return found.filter((words) => !isName(words));
};

it.each([
  ['calls', '/board/'],
  ['media', '/board/khu-cho/'],
  ['counters', '/board/quay-dat-dai/'],
])(
  'the board %s',
  async (name, path) => {
    const board = await story.open(`${story.hall.url}${path}?lang=en`, { width: 1920, height: 1080 });
    await board.getByTestId('board-clock').waitFor();
    await story.picture(board, `english-board-${name}`);
    expect(await leftOver(board)).toEqual([]);
    await board.context().close();
  },
  30_000,
);

it('the procedures on a phone', async () => {
  const page = await story.open(`${story.hall.url}/procedures/`, { width: 360, height: 740 });
  await page.getByTestId('procedures-language').click();
  await story.picture(page, 'english-procedures');
  expect(await leftOver(page)).toEqual([]);
  await page.context().close();
}, 30_000);

/** What comes last on a tab: with it the page is whole. */
const wholeOnce: Readonly<Record<string, string>> = {
  hall: 'hall-waiting',
  reports: 'report-to',
  boards: 'board-preview-khu-cho',
  audit: 'audit-day-opened',
  people: 'person-lan',
  procedures: 'procedures-filter',
  screens: 'manager-screens',
};

it('every tab of the manager', async () => {
  const page = await story.open(`${story.hall.url}/manager/`, { width: 1440, height: 900 });
  await page.getByTestId('demo-truong').click();
  await page.getByTestId('login-enter').click();
  await page.getByTestId('manager-desk').waitFor();
  await page.getByTestId('manager-language').click();
  const tabs = await page.locator('[data-testid^="manager-tab-"]').all();
  const left: string[] = [];
  for (const tab of tabs) {
    const name = (await tab.getAttribute('data-testid'))?.replace('manager-tab-', '') ?? '';
    await tab.click();
    const whole = wholeOnce[name];
    if (whole !== undefined) await page.getByTestId(whole).first().waitFor();
    await story.picture(page, `english-manager-${name}`);
    left.push(...(await leftOver(page)).map((words) => `${name}: ${words}`));
    const { serious, spills } = await judge(page, { targetPx: 56, textPx: 14 });
    if (serious.length + spills.length > 0) left.push(`${name}: ${JSON.stringify({ serious, spills })}`);
  }
  expect(left).toEqual([]);
}, 60_000);
