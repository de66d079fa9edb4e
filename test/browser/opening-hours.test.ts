// A day by the clock of a rehearsal: a booking that is kept in its time, the hours after which nobody is let in.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Story } from '../support/browser.ts';
import { readQr } from '../support/read-qr.ts';
import { judge } from './look.ts';
import { openDay } from './rehearsal-day.ts';

const tall = { width: 1080, height: 1920 };
const wide = { width: 1920, height: 1080 };
const clean = { serious: [], scrolls: false, spills: [], smallTargets: [], smallTexts: [] };
const kioskLimits = { targetPx: 88, textPx: 28 };

const openKiosk = async (story: Story, size = tall): Promise<Page> => {
  const kiosk = await story.open(`${story.hall.url}/kiosk/`, size);
  await kiosk.locator('[data-testid="kiosk-home"], [data-testid="kiosk-closed"]').first().waitFor();
  return kiosk;
};

it('a booking made on a phone is held before the scanner in its time, and its number is printed', async () => {
  await using day = await openDay('2026-11-24T08:50');
  const { story } = day;
  const { hall } = story;
  const phone = await story.open(`${hall.url}/book/`, { width: 360, height: 740 });
  await phone.getByTestId('book-service-ho-tich').click();
  await phone.locator('.day[data-state="open"]').first().click();
  await phone.getByTestId('book-time-09:00').click();
  await phone.getByTestId('book-phone').fill('0912 345 678');
  await phone.getByTestId('book-confirm').click();
  await phone.getByText('Đã đặt lịch hẹn').waitFor();
  const shown = await readQr(await phone.screenshot());
  expect(shown).toMatch(/^MC:/);
  await story.picture(phone, 'book-kept-for-now');

  const kiosk = await openKiosk(story);
  await story.act({ device: 'may-quet', verb: 'scan', text: shown ?? '' });
  await kiosk.getByTestId('kiosk-result').waitFor();
  const number = await kiosk.getByTestId('kiosk-number').textContent();
  expect(number).toBe('C001');
  await kiosk.locator('[data-testid="kiosk-paper"][data-print="printed"]').waitFor();
  await story.picture(kiosk, 'kiosk-portrait-booking-kept');
  const turnUrl = await readQr(await kiosk.screenshot());
  const paper = await fetch(`${hall.benchUrl}/api/pictures/may-in/1.png`);
  expect(await readQr(Buffer.from(await paper.arrayBuffer()))).toBe(turnUrl);

  await phone.goto(turnUrl ?? '');
  expect((await phone.getByTestId('phone-number').textContent())?.trim()).toBe(number);
  await kiosk.context().close();
  await phone.context().close();
  expect(story.mishaps).toEqual([]);
}, 60_000);

it('at noon and in the evening the kiosk says that it is closed and when it opens; late comers are warned first', async () => {
  await using day = await openDay('2026-11-24T11:45');
  const { story, comeAt } = day;
  const noon = await openKiosk(story);
  await noon.getByTestId('kiosk-closed').getByText('13:30').waitFor();
  await story.picture(noon, 'kiosk-portrait-closed-noon');
  await noon.context().close();

  await comeAt('2026-11-24T16:50');
  for (const [orientation, size] of [
    ['portrait', tall],
    ['landscape', wide],
  ] as const) {
    const late = await openKiosk(story, size);
    await story.picture(late, `kiosk-${orientation}-before-closing`);
    await late.getByTestId('kiosk-service-chung-thuc').click();
    await late.getByTestId('kiosk-doubt').waitFor();
    expect(await judge(late, kioskLimits)).toEqual(clean);
    await story.picture(late, `kiosk-${orientation}-doubt-closing`);
    await late.getByTestId('kiosk-doubt-take').click();
    await late.getByTestId('kiosk-result').waitFor();
    await late.context().close();
  }

  await comeAt('2026-11-24T17:05');
  for (const [orientation, size] of [
    ['portrait', tall],
    ['landscape', wide],
  ] as const) {
    const closed = await openKiosk(story, size);
    await closed.getByTestId('kiosk-closed').waitFor();
    expect(await judge(closed, kioskLimits)).toEqual(clean);
    await story.picture(closed, `kiosk-${orientation}-closed`);
    await closed.getByTestId('kiosk-language').click();
    // The day before the month, in English too: nobody comes on a wrong day.
    await closed.getByText(/Wednesday,? 25\/11,? 07:30/).waitFor();
    await story.picture(closed, `kiosk-${orientation}-closed-english`);
    await closed.context().close();
  }
  expect(story.mishaps).toEqual([]);
}, 90_000);
