// The whole hall in a real browser, over real serial lines: one citizen from the kiosk to the end, and the days on which
// something breaks.
import { describe, expect, it } from 'vitest';
import { openStory, type Story } from '../support/browser.ts';
import { readQr } from '../support/read-qr.ts';
import { logIn } from './clerk.ts';

const kioskSize = { width: 1080, height: 1920 };
const boardSize = { width: 1920, height: 1080 };
const phoneSize = { width: 360, height: 740 };

const textOf = async (page: Awaited<ReturnType<Story['open']>>, testId: string): Promise<string> =>
  (await page.getByTestId(testId).textContent())?.trim() ?? '';

describe('a citizen', () => {
  it('takes a number, gets the paper, is called, sees and hears it, follows it on the phone, and is done', async () => {
    await using story = await openStory();
    const kiosk = await story.open(`${story.hall.url}/kiosk/`, kioskSize);
    const board = await story.open(`${story.hall.url}/board/`, boardSize);
    const counter = await logIn(story, 'lan', 'quay-1');
    const voices: string[] = [];
    board.on('response', (response) => {
      if (response.url().includes('/voice/')) voices.push(`${response.status()} ${response.headers()['content-type']}`);
    });

    await kiosk.getByTestId('kiosk-service-chung-thuc').click();
    await kiosk.getByTestId('kiosk-result').waitFor();
    expect(await textOf(kiosk, 'kiosk-number')).toBe('A001');
    await story.picture(kiosk, 'kiosk-result');
    await kiosk.locator('[data-testid="kiosk-paper"][data-print="printed"]').waitFor();
    const printer = await story.device('may-in', 'ticket-printer-escpos', ({ tickets }) => tickets.length === 1);
    expect(printer.tickets[0]).toMatchObject({ whole: true });
    expect(printer.unknown).toEqual([]);

    const turnUrl = await readQr(await kiosk.screenshot());
    const paper = await fetch(`${story.hall.benchUrl}/api/pictures/may-in/1.png`);
    expect(await readQr(Buffer.from(await paper.arrayBuffer()))).toBe(turnUrl);
    const phone = await story.open(turnUrl, phoneSize);
    expect(await textOf(phone, 'phone-number')).toBe('A001');
    await story.picture(phone, 'phone-waiting');

    await counter.getByTestId('counter-next').click();
    await phone.getByTestId('phone-called').waitFor();
    expect(await textOf(phone, 'phone-counter')).toBe('1');
    await board.getByTestId('board-headline').filter({ hasText: 'A001' }).waitFor();
    await story.device('den-led', 'queue-display-modbus', ({ units }) =>
      units.some(({ address, text }) => address === 1 && text.trim() === 'A001'),
    );
    await story.device('ban-phim', 'call-keypad-qsystem', ({ units }) =>
      units.some(({ address, light }) => address === 1 && light === 'green-blink'),
    );
    await story.picture(board, 'board-called');
    await story.picture(phone, 'phone-called');
    await expect.poll(() => voices, { timeout: 10_000 }).toContain('200 audio/wav');

    await counter.getByTestId('counter-start').click();
    await counter.locator('[data-testid="counter-stage"][data-state="serving"]').waitFor();
    await story.picture(counter, 'counter-serving');
    await counter.getByTestId('counter-finish').click();
    await phone.locator('[data-testid="rate"][data-page="level"]').waitFor();
    await story.device('den-led', 'queue-display-modbus', ({ units }) => units.every(({ text }) => text.trim() === ''));
    expect(story.mishaps).toEqual([]);
  }, 60_000);

  it('is called by the keypad on the desk, without any mouse', async () => {
    await using story = await openStory();
    const kiosk = await story.open(`${story.hall.url}/kiosk/`, kioskSize);
    const counter = await logIn(story, 'minh', 'quay-2');
    await kiosk.getByTestId('kiosk-service-ho-tich').click();
    await kiosk.getByTestId('kiosk-result').waitFor();
    const press = (key: 'call' | 'start' | 'finish') =>
      story.act({ device: 'ban-phim', verb: 'press-key', address: 2, key });
    const stage = (state: string) => counter.locator(`[data-testid="counter-stage"][data-state="${state}"]`).waitFor();
    await counter.getByTestId('waiting-C001').waitFor();
    await press('call');
    await stage('called');
    await press('start');
    await stage('serving');
    await press('finish');
    await stage('free');
    expect(story.mishaps).toEqual([]);
  }, 60_000);

  it('whose paper runs out in the middle keeps the number and gets one marked copy', async () => {
    await using story = await openStory();
    const kiosk = await story.open(`${story.hall.url}/kiosk/`, kioskSize);
    await story.act({ device: 'may-in', verb: 'paper-left', rows: 200 });
    await kiosk.getByTestId('kiosk-service-dat-dai').click();
    expect(await textOf(kiosk, 'kiosk-number')).toBe('H001');
    await kiosk.locator('[data-testid="kiosk-paper"][data-print="failed"]').waitFor();
    await story.picture(kiosk, 'kiosk-paper-failed');
    await story.act({ device: 'may-in', verb: 'set-paper', level: 'ok' });
    await kiosk.getByTestId('kiosk-reprint').click();
    await kiosk.locator('[data-testid="kiosk-paper"][data-print="printed"]').waitFor({ timeout: 20_000 });
    await expect.poll(() => kiosk.getByTestId('kiosk-reprint').count()).toBe(0);
    expect(await textOf(kiosk, 'kiosk-number')).toBe('H001');
    const { tickets } = await story.device(
      'may-in',
      'ticket-printer-escpos',
      (printer) => printer.tickets.length >= 1 && printer.rowsInProgress === 0,
    );
    expect(tickets.at(-1)).toMatchObject({ whole: true });
    expect(story.mishaps).toEqual([]);
  }, 60_000);
});

