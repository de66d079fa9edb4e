// A citizen who waits at home: the code of the ticket opens the city's hub, and the hall is behind it.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../hub/servers/free-port.ts';
import { buildScreens } from '../../tools/build-screens.ts';
import { openAfarHall, phoneAt } from '../support/afar-hall.ts';
import { callUpTo, openClerk, openPhone, phoneScreen, rateBest } from '../support/afar-phone.ts';
import { startTestHub, type TestHub } from '../support/test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  await buildScreens();
  hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 });
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

it('the call reaches the phone across the city; with the line cut the page says since when, and goes on by itself', async () => {
  await using keep = new AsyncDisposableStack();
  const hall = await openAfarHall(keep, hub, 'ward-afar');
  const ticket = await hall.take();
  const clerk = await openClerk(hall);
  expect(ticket.turnUrl).toBe(`${hub.webUrl}/s/ward-afar/t/${ticket.token}`);
  const { page, picture } = await openPhone(keep, ticket.turnUrl);
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
  await page.setViewportSize(phoneScreen);

  // The line is down at the very press: the phone must not miss the call for it.
  await callUpTo(clerk, ticket.number, hall.line.cut);
  await page.getByTestId('phone-called').waitFor();
  await picture('called');
  const onWayAtMs = () => hall.app.site.queue.reads.byToken(ticket.token)?.onWayAtMs;
  hall.line.silence();
  await page.getByTestId('phone-on-way-tell').click();
  await page.getByTestId('errand-offer').waitFor();
  await page.getByText('Nghe từ nơi làm việc lần cuối lúc').waitFor();
  await picture('on-way-silent');
  expect(onWayAtMs()).toBeNull();
  hall.line.cut();
  await page.getByText('Tự cập nhật').waitFor();
  await page.getByTestId('phone-on-way-tell').click();
  await page.getByText(/Đã báo với quầy lúc .* là ông\/bà đang đến/).waitFor();
  expect(onWayAtMs()).not.toBeNull();

  await clerk.serve(ticket.ticketId);
  // Reading aloud is the hall's: what cannot work here is not offered.
  await page.getByTestId('rate-level-5').waitFor();
  expect(await page.getByTestId('rate-hear').count()).toBe(0);
  await rateBest(page);
  await page.getByTestId('rate-send').click();
  await page.getByTestId('rate-thanks').waitFor();
  await picture('rated');
}, 90_000);

it('an appointment from afar: booked, put into the calendar, moved, found by its code and cancelled; a wrong code is told in words', async () => {
  await using keep = new AsyncDisposableStack();
  const hall = await openAfarHall(keep, hub, 'ward-book');
  await hall.take();
  const { page, picture } = await openPhone(keep, `${hub.webUrl}/s/ward-book/book/`);
  const open = page.locator('.day[data-state="open"]');
  await page.getByTestId('book-service-ho-tich').click();
  await open.last().click();
  await page.getByTestId('book-time-09:00').click();
  await page.getByTestId('book-phone').fill('0912 345 678');
  await picture('book-phone');
  await page.getByTestId('book-confirm').click();
  await page.getByText('Đã đặt lịch hẹn').waitFor();
  await picture('book-kept');
  const code = (await page.getByTestId('book-kept-code').textContent())?.replace(' ', '') ?? '';
  expect(page.url()).toBe(`${hub.webUrl}/s/ward-book/book/#code=${code}`);
  const downloading = page.waitForEvent('download');
  await page.getByText('Thêm vào lịch').click();
  const file = await downloading;
  expect([file.suggestedFilename(), file.url()]).toEqual([`${code}.ics`, `${hub.webUrl}/s/ward-book/book/${code}.ics`]);
  // Lines of such a file are folded.
  const entry = readFileSync(await file.path(), 'utf8').replaceAll('\r\n ', '');
  expect(entry).toMatch(/BEGIN:VEVENT[\s\S]*DTSTART:\d{8}T020000Z/);
  expect(entry).toContain(`:${page.url()}`);
  await page.getByTestId('book-move').click();
  await open.last().click();
  await page.getByTestId('book-time-10:00').click();
  await page.getByText('Đã đổi giờ hẹn').waitFor();

  const other = await openPhone(keep, `${hub.webUrl}/s/ward-book/book/`);
  await other.page.getByTestId('book-have').click();
  await other.page.getByTestId('book-code').fill('ABCD EFGH');
  await other.page.getByTestId('book-find').click();
  await other.page.getByText('Không tìm thấy lịch hẹn này').waitFor();
  await other.page.getByTestId('book-code').fill(code.toLowerCase());
  await other.page.getByTestId('book-find').click();
  await other.page.getByText('10:00').first().waitFor();
  await other.page.getByTestId('book-cancel').click();
  await other.page.getByTestId('book-cancel-yes').click();
  await other.page.getByText('Đã hủy').waitFor();
  await other.picture('book-cancelled');

  // The hall falls silent: what it said last is shown with its age.
  await hall.line.close();
  const early = await openPhone(keep, `${hub.webUrl}/s/ward-book/book/`);
  await early.page.getByTestId('book-service-ho-tich').click();
  await early.page.getByText('Nơi làm việc đang mất liên lạc. Đây là thông tin lúc').waitFor();
  await early.picture('book-silent-day');
  await early.page.locator('.day[data-state="open"]').last().click();
  await early.page.getByTestId('book-time-11:00').click();
  await early.page.getByTestId('errand-offer').waitFor();

  // Somebody behind the same address floods: whoever presses meanwhile is told how long to wait.
  await page.goto(`${hub.webUrl}/s/ward-book/book/?again`);
  await page.getByTestId('book-have').click();
  await page.getByTestId('book-code').fill('ABCD EFGH');
  const flood = { isOn: true, refused: 0 };
  const senders = Array.from({ length: 8 }, async () => {
    while (flood.isOn) {
      const { status } = await phoneAt('127.0.0.1').send(`${hub.webUrl}/s/ward-book/rpc/booking.choices?input=%7B%7D`);
      if (status === 429) flood.refused += 1;
    }
  });
  try {
    await expect.poll(() => flood.refused, { timeout: 20_000 }).toBeGreaterThan(0);
    const told = page.getByText(/Mạng này đang gửi quá nhiều yêu cầu. Xin chờ \d+ giây/);
    const press = () => page.getByTestId('book-find').click();
    await expect.poll(() => press().then(() => told.isVisible()), { timeout: 20_000 }).toBe(true);
    await picture('book-crowded');
  } finally {
    flood.isOn = false;
    await Promise.all(senders);
  }
}, 90_000);

