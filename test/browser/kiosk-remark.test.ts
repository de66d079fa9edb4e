// Somebody without a phone writes to the office on the glass, takes the slip home and reads the answer with it.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UnitId } from '../../contract/ids.ts';
import { openStory, type Story } from '../support/browser.ts';
import { createHostClient } from '../support/client.ts';
import { readQr } from '../support/read-qr.ts';
import { accepted } from '../support/site.ts';
import { judge } from './look.ts';

let story: Story;
beforeAll(async () => {
  story = await openStory();
}, 120_000);
afterAll(() => story[Symbol.asyncDispose]());

const names: Readonly<Record<string, string>> = {
  ' ': 'space',
  '´': 'sac',
  '`': 'huyen',
  '?': 'hoi',
  '~': 'nga',
  _: 'nang',
};
const type = async (page: Page, keys: string): Promise<void> => {
  for (const key of keys) await page.getByTestId(`key-${names[key] ?? key}`).click();
};
const clean = { serious: [], smallTargets: [], scrolls: false, spills: [] };
const looked = async (page: Page) => {
  const { serious, smallTargets, scrolls, spills } = await judge(page, { targetPx: 80, textPx: 24 });
  return { serious, smallTargets, scrolls, spills };
};

describe.each([
  ['portrait', { width: 1080, height: 1920 }],
  ['landscape', { width: 1920, height: 1080 }],
] as const)('in %s', (orientation, size) => {
  it('written by keys, kept, printed; answered by the office, read with the slip before the scanner', async () => {
    const kiosk = await story.open(`${story.hall.url}/kiosk/`, size);
    await kiosk.getByTestId('kiosk-remark').click();
    await kiosk.getByTestId('remark-write-here').click();
    await kiosk.getByTestId('kiosk-remark-write').waitFor();
    await kiosk.getByTestId('remark-send').click();
    await kiosk.getByTestId('remark-wrong').getByText('Chưa có nội dung').waitFor();
    await kiosk.getByTestId('remark-kind-report').click();
    await type(kiosk, 'đen` nha` xe hong? mây´ hôm, tôi´ lăm´.x');
    await kiosk.getByTestId('key-erase').click();
    await kiosk.getByTestId('remark-place-nha-xe').click();
    expect(await kiosk.getByTestId('remark-text').inputValue()).toBe('Đèn nhà xe hỏng mấy hôm, tối lắm.');
    await story.picture(kiosk, `kiosk-remark-write-${orientation}`);
    expect(await looked(kiosk)).toEqual(clean);
    await kiosk.getByTestId('kiosk-text-size').click();
    await story.picture(kiosk, `kiosk-remark-write-${orientation}-large`);
    expect(await looked(kiosk)).toEqual(clean);
    await kiosk.getByTestId('kiosk-text-size').click();

    const before = await story.device('may-in', 'ticket-printer-escpos', () => true);
    await kiosk.getByTestId('remark-send').click();
    await kiosk.locator('[data-testid="remark-slip"][data-state="printed"]').waitFor();
    await story.picture(kiosk, `kiosk-remark-left-${orientation}`);
    expect(await looked(kiosk)).toEqual(clean);
    const url = await readQr(await kiosk.screenshot());
    const papers = before.tickets.length + 1;
    await story.device('may-in', 'ticket-printer-escpos', ({ tickets }) => tickets.length === papers);
    const paper = await fetch(`${story.hall.benchUrl}/api/pictures/may-in/${papers}.png`);
    const drawn = Buffer.from(await paper.arrayBuffer());
    expect(await readQr(drawn)).toBe(url);
    await kiosk.getByTestId('remark-done').click();

    const office = createHostClient(story.hall.url).rpc;
    accepted(await office.office.login.mutate({ login: 'truong', password: 'hoasua-truong' }));
    const { rows } = accepted(await office.remarks.desk.query({ show: 'open' }));
    const row = rows.find(({ source, kind }) => source === 'kiosk' && kind === 'report');
    if (row === undefined) throw new Error(`The office sees no report from the kiosk: ${JSON.stringify(rows)}`);
    expect(row.steps[0]?.text).toBe('Đèn nhà xe hỏng mấy hôm, tối lắm.');
    accepted(await office.remarks.route.mutate({ id: row.id, unitId: 'dia-chinh' as UnitId, why: 'Chiếu sáng' }));
    accepted(await office.remarks.answer.mutate({ id: row.id, text: 'Đã thay bóng đèn nhà xe chiều nay.' }));

    await kiosk.getByTestId('kiosk-home').waitFor();
    await story.act({ device: 'may-quet', verb: 'scan', text: url });
    await kiosk.locator('[data-testid="kiosk-remark-read"][data-state="answered"]').waitFor();
    await kiosk.getByText('Đã thay bóng đèn nhà xe chiều nay.').waitFor();
    await story.picture(kiosk, `kiosk-remark-read-${orientation}`);
    expect(await looked(kiosk)).toEqual(clean);
    // By key: a second press at the same place so soon is taken for the echo of a trembling hand.
    await kiosk.getByTestId('remark-done').press('Enter');
    await kiosk.getByTestId('kiosk-home').waitFor();
    await story.act({ device: 'may-quet', verb: 'scan', text: `${url.slice(0, -22)}${'x'.repeat(22)}` });
    await kiosk.getByTestId('kiosk-remark-unknown').waitFor();
    await kiosk.context().close();
    expect(story.mishaps).toEqual([]);
  }, 60_000);
});

it('the paper is out: the remark was received, the code stays on the glass, and a new roll brings the slip', async () => {
  const kiosk = await story.open(`${story.hall.url}/kiosk/`, { width: 1080, height: 1920 });
  await story.act({ device: 'may-in', verb: 'set-paper', level: 'out' });
  await kiosk.getByTestId('kiosk-printer-notice').waitFor();
  await kiosk.getByTestId('kiosk-remark').click();
  await kiosk.getByTestId('remark-write-here').click();
  await type(kiosk, 'cam? ơn');
  await kiosk.getByTestId('remark-send').click();
  await kiosk.locator('[data-testid="remark-slip"][data-state="failed"]').waitFor();
  await story.picture(kiosk, 'kiosk-remark-left-failed');
  expect(await readQr(await kiosk.screenshot())).toContain('/remarks/#t=');
  await story.act({ device: 'may-in', verb: 'set-paper', level: 'ok' });
  await expect
    .poll(
      async () => {
        const again = kiosk.getByTestId('remark-slip-again');
        if (await again.isVisible()) await again.click();
        return kiosk.getByTestId('remark-slip').getAttribute('data-state');
      },
      { timeout: 20_000 },
    )
    .toBe('printed');
  await kiosk.context().close();
}, 60_000);