describe('a hall', () => {
  it('whose host is killed in the middle of a call comes back as it was, and no screen was ever blank', async () => {
    await using story = await openStory();
    const kiosk = await story.open(`${story.hall.url}/kiosk/`, kioskSize);
    const board = await story.open(`${story.hall.url}/board/`, boardSize);
    const counter = await logIn(story, 'hoa', 'quay-3');
    await kiosk.getByTestId('kiosk-service-dat-dai').click();
    await kiosk.getByTestId('kiosk-done').click();
    await counter.getByTestId('waiting-H001').waitFor();
    await counter.getByTestId('counter-next').click();
    await board.getByTestId('board-headline').filter({ hasText: 'H001' }).waitFor();

    story.hall.host.kill('SIGKILL');
    await story.hall.hostEnded;
    await board.getByTestId('board-lost').waitFor();
    await counter.getByTestId('counter-lost').waitFor();
    expect((await board.textContent('body'))?.length).toBeGreaterThan(20);
    expect((await kiosk.textContent('body'))?.length).toBeGreaterThan(20);
    await story.picture(board, 'board-lost');
    await story.picture(kiosk, 'kiosk-lost');

    const again = await story.hall.restartHost();
    try {
      await counter.locator('[data-testid="counter-stage"][data-state="called"]').waitFor({ timeout: 20_000 });
      await expect.poll(() => board.getByTestId('board-lost').count(), { timeout: 20_000 }).toBe(0);
      await counter.getByTestId('counter-start').click();
      await counter.getByTestId('counter-finish').click();
      await kiosk.getByTestId('kiosk-service-dat-dai').click({ timeout: 20_000 });
      expect(await textOf(kiosk, 'kiosk-number')).toBe('H002');
      await story.device('den-led', 'queue-display-modbus', ({ units }) =>
        units.every(({ text }) => text.trim() === ''),
      );
    } finally {
      await again.stop();
    }
  }, 90_000);
});
