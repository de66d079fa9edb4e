// A clerk's morning in a real browser, by mouse and by one hand on the keys: transfer and return, undo, somebody called out
// of order, a hold that falls due, notes, a break.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { PriorityId, ServiceId } from '../../contract/ids.ts';
import { openStory, type Story } from '../support/browser.ts';
import { createHostClient } from '../support/client.ts';
import { accepted, newKey, services } from '../support/site.ts';
import { logIn } from './clerk.ts';

const take = async (story: Story, serviceId: ServiceId, more: { priority?: PriorityId } = {}): Promise<string> =>
  accepted(
    await createHostClient(story.hall.url).rpc.kiosk.issue.mutate({
      serviceId,
      language: 'vi',
      key: newKey(),
      ...more,
    }),
  ).number;

const stage = (page: Page, state: 'free' | 'called' | 'serving') =>
  page.locator(`[data-testid="counter-stage"][data-state="${state}"]`).waitFor();

const key = async (page: Page, ...keys: readonly string[]): Promise<void> => {
  for (const one of keys) await page.keyboard.press(one);
};

/** Opens a question by its key, and answers it by a digit. */
const answer = async (page: Page, opener: string, dialog: string, digit: string): Promise<void> => {
  await key(page, opener);
  await page.getByTestId(dialog).waitFor();
  await key(page, digit);
};

const serveByKeys = async (page: Page): Promise<void> => {
  await key(page, 'F2');
  await stage(page, 'called');
  await key(page, 'F4');
  await stage(page, 'serving');
};

/** The work fits on the clerk's screen. */
const fits = (page: Page): Promise<boolean> =>
  page.evaluate(
    () => document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth,
  );

