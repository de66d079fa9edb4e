// The manager's page of attendance in a real browser: a meeting from its planning to the last correction.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStory, type Story } from '../support/browser.ts';
import { temporaryFolder } from '../support/site.ts';
import { judge } from './look.ts';

let story: Story;
beforeAll(async () => {
  story = await openStory();
});
afterAll(() => story[Symbol.asyncDispose]());

const names = ['Nguyễn Văn An', 'Trần Thị Bình', 'Lê Hoàng Cường', 'Phạm Thu Dung', 'Đỗ Minh Đức', 'Hoàng Lan Hương'];
const staffList = `Mã,Họ và tên,Phòng ban,Loại\n${names
  .map((name, at) => `CB0${at + 1},${name},${at < 4 ? 'Tư pháp' : 'Địa chính'},nhân viên`)
  .join('\n')}\n`;

const enterAt = async (at: Story, login: string): Promise<Page> => {
  const page = await at.open(`${at.hall.url}/manager/`, { width: 1440, height: 900 });
  await page.getByTestId(`demo-${login}`).click();
  await page.getByTestId('login-enter').click();
  await page.getByTestId('manager-desk').waitFor();
  return page;
};

const enter = (login: string): Promise<Page> => enterAt(story, login);

const lookAt = async (at: Story, page: Page, name: string) => {
  await at.picture(page, `sheets-${name}`);
  expect(await judge(page, { targetPx: 56, textPx: 16 }), name).toEqual({
    serious: [],
    scrolls: expect.any(Boolean),
    spills: [],
    smallTargets: [],
    smallTexts: [],
  });
};

const look = (page: Page, name: string) => lookAt(story, page, name);

it('a meeting is planned with a department and a guest, people come, a mistake is corrected, and a colleague sees it live', async () => {
  const page = await enter('truong');
  await page.getByTestId('manager-tab-roster').click();
  await page
    .getByTestId('roster-file')
    .setInputFiles({ name: 'can-bo.csv', mimeType: 'text/csv', buffer: Buffer.from(staffList) });
  await page.getByTestId('roster-store').click();
  await page.getByTestId('roster-CB06').waitFor();

  await page.getByTestId('manager-tab-attendance').click();
  await page.getByTestId('attendance-none').waitFor();
  await look(page, 'day-empty');
  await page.getByTestId('attendance-plan').click();
  await page.getByTestId('meeting-send').click();
  await page.getByTestId('meeting-wrong').getByText('Nhập tên cuộc họp').waitFor();
  await page.getByTestId('meeting-title').fill('Họp giao ban tuần');
  await page.getByTestId('meeting-place').fill('Phòng họp tầng 2');
  await page.getByTestId('meeting-agenda').fill('Kết quả tuần qua\nViệc tuần này');
  await page.getByTestId('meeting-send').click();
  await page.getByTestId('meeting-wrong').getByText('ít nhất một nhóm').waitFor();
  await page.getByTestId('invite-group-Tư pháp').click();
  await page.getByTestId('invite-find').fill('huong');
  await page.getByTestId('invite-CB06').click();
  const guest = page.getByTestId('chosen-CB06');
  await guest.locator('select').selectOption('guest');
  await guest.locator('input').fill('B1');
  await page.getByTestId('meeting-opensBeforeMinutes').selectOption('60');
  await look(page, 'plan');
  await page.getByTestId('meeting-send').click();
  await page.getByTestId('sheet-quorum').getByText('Chưa đủ túc số: 0 / 4').waitFor();
  await look(page, 'sheet-new');

  const colleague = await enter('truong');
  await colleague.getByTestId('manager-tab-attendance').click();
  const day = await page.evaluate(() => document.querySelector('.sheet-about .soft')?.textContent?.slice(0, 10) ?? '');
  await colleague.getByTestId('attendance-date').fill(day.split('/').toReversed().join('-'));
  await colleague.getByTestId('sheet-Họp giao ban tuần').click();
  await colleague.getByTestId('row-CB01').waitFor();

  await page.getByTestId('came-CB01').click();
  await page.getByTestId('came-CB02').click();
  await page.locator('[data-testid="row-CB02"][data-status="present"]').waitFor();
  await colleague.locator('[data-testid="row-CB02"][data-status="present"]').waitFor();
  await page.getByTestId('edit-CB03').click();
  await look(page, 'mark');
  await page.getByTestId('announce-duty').click();
  await page.locator('[data-testid="row-CB03"][data-status="excused"]').waitFor();
  await page.getByTestId('edit-CB04').click();
  await page.getByTestId('mark-seat').fill('A1');
  await page.getByTestId('mark-store').click();
  await page.getByTestId('row-CB04').getByText('chỗ A1').waitFor();
  await page.getByTestId('edit-CB06').click();
  await page.getByTestId('mark-seat').fill('a1');
  await page.getByTestId('mark-store').click();
  await page.getByTestId('manager-said').getByText('Chỗ a1 ghi cho hai người').waitFor();

  await colleague.getByTestId('edit-CB02').click();
  await colleague.getByTestId('correct-status').selectOption('absent');
  await colleague.getByTestId('correct-reason').selectOption('wrong-person');
  await colleague.getByTestId('correct-store').click();
  await page.locator('[data-testid="row-CB02"][data-status="absent"]').waitFor();
  await page.getByTestId('row-CB02').getByText('máy nhận nhầm người').waitFor();
  await page.getByTestId('edit-CB02').click();
  await page.getByTestId('correct-undo').click();
  await page.locator('[data-testid="row-CB02"][data-status="present"]').waitFor();
  await page.getByTestId('came-CB04').click();
  await page.getByTestId('sheet-quorum').getByText('Đủ túc số: 3 / 4').waitFor();
  await look(page, 'sheet');
  await page.getByTestId('sheet-look-seats').click();
  await page.locator('[data-testid="seat-A1"][data-status="present"]').waitFor();
  await look(page, 'seats');
  await page.getByTestId('sheet-look-list').click();
  await page.getByTestId('sheet-find').fill('dung');
  await page.getByTestId('row-CB01').waitFor({ state: 'detached' });
  await page.getByTestId('sheet-find').fill('');

  await page.getByTestId('sheet-change').click();
  await colleague.getByTestId('sheet-change').click();
  await page.getByTestId('meeting-place').fill('Hội trường');
  await look(page, 'change');
  await page.getByTestId('change-store').click();
  await page.getByText('Hội trường').waitFor();
  await colleague.getByTestId('meeting-place').fill('Phòng khách');
  await colleague.getByTestId('change-store').click();
  await colleague.getByTestId('manager-said').getByText('Người khác vừa sửa buổi này').waitFor();

  await page.setViewportSize({ width: 800, height: 1280 });
  await look(page, 'portrait');
  await page.getByTestId('manager-language').click();
  await look(page, 'english');
  await page.getByTestId('sheet-back').click();
  await page.getByTestId('attendance-day').waitFor();
  await page.getByTestId('attendance-date').fill(day.split('/').toReversed().join('-'));
  await page.getByTestId('sheet-Họp giao ban tuần').waitFor();
  await look(page, 'day');
  expect(story.mishaps).toEqual([]);
  await page.context().close();
  await colleague.context().close();
}, 90_000);

