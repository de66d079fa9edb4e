// Headquarters set what a hall works with: its screens follow at once, and nobody who waits loses anything.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CounterView } from '../../contract/counter-view.ts';
import type { CriterionId, PriorityId, RatingReasonId, TicketToken } from '../../contract/ids.ts';
import type { BoardView } from '../../contract/live.ts';
import type { ReceptionDesk } from '../../contract/reception-desk.ts';
import { writeXlsx } from '../../main/documents/write-table.ts';
import { verifyDatabase } from '../../main/store/verify.ts';
import { openAfarHall } from '../support/afar-hall.ts';
import { phonesAt, type TestApp } from '../support/app.ts';
import { createHostClient } from '../support/client.ts';
import { hubVerb } from '../support/hub-verb.ts';
import { followLive } from '../support/live-stream.ts';
import {
  accepted,
  clerk,
  counters,
  createProjections,
  demoConfig,
  newKey,
  refusalOf,
  services,
  temporaryFolder,
} from '../support/site.ts';
import { startTestHub, type TestHub, until } from '../support/test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 });
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

const issue = async ({ site }: TestApp) =>
  accepted(await site.queue.issue({ serviceId: services.copies, language: 'vi', key: newKey() }));

const sentTo = async (site: string): Promise<number> => {
  const { rows } = await hub.pool.query(
    'SELECT count(*)::int AS n FROM downlink JOIN site ON site.no = site_no WHERE key = $1',
    [site],
  );
  return rows[0].n;
};

