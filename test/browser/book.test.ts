// An appointment on a phone, from the question to the code, and back.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstLoadBytes, openStory, type Story } from '../support/browser.ts';

let story: Story;
beforeAll(async () => {
  story = await openStory();
});
afterAll(() => story[Symbol.asyncDispose]());

const phone = { width: 360, height: 740 };

it('booked, moved and cancelled on a phone; a wrong phone number and a wrong code are told in words', async () => {
  const page = await story.open(`${story.hall.url}/book/`, phone);
  const bytes = await firstLoadBytes(page, 'book-service-ho-tich');
  expect(bytes).toBeGreaterThan(5_000);
  expect(bytes).toBeLessThan(40_000);
  await story.picture(page, 'book-service');
  await page.getByTestId('book-service-ho-tich').click();
  const open = page.locator('.day[data-state="open"]');
  await open.first().waitFor();
  await story.picture(page, 'book-day');
  await open.last().click();
  await page.getByTestId('book-time-09:00').waitFor();
  await story.picture(page, 'book-time');
  await page.getByTestId('book-time-09:00').click();
  await page.getByTestId('book-phone').fill('12345');
  await page.getByTestId('book-confirm').click();
  await page.getByText('mười chữ số').waitFor();
  await story.picture(page, 'book-phone');
  await page.getByTestId('book-phone').fill('0912 345 678');
  await page.getByTestId('book-confirm').click();
  await page.getByText('Đã đặt lịch hẹn').waitFor();
  await story.picture(page, 'book-kept');
  const code = (await page.getByTestId('book-kept-code').textContent())?.replace(' ', '') ?? '';
  const file = await fetch(`${story.hall.url}/book/${code}.ics`);
  expect(file.headers.get('content-type')).toContain('text/calendar');
  expect(await file.text()).toMatch(/BEGIN:VEVENT[\s\S]*DTSTART:\d{8}T020000Z[\s\S]*BEGIN:VALARM/);
  await page.getByTestId('book-move').click();
  await open.last().click();
  await page.getByTestId('book-time-10:00').click();
  await page.getByText('Đã đổi giờ hẹn').waitFor();

  const other = await story.open(`${story.hall.url}/book/`, phone);
  await other.getByTestId('book-have').click();
  await other.getByTestId('book-code').fill('ABCD EFGH');
  await other.getByTestId('book-find').click();
  await other.getByText('Không tìm thấy lịch hẹn này').waitFor();
  await other.getByTestId('book-code').fill(code.toLowerCase());
  await other.getByTestId('book-find').click();
  await other.getByText('10:00').first().waitFor();
  await other.getByTestId('book-cancel').click();
  await other.getByTestId('book-cancel-yes').click();
  await other.getByText('Đã hủy').waitFor();
  await story.picture(other, 'book-cancelled');
  const download = other.waitForEvent('download');
  await other.getByText('Gỡ khỏi lịch').click();
  expect((await download).suggestedFilename()).toBe(`${code}.ics`);
  expect(await (await fetch((await download).url())).text()).toMatch(/STATUS:CANCELLED/);
  expect(story.mishaps).toEqual([]);
  await page.context().close();
  await other.context().close();
}, 90_000);