describe('a clerk', () => {
  it('sends somebody to another counter and gets them back, by keys alone', async () => {
    await using story = await openStory();
    const one = await logIn(story, 'lan', 'quay-1');
    const two = await logIn(story, 'minh', 'quay-2');
    await take(story, services.copies);
    await one.getByTestId('waiting-A001').waitFor();
    await serveByKeys(one);
    await story.picture(one, 'counter-serving');
    expect(await fits(one)).toBe(true);

    await key(one, 'F6');
    await one.getByTestId('transfer-dialog').waitFor();
    await story.picture(one, 'counter-transfer');
    // Civil status, at the head of the line, and back here afterwards.
    await key(one, '1', '-', '-', '+');
    await one.locator('[data-testid="transfer-place-head"] input:checked').waitFor();
    await one.locator('[data-testid="transfer-back"]:checked').waitFor();
    await story.picture(one, 'counter-transfer-chosen');
    await key(one, 'Enter');
    await stage(one, 'free');

    await two.getByTestId('waiting-A001').filter({ hasText: 'Quầy khác chuyển đến' }).waitFor();
    await serveByKeys(two);
    await two.getByText('Xong quay lại quầy 1').waitFor();
    await story.picture(two, 'counter-serving-transferred');
    await key(two, 'F8');
    await one.getByTestId('waiting-A001').filter({ hasText: 'Từ quầy khác quay lại' }).waitFor();
    await one.getByTestId('counter-undo-bar').waitFor({ state: 'detached' });
    await serveByKeys(one);
    await key(one, 'F8');
    await stage(one, 'free');
    expect(story.mishaps).toEqual([]);
  }, 60_000);

  it('pressed Finish by mistake and takes it back within five seconds; afterwards it stays', async () => {
    await using story = await openStory();
    const one = await logIn(story, 'lan', 'quay-1');
    await take(story, services.copies);
    await one.getByTestId('waiting-A001').waitFor();
    await serveByKeys(one);
    await key(one, 'F8');
    await stage(one, 'free');
    await one.getByTestId('counter-undo-bar').filter({ hasText: 'Đã xong A001' }).waitFor();
    await story.picture(one, 'counter-undo');
    expect(await fits(one)).toBe(true);
    await key(one, 'Backspace');
    await stage(one, 'serving');
    await one.getByTestId('counter-finish').click();
    await stage(one, 'free');
    await one.getByTestId('counter-undo').waitFor();
    await one.getByTestId('counter-undo').waitFor({ state: 'detached' });
    await key(one, 'Backspace');
    await stage(one, 'free');
    expect(story.mishaps).toEqual([]);
  }, 60_000);

  it('calls a frail person out of order with a reason, and the passed see it on the clerk’s list', async () => {
    await using story = await openStory();
    const three = await logIn(story, 'hoa', 'quay-3');
    for (const service of [services.land, services.copies, services.land]) await take(story, service);
    await take(story, services.copies, { priority: 'tu-75' as PriorityId });
    const sooner = three.getByTestId('waiting-A002');
    await sooner.filter({ hasText: 'Từ 75 tuổi' }).filter({ hasText: 'Kế tiếp' }).waitFor();
    await three.getByTestId('waiting-H002').waitFor();
    await story.picture(three, 'counter-waiting');
    // The last of the list, by arrows.
    await key(three, 'ArrowUp', 'Enter');
    await three.getByTestId('person-dialog').filter({ hasText: 'H002' }).waitFor();
    await story.picture(three, 'counter-pick');
    await key(three, '2');
    await stage(three, 'called');
    await three.getByTestId('waiting-H001').filter({ hasText: 'Bị vượt 1 lần' }).waitFor();
    await story.picture(three, 'counter-passed');
    expect(story.mishaps).toEqual([]);
  }, 60_000);

  it('finishes only with a result where the service asks for one, holds with a time, and finds everybody again', async () => {
    await using story = await openStory();
    const two = await logIn(story, 'minh', 'quay-2');
    for (let count = 0; count < 3; count += 1) await take(story, services.residence);
    await take(story, services.civil);
    await two.getByTestId('waiting-C004').waitFor();
    await serveByKeys(two);
    await key(two, 'F8');
    await two.getByTestId('result-dialog').waitFor();
    await story.picture(two, 'counter-result');
    await key(two, '1');
    await stage(two, 'free');

    await serveByKeys(two);
    await key(two, 'F10');
    await two.getByTestId('note-text').fill('Con trai mang bản chính đến lúc 10 giờ');
    await story.picture(two, 'counter-note');
    await key(two, 'Enter');
    await two.getByTestId('notes').filter({ hasText: 'Con trai' }).waitFor();
    await story.picture(two, 'counter-noted');
    await key(two, 'F7');
    await two.getByTestId('hold-dialog').waitFor();
    await story.picture(two, 'counter-hold');
    await key(two, '-', '-', '1');
    await stage(two, 'free');
    await two.getByTestId('aside-C002').filter({ hasText: 'Hẹn' }).waitFor();

    await serveByKeys(two);
    await key(two, 'F9');
    await stage(two, 'free');
    await two.getByTestId('aside-C003').filter({ hasText: 'Bổ sung' }).waitFor();
    await serveByKeys(two);
    await key(two, 'F3');
    await two.getByTestId('service-dialog').waitFor();
    await story.picture(two, 'counter-add-service');
    await two.getByTestId('service-cu-tru').click();
    await two.getByTestId('counter-service').filter({ hasText: 'Cư trú' }).waitFor();
    await story.picture(two, 'counter-busy-lists');
    expect(await fits(two)).toBe(true);
    await take(story, services.civil);
    await two.getByTestId('waiting-C005').waitFor();
    // Half an hour later by this screen's clock: the hold is due, and who waits has waited too long.
    await two.clock.setSystemTime(Date.now() + 31 * 60_000);
    await two.locator('[data-testid="aside-C002"][data-due]').filter({ hasText: 'Đến hẹn' }).waitFor();
    await two.getByTestId('waiting-C005').filter({ hasText: 'chờ quá lâu' }).waitFor();
    await story.picture(two, 'counter-late');
    await two.clock.setSystemTime(Date.now());
    await answer(two, 'F8', 'result-dialog', '2');
    await stage(two, 'free');
    await two.getByTestId('resume-C002').click();
    await stage(two, 'serving');
    await answer(two, 'F8', 'result-dialog', '2');
    await stage(two, 'free');
    await two.getByTestId('lineUp-C003').click();
    await two.getByTestId('waiting-C003').filter({ hasText: 'Đã bổ sung giấy tờ' }).waitFor();
    expect(story.mishaps).toEqual([]);
  }, 60_000);

  it('takes the fee of two copies: typed wrong, asked, paid from a phone that scans the pad, which asks for a rating afterwards', async () => {
    await using story = await openStory({
      configure: (text) => text.replace(/^ratings:\n/m, 'ratings:\n  pad: { criterion: thai-do }\n'),
    });
    const page = await logIn(story, 'lan', 'quay-1');
    await take(story, services.copies);
    await page.getByTestId('waiting-A001').waitFor();
    await serveByKeys(page);
    await key(page, 'Insert');
    await page.getByTestId('fee-dialog').waitFor();
    expect(await page.getByTestId('fee-amount').inputValue()).toBe('2000');
    await page.getByTestId('fee-amount').fill('4k');
    await key(page, 'Enter');
    await page.getByRole('alert').getByText('999.999.999').waitFor();
    await story.picture(page, 'counter-fee-wrong');
    await page.getByTestId('fee-amount').fill('4.000');
    await key(page, 'Enter');
    await page.getByTestId('fee-asked-dialog').waitFor();
    await page.getByTestId('fee-asked-dialog').getByText('4.000 đ').waitFor();
    await story.picture(page, 'counter-fee-asked');
    // A page reaches the glass line by line: the code comes after the sum.
    await story.device(
      'bang-diem',
      'rating-pad-nextion',
      ({ text, qr }) => text.includes('4.000 đ') && qr?.content.includes('0208QRIBFTTA5303704540440005802VN') === true,
    );
    await key(page, '1');
    await page.locator('[data-testid="counter-fee-tag"][data-fee="transfer"]').waitFor();
    await story.picture(page, 'counter-fee-paid');
    await story.device('bang-diem', 'rating-pad-nextion', ({ text }) => text.includes('A001'));
    expect(await fits(page)).toBe(true);
    await key(page, 'F8');
    await stage(page, 'free');
    const bench = await story.open(`${story.hall.benchUrl}/`, { width: 1440, height: 900 });
    const glass = (shown: string) => bench.locator(`[data-testid="bang-diem-glass"][data-page="${shown}"]`);
    for (const [shown, face] of [
      ['faces', 5],
      ['more', 4],
    ] as const) {
      await glass(shown).scrollIntoViewIfNeeded();
      await story.picture(bench, `bench-pad-${shown}`);
      await bench.getByTestId(`bang-diem-face-${face}`).click();
    }
    await glass('thanks').waitFor();
    await story.picture(bench, 'bench-pad-thanks');
    expect(story.mishaps).toEqual([]);
  }, 90_000);

  it('goes to lunch: the counter is not open for places, the board says so, and the keypad brings it back', async () => {
    await using story = await openStory();
    const one = await logIn(story, 'lan', 'quay-1');
    const board = await story.open(`${story.hall.url}/board/`, { width: 1920, height: 1080 });
    await key(one, 'F1');
    await one.getByTestId('pause-dialog').waitFor();
    await story.picture(one, 'counter-pause');
    await key(one, '1');
    await one.getByTestId('counter-paused').filter({ hasText: 'Ăn trưa' }).waitFor();
    await story.picture(one, 'counter-paused');
    expect(await fits(one)).toBe(true);
    await board.getByTestId('board-paused').filter({ hasText: '1' }).waitFor();
    await story.picture(board, 'board-paused');
    await take(story, services.copies);
    await one.getByTestId('waiting-A001').waitFor();
    await key(one, 'F2');
    await one.getByTestId('counter-paused').waitFor({ state: 'detached' });
    await board.getByTestId('board-paused').waitFor({ state: 'detached' });
    await answer(one, 'F1', 'pause-dialog', '2');
    await one.getByTestId('counter-paused').waitFor();
    await story.act({ device: 'ban-phim', verb: 'press-key', address: 1, key: 'call' });
    await stage(one, 'called');
    expect(story.mishaps).toEqual([]);
  }, 60_000);
});
