// The hall is silent, and a citizen across the city presses all the same.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildScreens } from '../../tools/build-screens.ts';
import { openAfarHall } from '../support/afar-hall.ts';
import { callUpTo, openClerk, openPhone, phoneScreen, rateBest } from '../support/afar-phone.ts';
import { startTestHub, type TestHub, until } from '../support/test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  await buildScreens();
  hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 });
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

const silentHall = async (keep: AsyncDisposableStack, site: string) => {
  const hall = await openAfarHall(keep, hub, site);
  await until('the hub knows what errands are sealed for', async () => {
    const { rows } = await hub.pool.query(
      'SELECT 1 FROM site JOIN site_word ON site_no = no WHERE key = $1 AND box_key IS NOT NULL',
      [site],
    );
    return rows.length > 0;
  });
  return hall;
};
const landscape = { width: 740, height: 360 };

it('somebody gives the number up while the hall is silent: the hub keeps it, it can be taken back, and the hall does it on its return', async () => {
  await using keep = new AsyncDisposableStack();
  const hall = await silentHall(keep, 'ward-errand-leave');
  const ticket = await hall.take();
  const stateOf = () => hall.app.site.queue.reads.byToken(ticket.token)?.state;
  const { page, picture } = await openPhone(keep, ticket.turnUrl);
  const send = async (): Promise<void> => {
    await page.getByTestId('phone-leave').click();
    await page.getByTestId('phone-leave-yes').click();
    await page.getByTestId('errand-send').waitFor();
  };
  await page.getByText('Tự cập nhật').waitFor();
  await hall.line.close();
  await send();
  await page.getByText('Nghe từ nơi làm việc lần cuối lúc').waitFor();
  await picture('errand-offer');
  await page.setViewportSize(landscape);
  await picture('errand-offer-landscape');
  await page.setViewportSize(phoneScreen);
  await page.getByTestId('errand-send').click();
  await page.getByText('Chưa bỏ số: số của ông/bà vẫn có hiệu lực').waitFor();
  await picture('errand-leave');
  await page.setViewportSize(landscape);
  await picture('errand-leave-landscape');
  await page.setViewportSize(phoneScreen);

  // Closed and opened again: the receipt is on the phone.
  await page.reload();
  await page.locator('[data-testid="errand-leave"][data-state="waiting"]').waitFor();
  await page.getByTestId('phone-language').click();
  await page.getByText('Not given up yet').waitFor();
  await picture('errand-leave-en');
  await page.getByTestId('phone-language').click();
  await page.getByTestId('errand-withdraw').click();
  await page.getByText('yêu cầu đã hết hạn hoặc đã rút lại').waitFor();
  await picture('errand-over');
  await page.getByTestId('errand-dismiss').click();
  expect(await page.locator('.errand').count()).toBe(0);

  await send();
  await page.getByTestId('errand-send').click();
  await page.getByTestId('errand-leave').waitFor();
  expect(stateOf()).toBe('waiting');
  await hall.line.reopen();
  await page.locator('[data-testid="phone-state"][data-state="cancelled"]').waitFor();
  await page.getByTestId('errand-leave').waitFor({ state: 'detached' });
  expect(stateOf()).toBe('cancelled');
  await page.reload();
  await page.locator('[data-testid="phone-state"][data-state="cancelled"]').waitFor();
  expect(await page.locator('.errand').count()).toBe(0);
}, 120_000);

it('the number is called while its holder gives it up: the phone shows the call, and says that it was not given up', async () => {
  await using keep = new AsyncDisposableStack();
  const hall = await silentHall(keep, 'ward-errand-called');
  const ticket = await hall.take();
  const clerk = await openClerk(hall);
  const { page, picture } = await openPhone(keep, ticket.turnUrl);
  await page.getByText('Tự cập nhật').waitFor();
  await hall.line.close();
  await page.getByTestId('phone-leave').click();
  await page.getByTestId('phone-leave-yes').click();
  await page.getByTestId('errand-send').click();
  await page.getByTestId('errand-leave').waitFor();
  // The same phone also says that it comes.
  await page.getByTestId('phone-on-way-tell').click();
  await page.getByTestId('errand-send').click();
  await page.getByText('Quầy chưa biết tin này').waitFor();
  await picture('errand-two');
  await callUpTo(clerk, ticket.number);
  await hall.line.reopen();
  await page.getByTestId('phone-called').waitFor();
  await page.getByText('Chưa bỏ được số').waitFor();
  await page.getByText(/Đã báo với quầy lúc/).waitFor();
  await picture('errand-refused');
  await page.getByTestId('errand-dismiss').click();
  // That of being on the way goes by itself when its answer is read.
  await expect.poll(() => page.locator('.errand').count(), { timeout: 20_000 }).toBe(0);
}, 120_000);