const pupils = [
  'Mã,Họ và tên,Lớp,Loại,Người giám hộ,Quan hệ,Liên hệ',
  'HS01,Nguyễn Gia An,3A,học sinh,Trần Bình,mẹ,0900000001',
  'HS02,Lê Minh Bảo,3A,học sinh,Lê Cường,bố,',
  'HS03,Phạm Quỳnh Chi,3B,học sinh,Phạm Dũng,bố,0900000003',
].join('\n');

it('a morning at school: too many are away for the clock, a manager reports it, and a teacher of the class telephones', async () => {
  using temporary = temporaryFolder();
  const { folder } = temporary;
  // Late since midnight: whenever the test runs, whoever has not come is absent.
  const school = `attendance:
  school:
    terms: [{ from: "2020-01-01", to: "2099-12-31" }]
    sessions: [{ id: sang, title: Buổi học, place: Cơ sở 1, groups: [3A, 3B], weekdays: [mon, tue, wed, thu, fri, sat, sun], opens: "00:00", starts: "00:00", lateAfter: "00:00", ends: "23:59" }]
  teachers: [{ staff: co.mai, groups: [3A] }]
  reportAfterMinutes: 0
  notices: { file: { folder: "${folder}" } }
`;
  await using hall = await openStory({ configure: (text) => `${text}\n${school}` });
  const page = await enterAt(hall, 'truong');
  await page.getByTestId('manager-tab-roster').click();
  await page
    .getByTestId('roster-file')
    .setInputFiles({ name: 'lop-3.csv', mimeType: 'text/csv', buffer: Buffer.from(pupils) });
  await page.getByTestId('roster-store').click();
  await page.getByTestId('roster-HS03').waitFor();
  await page.getByTestId('manager-tab-people').click();
  await page.getByTestId('new-name').fill('Đỗ Thị Mai');
  await page.getByTestId('new-login').fill('co.mai');
  await page.getByTestId('manager-new-person').getByTestId('new-password').fill('chuối chiên giòn');
  await page.getByTestId('manager-new-person').getByText('Giáo viên').click();
  await page.getByTestId('manager-new-person').getByText('Cán bộ quầy').click();
  await page.getByTestId('new-add').click();
  await page.getByTestId('person-co.mai').waitFor();

  await page.getByTestId('manager-tab-attendance').click();
  await page.getByTestId('sheet-Buổi học').click();
  // Its people were not there yet when the host opened it.
  await page.getByTestId('sheet-invite').click();
  await page.getByTestId('invite-group-3A').click();
  await page.getByTestId('invite-group-3B').click();
  await page.getByTestId('invite-store').click();
  await page.locator('[data-testid="row-HS03"][data-status="absent"]').waitFor();
  await page.getByTestId('sheet-report').getByText('Vắng quá nhiều nên máy chưa báo').waitFor();
  await page.getByTestId('edit-HS03').click();
  await page.getByTestId('correct-store').click();
  await page.locator('[data-testid="row-HS03"][data-status="present"]').waitFor();
  await page.getByTestId('sheet-report-now').click();
  await page.getByTestId('notice-HS01-absent').getByText('đã gửi').waitFor();
  await page.getByTestId('notice-HS02-absent').getByText('chưa có số liên hệ').waitFor();
  await page.getByTestId('sheet-notices').getByText('1 đã báo, 0 đang chờ gửi, 1 cần gọi điện').waitFor();
  await lookAt(hall, page, 'school');
  const line = readFileSync(path.join(folder, readdirSync(folder)[0] ?? ''), 'utf8');
  expect(JSON.parse(line)).toMatchObject({ kind: 'absent', to: [{ name: 'Trần Bình', contact: '0900000001' }] });

  const teacher = await hall.open(`${hall.hall.url}/manager/`, { width: 1024, height: 768 });
  await teacher.getByTestId('login-name').fill('co.mai');
  await teacher.getByTestId('login-password').fill('chuối chiên giòn');
  await teacher.getByTestId('login-enter').click();
  await teacher.getByTestId('sheet-Buổi học').click();
  await teacher.getByTestId('row-HS01').waitFor();
  expect(await teacher.getByTestId('row-HS03').count()).toBe(0);
  expect(await teacher.getByTestId('sheet-cancel').count()).toBe(0);
  await teacher.getByTestId('edit-HS02').click();
  await teacher.getByTestId('mark-notices').getByText('Lê Cường').waitFor();
  await lookAt(hall, teacher, 'teacher-mark');
  await teacher.getByTestId('told-absent').click();
  await teacher.getByTestId('notice-HS02-absent').getByText('đã gọi điện').waitFor();
  await lookAt(hall, teacher, 'teacher');
  await page.getByTestId('notice-HS02-absent').getByText('đã gọi điện').waitFor();

  const shown =
    (await page.getByTestId('attendance-sheet').locator('.sheet-about .soft').textContent())?.slice(0, 10) ?? '';
  const tomorrow = new Date(Date.parse(shown.split('/').toReversed().join('-')) + 86_400_000)
    .toISOString()
    .slice(0, 10);
  await page.getByTestId('edit-HS01').click();
  await page.getByTestId('leave-to').fill('2020-01-01');
  await page.getByText('Ngày cuối không được trước ngày đầu').waitFor();
  await page.getByTestId('leave-to').fill(tomorrow);
  await lookAt(hall, page, 'leave');
  await page.getByTestId('announce-illness').click();
  await page.locator('[data-testid="row-HS01"][data-status="excused"]').waitFor();

  await page.getByTestId('manager-tab-audit').click();
  await page.getByTestId('audit-guardian-notice-told').getByText('Đã gọi điện báo phụ huynh').waitFor();
  await page
    .getByTestId('audit-attendance-corrected')
    .getByText('Buổi học · Phạm Quỳnh Chi · có mặt · cán bộ đã thấy')
    .waitFor();
  await page.getByTestId('audit-leave-announced').getByText('Nguyễn Gia An').waitFor();
  await hall.picture(page, 'sheets-audit');
  await page.getByTestId('manager-tab-attendance').click();
  await page.getByTestId('attendance-next').click();
  await page.getByTestId('attendance-none').waitFor();
  expect(hall.mishaps).toEqual([]);
}, 120_000);
