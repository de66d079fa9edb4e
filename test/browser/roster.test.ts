// The administrator's page of people in a real browser: a list, a consent, its withdrawal, a request.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStory, type Story } from '../support/browser.ts';
import { judge } from './look.ts';

let story: Story;
beforeAll(async () => {
  story = await openStory();
});
afterAll(() => story[Symbol.asyncDispose]());

const bad = 'Mã,Họ và tên,Lớp,Ngày sinh\nHS001,Nguyễn An,3A,24/11/2018\nHS001,=1+1,3A,31/02/2018\n';
const good =
  'Mã,Họ và tên,Lớp,Ngày sinh,Người giám hộ,Quan hệ\nHS001,Nguyễn An,3A,01/06/2021,Trần Bình,mẹ\nHS002,Lê Bình,3B,01/06/2017,Lê Cường,bố\n';

it('a class list with errors is named row by row, a good one is stored; a mother agrees, withdraws and asks for the data', async () => {
  const page = await story.open(`${story.hall.url}/manager/`, { width: 1440, height: 900 });
  await page.getByTestId('demo-truong').click();
  await page.getByTestId('login-enter').click();
  await page.getByTestId('manager-tab-roster').click();
  await page.getByTestId('roster-upload').waitFor();
  const look = async (name: string) => {
    await story.picture(page, `manager-roster-${name}`);
    expect(await judge(page, { targetPx: 56, textPx: 14 }), name).toEqual({
      serious: [],
      scrolls: expect.any(Boolean),
      spills: [],
      smallTargets: [],
      smallTexts: [],
    });
  };
  await look('empty');
  const choose = (text: string) =>
    page
      .getByTestId('roster-file')
      .setInputFiles({ name: 'lop-3.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await choose(bad);
  await page.getByText('Dòng 3, cột “Ngày sinh”').waitFor();
  await look('problems');
  await choose(good);
  await page.getByTestId('roster-store').click();
  await page.getByTestId('roster-HS002').waitFor();
  await look('list');

  await page.getByTestId('roster-open-HS001').click();
  await page.getByTestId('consent-give-school-attendance').click();
  await page.getByTestId('give-paper').fill('12/2026');
  await look('give');
  await page.getByTestId('give-send').click();
  await page.getByTestId('consent-state-school-attendance').getByText('Đã đồng ý đủ').waitFor();
  await page.getByTestId('consent-withdraw-school-attendance').click();
  await look('withdraw');
  await page.getByTestId('withdraw-do').click();
  await page.getByText('In biên nhận').waitFor();
  await page.getByTestId('alike-code').fill('HS404');
  await page.getByTestId('alike-note').click();
  await page.locator('[data-testid="manager-said"][data-kind="wrong"]').waitFor();
  await page.getByTestId('alike-code').fill('hs002');
  await page.getByTestId('alike-note').click();
  await page.getByTestId('roster-alike').getByText('Lê Bình · HS002').waitFor();
  await page.getByTestId('roster-alike').scrollIntoViewIfNeeded();
  await look('alike');
  await page.getByTestId('alike-clear').click();
  await page.getByTestId('roster-alike').getByText('Chưa ghi nhận ai').waitFor();
  await page.getByTestId('ask-note').fill('gặp tại phòng 2');
  await page.getByTestId('ask-send').click();
  await page.getByTestId('manager-said').getByText('Đã ghi').waitFor();
  await look('person');
  const paper = page.getByText('In biên nhận');
  const receipt = await page.request.get(new URL((await paper.getAttribute('href')) ?? '', page.url()).href);
  expect([receipt.status(), (await receipt.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  await page.getByTestId('roster-back').click();
  await page.getByTestId('roster-due').getByText('Trả lời trước hết').waitFor();
  await page.setViewportSize({ width: 800, height: 1280 });
  await look('portrait');
  await page.getByTestId('manager-language').click();
  await look('english');
  expect(story.mishaps).toEqual([]);
  await page.context().close();
});