it('a rating is sent while the hall is silent and the page is closed: it counts once when the hall is back', async () => {
  await using keep = new AsyncDisposableStack();
  const hall = await silentHall(keep, 'ward-errand-rate');
  const ticket = await hall.take();
  const clerk = await openClerk(hall);
  const { page, picture } = await openPhone(keep, ticket.turnUrl);
  await callUpTo(clerk, ticket.number);
  await clerk.serve(ticket.ticketId);
  await rateBest(page);
  await hall.line.close();
  await page.getByTestId('rate-send').click();
  await page.getByTestId('rate-at-hub').waitFor();
  await picture('errand-rate');
  await page.setViewportSize(landscape);
  await picture('errand-rate-landscape');
  await page.close();
  const ratings = () => Number(hall.app.site.db.prepare('SELECT count(*) FROM rating').pluck().get());
  expect(ratings()).toBe(0);
  await hall.line.reopen();
  await until('it is counted', () => ratings() === 1, 30_000);
}, 120_000);

it('an appointment is asked for while the hall is silent, its code comes with the answer, and it is moved and cancelled the same way', async () => {
  await using keep = new AsyncDisposableStack();
  const hall = await silentHall(keep, 'ward-errand-book');
  const address = `${hub.webUrl}/s/ward-errand-book/book/`;
  const { page, picture } = await openPhone(keep, address);
  const open = page.locator('.day[data-state="open"]');
  // Heard while the hall was there.
  const look = async (hour: string): Promise<void> => {
    await open.last().click();
    await page.getByTestId(`book-time-${hour}`).waitFor();
  };
  await page.getByTestId('book-service-ho-tich').click();
  await look('09:00');
  await hall.line.close();
  await page.getByTestId('book-time-09:00').click();
  await page.getByTestId('errand-offer').waitFor();
  await page.getByTestId('book-phone').fill('0912 345');
  await page.getByTestId('errand-send').click();
  await page.getByText('Số điện thoại gồm mười chữ số').waitFor();
  await picture('errand-book-bad-phone');
  await page.getByTestId('book-phone').fill('0912 345 678');
  await picture('errand-book-offer');
  await page.setViewportSize(landscape);
  await picture('errand-book-offer-landscape');
  await page.setViewportSize(phoneScreen);
  await page.getByTestId('errand-send').click();
  await page.getByText('Chưa phải là lịch hẹn').waitFor();
  await picture('errand-book');
  await page.goto(address);
  await page.getByText('Chưa phải là lịch hẹn').waitFor();
  await hall.line.reopen();
  await page.getByText('Đã đặt lịch hẹn').waitFor();
  const code = (await page.getByTestId('book-kept-code').textContent())?.replace(' ', '') ?? '';
  await picture('errand-book-done');

  await page.getByTestId('book-move').click();
  await look('10:00');
  await hall.line.close();
  await page.getByTestId('book-time-10:00').click();
  await page.getByTestId('errand-send').click();
  await page.getByText('giờ hẹn cũ vẫn giữ nguyên').waitFor();
  await picture('errand-move');
  await hall.line.reopen();
  await page.getByText('Đã đổi giờ hẹn').waitFor();
  await page.getByText('10:00').first().waitFor();

  // By the code alone: what cannot be looked at now can still be cancelled.
  await hall.line.close();
  await page.goto(`${address}#code=${code}`);
  await page.reload();
  await page.getByTestId('errand-offer').waitFor();
  await picture('errand-cancel-offer');
  await page.getByTestId('errand-send').click();
  await page.getByText('lịch hẹn vẫn giữ nguyên').waitFor();
  await hall.line.reopen();
  await page.locator('[data-testid="book-kept"][data-state="cancelled"]').waitFor();
  await picture('errand-cancelled');
}, 180_000);
