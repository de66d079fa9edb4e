// A hundred calls within moments, and pictures that take turns, on boards in a real Chromium whose clock the test turns.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { headlineMs } from '../../renderer/board/announcer.ts';
import { buildScreens } from '../../tools/build-screens.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { createHostClient } from '../support/client.ts';
import { temporaryFolder } from '../support/site.ts';
import { callMany, callsWrittenDown, writeDownCalls } from './board-calls.ts';

const people = 100;
const ending = new AsyncDisposableStack();
let browser: Browser;
let app: TestApp;

beforeAll(async () => {
  await buildScreens();
  const temporary = ending.use(temporaryFolder());
  const media = path.join(temporary.folder, 'media');
  mkdirSync(media);
  for (const [name, background] of [
    ['1.png', '#1f6f8b'],
    ['2.png', '#8b1f4d'],
  ] as const)
    await sharp({ create: { width: 320, height: 180, channels: 3, background } }).toFile(path.join(media, name));
  const configure = (text: string) =>
    text.replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '').replace(/^devices:[\s\S]*$/m, '');
  app = ending.use(await startApp({ folder: temporary.folder, configure }));
  browser = await launchBrowser();
  ending.defer(() => browser.close());
}, 120_000);
afterAll(() => ending.disposeAsync());

const seqs = async (page: Page) => (await callsWrittenDown(page)).map(({ seq }) => seq);
const oneTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** Turns the page's clock until the call of that number is announced. */
const turnUntil = (page: Page, seq: number) =>
  expect
    .poll(
      async () => {
        await page.clock.runFor(2_000);
        return (await callsWrittenDown(page)).at(-1)?.seq;
      },
      { timeout: 120_000, interval: 1 },
    )
    .toBe(seq);

it('the board was off while a hundred were called: it announces all in order, each long enough; a reload loses none', async () => {
  await callMany(createHostClient(app.url), people);
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' });
  await page.clock.install();
  await writeDownCalls(page);
  await page.goto(`${app.url}/board/`);
  await turnUntil(page, 40);
  const before = await callsWrittenDown(page);
  expect(before.map(({ seq }) => seq)).toEqual(oneTo(40));
  const shownMs = before.slice(1).map(({ atMs }, index) => atMs - (before[index]?.atMs ?? 0));
  expect(Math.min(...shownMs)).toBeGreaterThanOrEqual(headlineMs);
  await page.screenshot({ path: 'dist/screenshots/board-hundred-calls.png' });

  await page.reload();
  await turnUntil(page, people);
  // The call that was being announced is announced again, for nobody knows whether it was heard.
  expect(await seqs(page)).toEqual(oneTo(people).slice(39));
}, 300_000);

it('two pictures beside the calls take turns, though the clock of the board is drawn anew each second', async () => {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.clock.install();
  await page.goto(`${app.url}/board/khu-cho/`);
  const picture = page.getByTestId('board-media').locator('img');
  const turnTo = (name: string) =>
    expect
      .poll(
        async () => {
          await page.clock.runFor(1_000);
          return picture.getAttribute('src');
        },
        { timeout: 10_000, interval: 1 },
      )
      .toContain(name);
  await turnTo('1.png');
  await turnTo('2.png');
  await turnTo('1.png');
});
