// The city's view in a real browser, over a real hub with halls that send.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HubRow } from '../../contract/hub.ts';
import { createAccounts } from '../../hub/city/accounts.ts';
import { importUnits, placeSite } from '../../hub/city/units.ts';
import { buildScreens } from '../../tools/build-screens.ts';
import { launchBrowser } from '../support/browser.ts';
import { openWire, rowOf } from '../support/hub-wire.ts';
import { projectFolder } from '../support/site.ts';
import { startTestHub, type TestHub, until } from '../support/test-hub.ts';
import { judge } from './look.ts';

let hub: TestHub;
let browser: Browser;
let password = '';
const pictures = path.join(projectFolder, 'dist/screenshots');

const MINUTE_MS = 60_000;
const wards = [
  ['26734', 'Phường Sài Gòn'],
  ['26740', 'Phường Bến Thành'],
  ['26743', 'Phường Cầu Ông Lãnh'],
  ['26746', 'Phường Tân Định'],
] as const;

/** Thirty visits of a day: taken every two minutes from `fromMs` on, the first `served` of them served, each fourth rated. */
const visits = (first: number, fromMs: number, served: number): HubRow[] => {
  let seq = first - 1;
  const rows: HubRow[] = [];
  for (let n = 0; n < 30; n += 1) {
    const ticketId = `t${first + n}`;
    const atMs = fromMs + n * 2 * MINUTE_MS;
    const add = (laterMs: number, kind: string, body: Record<string, unknown>): void => {
      seq += 1;
      rows.push(rowOf(seq, Math.min(atMs + laterMs, Date.now()), kind, body));
    };
    add(0, 'ticket-issued', { ticketId, 'promised.low': 5, 'promised.high': 10 });
    if (n >= served) continue;
    add((n % 9 === 8 ? 14 : 6) * MINUTE_MS, 'ticket-called', { ticketId });
    if (n > served - 3) continue;
    add(9 * MINUTE_MS, 'ticket-finished', { ticketId });
    if (n % 4 === 0) add(11 * MINUTE_MS, 'rating-given', { level: n % 12 === 0 ? 3 : 5 });
  }
  return rows;
};

beforeAll(async () => {
  await buildScreens();
  mkdirSync(pictures, { recursive: true });
  hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 });
  browser = await launchBrowser();
  const units = ['79,Thành phố Hồ Chí Minh,province,', ...wards.map(([code, name]) => `${code},${name},commune,79`)];
  await importUnits(hub.pool, {
    name: 'units.csv',
    bytes: Buffer.from(['code,name,level,parent', ...units].join('\n')),
  });
  const added = await createAccounts({ pool: hub.pool, now: Date.now }).add({ login: 'lanh-dao', unitCode: null });
  if (!added.ok) throw new Error(added.error);
  password = added.value.password;
  for (const [at, [code, name]] of wards.entries()) {
    const key = `ward-${code}`;
    await using wire = await openWire(hub, key);
    await hub.pool.query('UPDATE site SET name = $2 WHERE key = $1', [key, `Một cửa ${name}`]);
    await placeSite(hub.pool, { site: key, unitCode: code });
    let first = 1;
    for (let daysAgo = 6; daysAgo >= 0; daysAgo -= 1) {
      const fromMs = Date.now() - daysAgo * 1440 * MINUTE_MS - 60 * MINUTE_MS;
      const rows = visits(first, fromMs, daysAgo === 0 ? 26 - 5 * at : 30);
      await wire.send(first, rows);
      first += rows.length;
    }
    // Of this very moment, whatever the hour.
    const last = [
      rowOf(first, Date.now(), 'ticket-issued', { ticketId: 'now', 'promised.high': 10 }),
      ...(at === 3 ? Array.from({ length: 12 }, (_, n) => rowOf(first + 1 + n, Date.now(), 'person-arrived')) : []),
    ];
    await wire.send(first, last);
    await wire.cursor({
      ...{ lagMs: at === 1 ? 400_000 : 0, devices: 9, down: at === 0 ? ['ticket-printer', 'scanner'] : [] },
    });
    await until(`${key} is stored`, async () => {
      const { rows } = await hub.pool.query(
        'SELECT 1 FROM epoch JOIN site ON site.no = site_no WHERE key = $1 AND applied_seq = $2',
        [key, last.at(-1)?.[0]],
      );
      return rows.length === 1;
    });
  }
  // One has been silent for an hour; another was invited and never came.
  await hub.pool.query(
    `UPDATE site_word SET heard_at = now() - interval '1 hour' FROM site WHERE no = site_no AND key = 'ward-26743'`,
  );
  await hub.pool.query(`UPDATE site SET last_seen = now() - interval '1 hour' WHERE key = 'ward-26743'`);
  await hub.code('ward-new');
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await hub?.[Symbol.asyncDispose]();
});

