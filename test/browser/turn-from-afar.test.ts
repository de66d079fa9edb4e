// A citizen who waits at home: the code of the ticket opens the city's hub, and the hall is behind it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TicketId } from '../../contract/ids.ts';
import { joinHub } from '../../main/services/hub-link/index.ts';
import { buildScreens } from '../../tools/build-screens.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { createHostClient } from '../support/client.ts';
import { openCutLine } from '../support/cut-line.ts';
import { noDevices } from '../support/gate-host.ts';
import { accepted, counters, newKey, projectFolder, services, temporaryFolder } from '../support/site.ts';
import { startTestHub, type TestHub, until } from '../support/test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  await buildScreens();
  hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 });
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

interface Hall {
  readonly app: TestApp;
  /** Between the hall and the hub. */
  readonly line: Awaited<ReturnType<typeof openCutLine>>;
}

const openHall = async (keep: AsyncDisposableStack, site: string): Promise<Hall> => {
  const { folder } = keep.use(temporaryFolder());
  const data = path.join(folder, 'data');
  const { servers } = accepted(await joinHub(await hub.code(site), data));
  const line = await openCutLine(Number(servers[0]?.split(':')[1]));
  keep.defer(() => line.close());
  const file = path.join(data, 'hub/member.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), servers: [line.address] }));
  const configure = (text: string) => `${noDevices(text)}hub: { enabled: true }\n`;
  const app = keep.use(await startApp({ folder: data, configure }));
  await until('the line to the hub', () => line.connections() > 0 && app.health().state !== 'failed');
  return { app, line };
};

const take = async ({ app }: Hall) =>
  accepted(
    await createHostClient(app.url).rpc.kiosk.issue.mutate({
      serviceId: services.copies,
      language: 'vi',
      key: newKey(),
    }),
  );

/** The first number whose code points to the hub: the line comes up a moment after the host. */
const takeForAfar = async (hall: Hall) => {
  let ticket = await take(hall);
  await until('a code of the hub', async () => {
    if (!ticket.turnUrl.startsWith(hub.webUrl)) ticket = await take(hall);
    return ticket.turnUrl.startsWith(hub.webUrl);
  });
  return ticket;
};

it('the call reaches the phone across the city; with the line cut the page says since when, and goes on by itself', async () => {
  await using keep = new AsyncDisposableStack();
  const hall = await openHall(keep, 'ward-afar');
  const ticket = await takeForAfar(hall);
  const clerk = createHostClient(hall.app.url);
  accepted(await clerk.rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  const browser = await launchBrowser();
  keep.defer(() => browser.close());
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const picture = async (name: string): Promise<void> => {
    mkdirSync(path.join(projectFolder, 'dist/screenshots'), { recursive: true });
    await page.screenshot({ path: path.join(projectFolder, `dist/screenshots/afar-${name}.png`) });
  };
  expect(ticket.turnUrl).toBe(`${hub.webUrl}/s/ward-afar/t/${ticket.token}`);
  await page.goto(ticket.turnUrl);
  await page.getByTestId('phone-number').getByText(ticket.number).waitFor();
  await picture('waiting');

  hall.line.silence();
  await page.getByText('Nghe từ nơi làm việc lần cuối lúc').waitFor();
  await picture('silent');
  await page.setViewportSize({ width: 740, height: 360 });
  await picture('silent-landscape');
  // Whoever opens the page now sees what was heard last.
  await page.reload();
  await page.getByTestId('phone-number').getByText(ticket.number).waitFor();
  await page.getByText('Nghe từ nơi làm việc lần cuối lúc').waitFor();
  hall.line.cut();
  await page.getByText('Tự cập nhật').waitFor();
  await page.setViewportSize({ width: 360, height: 740 });

  const step = async (which: 'start' | 'finish', ticketId: TicketId) =>
    accepted(await clerk.rpc.counter.step.mutate({ step: which, ticketId }));
  for (;;) {
    // The line is down at the very press: the phone must not miss the call for it.
    hall.line.cut();
    const { number, ticketId } = accepted(await clerk.rpc.counter.next.mutate({ key: newKey() }));
    if (number === ticket.number) break;
    for (const which of ['start', 'finish'] as const) await step(which, ticketId);
  }
  await page.getByTestId('phone-called').waitFor();
  await picture('called');

  const rate = page.getByTestId('rate-level-5');
  for (const which of ['start', 'finish'] as const) await step(which, ticket.ticketId);
  await rate.click();
  // Reading aloud is the hall's: what cannot work here is not offered.
  expect(await page.getByTestId('rate-hear').count()).toBe(0);
  for (let criteria = 0; criteria < 4; criteria += 1) await page.getByTestId('rate-skip').click();
  await page.getByTestId('rate-send').click();
  await page.getByTestId('rate-thanks').waitFor();
  await picture('rated');

  await page.goto(`${hub.webUrl}/s/ward-afar/book/`);
  await page.getByTestId('book-service-ho-tich').click();
  await page.getByText('Chọn ngày').first().waitFor();
  await picture('book');
}, 90_000);

it('leaving the line from afar: the hall hears it at once; a code of nobody gets the polite page', async () => {
  await using keep = new AsyncDisposableStack();
  const hall = await openHall(keep, 'ward-leave');
  const ticket = await takeForAfar(hall);
  const browser = await launchBrowser();
  keep.defer(() => browser.close());
  const page = await browser.newPage({ locale: 'vi-VN' });
  page.setDefaultTimeout(20_000);
  await page.goto(ticket.turnUrl);
  await page.getByTestId('phone-leave').click();
  await page.getByTestId('phone-leave-yes').click();
  await page.locator('[data-testid="phone-state"][data-state="cancelled"]').waitFor();
  expect(hall.app.site.queue.reads.byToken(ticket.token)?.state).toBe('cancelled');
  await page.goto(`${hub.webUrl}/s/ward-leave/t/${'A'.repeat(22)}`);
  await page.getByText('Không tìm thấy lượt này').waitFor();
  // What is not for citizens is not reached through the hub, whatever the site would say.
  const answers = await Promise.all(
    ['staff.login', 'kiosk.issue', 'counter.next'].map(async (name) => {
      const answer = await fetch(`${hub.webUrl}/s/ward-leave/rpc/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      return answer.status;
    }),
  );
  expect(answers).toEqual([404, 404, 404]);
}, 90_000);