test('headquarters change the reasons while somebody with an old one waits: desk and clerk see it at once, and the old number is called', async () => {
  using temporary = temporaryFolder();
  await using keep = new AsyncDisposableStack();
  const { app } = await openAfarHall(keep, hub, 'ward-reasons');
  const desk = createHostClient(app.url);
  accepted(await desk.rpc.office.login.mutate({ login: 'hoa', password: 'hoasua-hoa' }));
  const clerk = createHostClient(app.url);
  accepted(await clerk.rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  const take = (priority: string) =>
    desk.rpc.reception.issue.mutate({
      ...{ serviceId: services.copies, language: 'vi', paper: 'roll', key: newKey() },
      priority: priority as PriorityId,
    });
  const old = accepted(await take('tu-75'));
  const reception = keep.use(await followLive<ReceptionDesk>(`${app.url}/live/reception`, { cookie: desk.cookie() }));
  const counter = keep.use(await followLive<CounterView>(`${app.url}/live/counter`, { cookie: clerk.cookie() }));
  await reception.until(({ priorities }) => priorities.length === 4);

  const bad = path.join(temporary.folder, 'xau.csv');
  writeFileSync(bad, 'Mã;Tên;Số phút\nTừ 80;Từ 80 tuổi;40\ntu-80;;40\ntu-80;Từ 80 tuổi;nhiều\n');
  const refused = await hubVerb(hub, 'send', 'ward-reasons', 'priorities', bad);
  expect(refused.status).toBe(1);
  for (const said of ['Row 2, column “Mã”', 'Row 3, column “Tên”', 'Row 4, column “Số phút”', 'stands in row 3'])
    expect(refused.stderr).toContain(said);
  expect(await sentTo('ward-reasons')).toBe(0);

  const good = path.join(temporary.folder, 'uu-tien.xlsx');
  const columns = ['Mã', 'Tên', 'Tên tiếng Anh', 'Số phút'].map((heading) => ({ heading, width: 20 }));
  const rows = [
    ['tu-80', 'Từ 80 tuổi', '80 years and older', 60],
    ['mang-thai', 'Mang thai', null, 45],
  ];
  writeFileSync(
    good,
    await writeXlsx([{ name: 'Ưu tiên', columns, rows }], { title: 'Ưu tiên', about: [], printedAt: new Date(0) }),
  );
  expect(await hubVerb(hub, 'send', 'ward-reasons', 'priorities', good)).toMatchObject({ status: 0, stderr: '' });
  const { priorities } = await reception.until((view) => view.priorities.length === 2);
  expect(priorities).toEqual([
    { id: 'tu-80', name: { vi: 'Từ 80 tuổi', en: '80 years and older' } },
    { id: 'mang-thai', name: { vi: 'Mang thai', en: 'Mang thai' } },
  ]);
  const older = accepted(await take('tu-80'));
  expect(refusalOf(await take('tu-75'))).toBe('bad-input');
  const { waiting } = await counter.until((view) => view.waiting.length === 2);
  expect(waiting.map(({ number, priority }) => [number, priority?.vi])).toEqual([
    [older.number, 'Từ 80 tuổi'],
    [old.number, 'Từ 75 tuổi'],
  ]);

  expect(await hubVerb(hub, 'send', 'ward-reasons', 'priorities', '')).toMatchObject({ status: 0, stderr: '' });
  await reception.until((view) => view.priorities[0]?.id === 'khuyet-tat');
  // Nobody knows its name any more.
  await counter.until((view) => view.waiting[0]?.priority?.vi === 'tu-80');
  for (const expected of [older, old]) {
    const called = accepted(await clerk.rpc.counter.next.mutate({ key: newKey() }));
    expect(called.number).toBe(expected.number);
    for (const step of ['start', 'finish'] as const)
      accepted(await clerk.rpc.counter.step.mutate({ step, ticketId: called.ticketId }));
  }
  await until('both are answered', async () => {
    const { rows } = await hub.pool.query('SELECT 1 FROM downlink WHERE answer IS NULL');
    return rows.length === 0;
  });
  const { stdout } = await hubVerb(hub, 'answers');
  expect(stdout).toContain('done: 1 added, 1 changed, 3 removed');
  expect(stdout).toContain('done: 3 added, 1 changed, 1 removed');
  expect(verifyDatabase(app.site.db, createProjections).problems).toEqual([]);
}, 90_000);

test('headquarters set another form while a phone has the old one open: both phones are counted, and managers read all questions by name', async () => {
  using temporary = temporaryFolder();
  await using keep = new AsyncDisposableStack();
  const { app } = await openAfarHall(keep, hub, 'ward-form');
  const tickets = [await issue(app), await issue(app)];
  for (const { ticketId } of tickets) {
    accepted(await app.site.queue.next(clerk(counters.one), newKey()));
    for (const step of ['start', 'finish'] as const)
      accepted(await app.site.queue.step({ step }, clerk(counters.one), ticketId));
  }
  const [early, late] = tickets.map(({ token }) => token);
  if (early === undefined || late === undefined) throw new Error('two were served');
  const phone = createHostClient(phonesAt(app.url)).rpc;
  const asked = async (token: TicketToken) => {
    const { criteria, reasons, levels } = accepted(await phone.ratings.form.mutate({ token }));
    return [levels.length, criteria.map(({ id }) => id), reasons.map(({ id }) => id)];
  };
  const old = await asked(early);
  expect(old[1]).toContain('huong-dan');

  const bad = path.join(temporary.folder, 'xau.csv');
  writeFileSync(bad, 'Loại;Mã;Câu hỏi\nđiểm;sach;Sạch sẽ\ntiêu chí;sach;Sạch sẽ\ntiêu chí;sach;Gọn gàng\n');
  const refused = await hubVerb(hub, 'send', 'ward-form', 'form', bad);
  expect(refused.status).toBe(1);
  for (const said of ['Row 2, column “Loại”: “điểm”', 'Row 4, column “Mã”', 'stands in row 3'])
    expect(refused.stderr).toContain(said);
  expect((await hubVerb(hub, 'send', 'ward-form', 'form', 'khong-co')).stderr).toContain(
    'no template of a rating form',
  );
  expect(await sentTo('ward-form')).toBe(0);

  const good = path.join(temporary.folder, 'mau.csv');
  writeFileSync(good, 'Loại;Mã;Câu hỏi;Tên tiếng Anh\ntiêu chí;sach;Sạch sẽ;Cleanliness\nlý do;on-ao;Ồn ào;Noise\n');
  const sent = await hubVerb(hub, 'send', 'ward-form', 'form', good, '--template', 'ba-muc');
  expect(sent).toMatchObject({ status: 0, stderr: '' });
  await until('the new form is asked', async () => (await asked(late))[0] === 3);
  expect(await asked(late)).toEqual([3, ['sach'], ['on-ao']]);
  const rate = (token: TicketToken, criterion: string, reason: string) =>
    phone.ratings.give.mutate({
      ...{ token, level: 2, text: '', key: newKey() },
      criteria: { [criterion as CriterionId]: 2 },
      reasons: [reason as RatingReasonId],
    });
  accepted(await rate(early, 'huong-dan', 'cho-lau'));
  accepted(await rate(late, 'sach', 'on-ao'));

  expect(await hubVerb(hub, 'send', 'ward-form', 'form', '')).toMatchObject({ status: 0, stderr: '' });
  await until('the form of the configuration is asked', () => app.site.headquarters.form().levels.length === 5);
  const manager = createHostClient(app.url).rpc;
  accepted(await manager.office.login.mutate({ login: 'truong', password: 'hoasua-truong' }));
  const today = app.site.queue.reads.openDay();
  if (today === null) throw new Error('the day is open');
  const results = accepted(await manager.ratingDesk.read.query({ from: today, to: today }));
  expect(results.criteria.map(({ name }) => name.vi).sort()).toEqual(['Hướng dẫn rõ ràng', 'Sạch sẽ']);
  expect(results.reasons.map(({ name }) => name.vi).sort()).toEqual(['Chờ quá lâu', 'Ồn ào']);
  expect((await hubVerb(hub, 'answers')).stdout).toContain('done: 1 criteria and 1 reasons are asked');
  expect(verifyDatabase(app.site.db, createProjections).problems).toEqual([]);
}, 90_000);

test('headquarters plan a notice that a hall has and one that it has not: nothing is planned and the missing one is named; then the boards follow', async () => {
  using temporary = temporaryFolder();
  await using keep = new AsyncDisposableStack();
  const { app } = await openAfarHall(keep, hub, 'ward-media');
  const folder = path.join(app.site.db.name, '../media');
  for (const name of ['nghỉ lễ.txt', 'lịch cũ.txt']) writeFileSync(path.join(folder, name), 'Nghỉ lễ');
  const file = path.join(temporary.folder, 'lich.csv');
  const send = (rows: string) => {
    writeFileSync(file, `Tệp;Bảng;Từ ngày;Đến ngày\n${rows}`);
    return hubVerb(hub, 'send', 'ward-media', 'media', file);
  };
  const refused = await send('nghỉ lễ.exe;;;\nnghỉ lễ.txt;Sảnh;;\nlịch cũ.txt;;2/9/2030;1/9/2030\n');
  expect(refused.status).toBe(1);
  for (const said of ['Row 2, column “Tệp”', 'Row 3, column “Bảng”: “Sảnh”', 'Row 4, column “Đến ngày”: “1/9/2030”'])
    expect(refused.stderr).toContain(said);
  expect(await sentTo('ward-media')).toBe(0);

  const board = keep.use(await followLive<BoardView>(`${app.url}/live/board`, {}));
  const allAnswered = () =>
    until('it is answered', async () => {
      const { rows } = await hub.pool.query('SELECT 1 FROM downlink WHERE answer IS NULL');
      return rows.length === 0;
    });
  expect(await send('nghỉ lễ.txt;;;\nphim mới.mp4;;;\n')).toMatchObject({ status: 0, stderr: '' });
  await allAnswered();
  expect((await hubVerb(hub, 'answers')).stdout).toContain('không có tệp: phim mới.mp4.');
  expect(await send('nghỉ lễ.txt;san-khau;;\n')).toMatchObject({ status: 0, stderr: '' });
  await allAnswered();
  expect((await hubVerb(hub, 'answers')).stdout).toContain('không có bảng: san-khau.');
  const planned = () => app.site.db.prepare('SELECT name FROM media_plan').pluck().all();
  expect(planned()).toEqual([]);

  const [screen] = demoConfig().boardScreens;
  expect(await send(`nghỉ lễ.txt;${screen?.id ?? 'hall'};1/1/2020;\nlịch cũ.txt;;;1/1/2020\n`)).toMatchObject({
    status: 0,
  });
  await board.until(
    ({ media }) => media.length === 1 && decodeURIComponent(media[0]?.path ?? '') === '/media/nghỉ lễ.txt',
  );
  expect((await hubVerb(hub, 'answers')).stdout).toContain('done: 2 files have their plan');
  expect(verifyDatabase(app.site.db, createProjections).problems).toEqual([]);
}, 90_000);
