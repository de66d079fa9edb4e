// A citizen's phone across the city, in a real browser, and the clerk who calls.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { TicketId } from '../../contract/ids.ts';
import type { AfarHall } from './afar-hall.ts';
import { launchBrowser } from './browser.ts';
import { createHostClient } from './client.ts';
import { accepted, counters, newKey, projectFolder } from './site.ts';

export const phoneScreen = { width: 360, height: 740 };

/** A phone across the city, and its pictures. */
export const openPhone = async (keep: AsyncDisposableStack, url: string) => {
  const browser = await launchBrowser();
  keep.defer(() => browser.close());
  const context = await browser.newContext({
    viewport: phoneScreen,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(url);
  const picture = async (name: string): Promise<void> => {
    mkdirSync(path.join(projectFolder, 'dist/screenshots'), { recursive: true });
    await page.screenshot({ path: path.join(projectFolder, `dist/screenshots/afar-${name}.png`) });
  };
  return { page, picture };
};

export const openClerk = async ({ app }: AfarHall) => {
  const { rpc } = createHostClient(app.url);
  accepted(await rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  return {
    next: async () => accepted(await rpc.counter.next.mutate({ key: newKey() })),
    serve: async (ticketId: TicketId) => {
      for (const step of ['start', 'finish'] as const) accepted(await rpc.counter.step.mutate({ step, ticketId }));
    },
  };
};

/** Serves whoever is before this number, and calls it; `beforeEach` call something happens. */
export const callUpTo = async (
  clerk: Awaited<ReturnType<typeof openClerk>>,
  number: string,
  beforeEach: () => void = () => undefined,
): Promise<void> => {
  for (;;) {
    beforeEach();
    const called = await clerk.next();
    if (called.number === number) return;
    await clerk.serve(called.ticketId);
  }
};

/** Answers every question of the rating, and is about to send it. */
export const rateBest = async (page: Page): Promise<void> => {
  await page.getByTestId('rate-level-5').click();
  for (let criteria = 0; criteria < 4; criteria += 1) await page.getByTestId('rate-skip').click();
};
