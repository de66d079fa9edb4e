// The head of a department looks back over three weeks, and takes the figures along.
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { playPastDays } from '../../tools/bench/reports/past-days.ts';
import { openStory, type Story } from '../support/browser.ts';
import { demoConfig } from '../support/site.ts';
import { judge } from './look.ts';

const dayMs = 24 * 3_600_000;
let story: Story;
beforeAll(async () => {
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  story = await openStory({
    prepare: (dataFolder) =>
      playPastDays({
        dataFolder,
        config: demoConfig(),
        kind: 'demo',
        firstMs: Date.parse(`${today}T00:00:00+07:00`) - 21 * dayMs,
        days: 13,
        ticketsADay: 90,
        say: () => undefined,
      }),
  });
}, 120_000);
afterAll(() => story[Symbol.asyncDispose]());

it('a month on one page, as spreadsheet and on paper; a day without business; a range that is none', async () => {
  const page = await story.open(`${story.hall.url}/manager/`, { width: 1440, height: 900 });
  await page.getByTestId('demo-truong').click();
  await page.getByTestId('login-enter').click();
  await page.getByTestId('manager-tab-reports').click();
  await page.getByTestId('report-nothing').waitFor();
  await story.picture(page, 'report-nothing');
  await page.getByTestId('report-month').click();
  await page.getByTestId('report-heat').waitFor();
  await page.getByTestId('report-staffing').waitFor();
  await story.picture(page, 'report-month');
  const { serious, smallTargets, spills } = await judge(page, { targetPx: 56, textPx: 14 });
  expect({ serious, smallTargets, spills }).toEqual({ serious: [], smallTargets: [], spills: [] });
  await page.getByTestId('report-heat').scrollIntoViewIfNeeded();
  await story.picture(page, 'report-month-heat');
  await page.getByTestId('report-staffing').scrollIntoViewIfNeeded();
  await story.picture(page, 'report-month-staffing');
  await page.getByTestId('manager-language').click();
  await page.evaluate(() => window.scrollTo(0, 0));
  await story.picture(page, 'report-month-english');
  await page.getByTestId('manager-language').click();

  const save = async (format: string): Promise<Buffer> => {
    const href = await page.getByTestId(`report-${format}`).getAttribute('href');
    const answer = await page.request.get(new URL(href ?? '', story.hall.url).href);
    expect([answer.status(), answer.headers()['content-disposition']]).toEqual([
      200,
      expect.stringContaining(`.${format}"`),
    ]);
    return answer.body();
  };
  const sheets = await readXlsxFile(await save('xlsx'));
  expect(sheets.map(({ sheet }) => sheet)).toContain('Theo lĩnh vực');
  const pdf = await save('pdf');
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await save('csv')).toString()).toContain('Chứng thực bản sao');

  await page.getByTestId('report-from').fill('2030-01-01');
  await page.getByRole('alert').waitFor();
  await story.picture(page, 'report-range-wrong');
  expect(story.mishaps).toEqual([]);
}, 60_000);

it('who did what on a day, the way of one number, and the file of the day', async () => {
  const page = await story.open(`${story.hall.url}/manager/`, { width: 1440, height: 900 });
  await page.getByTestId('demo-truong').click();
  await page.getByTestId('login-enter').click();
  await page.getByTestId('manager-tab-audit').click();
  await page.getByTestId('audit-day-opened').waitFor();
  const first = new Date(Date.now() + 7 * 3_600_000 - 21 * dayMs);
  // The first day that was played: weekends were not.
  while ([0, 6].includes(first.getUTCDay())) first.setUTCDate(first.getUTCDate() + 1);
  await page.getByTestId('audit-day').fill(first.toISOString().slice(0, 10));
  await page.getByTestId('audit-more').waitFor();
  await page.getByTestId('audit-more').click();
  await story.picture(page, 'audit-day');
  const look = await judge(page, { targetPx: 56, textPx: 14 });
  expect([look.serious, look.smallTargets, look.spills]).toEqual([[], [], []]);
  await page.getByTestId('audit-number').fill('a001');
  await page.getByTestId('audit-more').waitFor({ state: 'detached' });
  expect(await page.getByTestId('audit-ticket-issued').count()).toBe(1);
  await story.picture(page, 'audit-number');
  const csv = await page.request.get(
    new URL((await page.getByTestId('audit-csv').getAttribute('href')) ?? '', story.hall.url).href,
  );
  expect(await csv.text()).toContain('Gọi số');
  expect(story.mishaps).toEqual([]);
}, 60_000);

it('a stranger gets no report, and a file name that is none is not found', async () => {
  expect((await fetch(`${story.hall.url}/reports/2026-11-01_2026-11-30.pdf`)).status).toBe(401);
});