const openPage = async (width: number, height: number): Promise<{ page: Page; mishaps: string[] }> => {
  const context = await browser.newContext({
    ...{ viewport: { width, height }, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', reducedMotion: 'reduce' },
  });
  const page = await context.newPage();
  const mishaps: string[] = [];
  page.on('pageerror', (error) => mishaps.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|net::/.test(message.text()))
      mishaps.push(message.text());
  });
  page.setDefaultTimeout(10_000);
  await page.goto(`${hub.webUrl}/city/`);
  return { page, mishaps };
};

const enter = async (page: Page): Promise<void> => {
  await page.getByTestId('login-name').fill('lanh-dao');
  await page.getByTestId('login-password').fill(password);
  await page.getByTestId('login-enter').click();
  await page.getByTestId('halls').waitFor();
};

const picture = (page: Page, name: string) => page.screenshot({ path: path.join(pictures, `${name}.png`) });
const limits = { targetPx: 44, textPx: 14 };

test.each([
  ['landscape', 1440, 900],
  ['tablet', 810, 1080],
] as const)(
  'a manager sees who waits where, who is silent and what is broken, goes down into a ward and compares, %s',
  async (name, width, height) => {
    const { page, mishaps } = await openPage(width, height);
    await page.getByTestId('login-name').fill('lanh-dao');
    await page.getByTestId('login-password').fill('sai mật khẩu');
    await page.getByTestId('login-enter').click();
    await page.getByText('không đúng').waitFor();
    await picture(page, `city-login-${name}`);
    expect((await judge(page, limits)).serious).toEqual([]);
    await enter(page);

    const silent = page.getByTestId('hall-ward-26743');
    expect(await silent.getAttribute('data-voice')).toBe('silent');
    expect(await silent.textContent()).toContain('Im từ');
    expect(await page.getByTestId('hall-ward-26734').textContent()).toContain('Máy in phiếu, Máy quét mã');
    expect(await page.getByTestId('hall-ward-26740').textContent()).toContain('chậm 7 phút');
    expect(await page.getByTestId('hall-ward-new').textContent()).toContain('Chưa nối lần nào');
    expect(await page.getByTestId('attendance').textContent()).toContain('12');
    await picture(page, `city-now-${name}`);
    const look = await judge(page, limits);
    expect([look.serious, look.spills, look.smallTargets, look.smallTexts]).toEqual([[], [], [], []]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

    await page.getByTestId('unit-79').click();
    await page.getByTestId('unit-26734').click();
    await page.getByTestId('units').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Một cửa Phường Sài Gòn' }).click();
    await page.getByTestId('days').waitFor();
    const days = page.getByTestId('days').locator('tbody tr');
    await until('the days of a week', async () => (await days.count()) >= 7);
    await picture(page, `city-hall-${name}`);
    expect((await judge(page, limits)).serious).toEqual([]);
    await page.getByTestId('back').click();
    await page.getByRole('button', { name: 'Thành phố Hồ Chí Minh' }).click();
    await page.getByTestId('unit-26746').waitFor();

    await page.getByTestId('tab-compare').click();
    for (const choice of ['unit:79', 'unit:26734', 'hall:ward-26740'])
      await page.getByTestId(`choose-${choice}`).check();
    await page.getByTestId('show').click();
    const compared = page.getByTestId('compared').locator('tbody tr');
    await until('three rows', async () => (await compared.count()) === 3);
    await picture(page, `city-compare-${name}`);
    expect((await judge(page, limits)).serious).toEqual([]);
    const coming = page.waitForEvent('download');
    await page.getByTestId('file-xlsx').click();
    expect((await coming).suggestedFilename()).toMatch(/^so-sanh-.*\.xlsx$/);

    await page.getByRole('button', { name: 'English' }).click();
    await page.getByTestId('tab-now').click();
    await page.getByText('Longest wait').first().waitFor();
    await picture(page, `city-english-${name}`);
    await page.getByTestId('log-out').click();
    await page.getByTestId('login-name').waitFor();
    expect(mishaps).toEqual([]);
    await page.context().close();
  },
  60_000,
);

test('people who come show up by themselves, and a server that is gone is told with the moment of the last figures', async () => {
  const { page } = await openPage(1440, 900);
  await enter(page);
  const before = await page.getByTestId('hall-ward-26746').locator('td').nth(1).textContent();
  await hub.pool.query(
    `INSERT INTO ticket (site_no, ticket_id, at, seq, day, state)
     SELECT no, 'one more', now(), 9999, (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 'waiting' FROM site WHERE key = 'ward-26746'`,
  );
  const cell = page.getByTestId('hall-ward-26746').locator('td').nth(1);
  await until('the new figure is there', async () => Number(await cell.textContent()) === Number(before) + 1);
  await page.route('**/city/api/**', (route) => route.abort());
  await page.getByText('máy chủ chưa trả lời').waitFor({ timeout: 15_000 });
  expect(await page.getByTestId('halls').isVisible()).toBe(true);
  await page.context().close();
}, 60_000);