it('the hub restarts while a phone follows, and again while a rating is under way: the page says so, is right afterwards, and the rating counts once', async () => {
  await using keep = new AsyncDisposableStack();
  // A hub of its own: what restarts comes back at the same addresses.
  const options = { nodes: 1, maxStreamBytes: 64 * 2 ** 20, place: { webPort: await freePort() } };
  let own = await startTestHub(options);
  keep.defer(() => own[Symbol.asyncDispose]());
  const restart = async (meanwhile: () => Promise<void>): Promise<void> => {
    await own.stop();
    await meanwhile();
    own = await startTestHub({ ...options, place: own.place });
  };
  const hall = await openAfarHall(keep, own, 'ward-restart');
  const ticket = await hall.take();
  const clerk = await openClerk(hall);
  const { page, picture } = await openPhone(keep, ticket.turnUrl);
  await page.getByText('Tự cập nhật').waitFor();
  await restart(async () => {
    await page.getByText('Mạng yếu. Thông tin lúc').waitFor();
    await picture('hub-away');
    // The hall does not wait for a hub.
    await callUpTo(clerk, ticket.number);
  });
  await page.getByTestId('phone-called').waitFor();
  await page.getByText('Tự cập nhật').waitFor();

  await clerk.serve(ticket.ticketId);
  await rateBest(page);
  const sent = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  await page.route(
    '**/rpc/ratings.give',
    async (route) => {
      // It came to the hall; the hub ends with the answer in its hands.
      expect((await route.fetch()).status()).toBe(200);
      sent.resolve();
      await answered.promise;
      await route.abort();
    },
    { times: 1 },
  );
  await page.getByTestId('rate-send').click();
  await sent.promise;
  await restart(async () => {
    answered.resolve();
    await page.getByText('Mạng yếu, chưa gửi được').waitFor();
    await picture('rating-kept');
  });
  await page.getByTestId('rate-thanks').waitFor();
  expect(hall.app.site.db.prepare('SELECT count(*) FROM rating').pluck().get()).toBe(1);
}, 180_000);

it('leaving the line from afar: the hall hears it at once; a code of nobody gets the polite page', async () => {
  await using keep = new AsyncDisposableStack();
  const hall = await openAfarHall(keep, hub, 'ward-leave');
  const ticket = await hall.take();
  const { page } = await openPhone(keep, ticket.turnUrl);
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

  const late = await hall.take();
  const { page: silent, picture } = await openPhone(keep, late.turnUrl);
  await silent.getByTestId('phone-leave').click();
  await hall.line.close();
  await silent.getByTestId('phone-leave-yes').click();
  await silent.getByTestId('errand-offer').waitFor();
  await silent.getByText('Nghe từ nơi làm việc lần cuối lúc').waitFor();
  await picture('leave-silent');
  await silent.setViewportSize({ width: 740, height: 360 });
  await picture('leave-silent-landscape');
  expect(hall.app.site.queue.reads.byToken(late.token)?.state).toBe('waiting');
}, 90_000);
