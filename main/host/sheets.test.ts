// The files of a sheet, opened by readers that are not ours, and who may see which sheet.
import { parse } from 'csv-parse/sync';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import readXlsxFile from 'read-excel-file/node';
import { expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import type { Attendee } from '../../contract/attendance.ts';
import type { PersonColumn } from '../../contract/people.ts';
import { startApp, type TestApp } from '../../test/support/app.ts';
import { createHostClient } from '../../test/support/client.ts';
import { accepted, refusalOf, temporaryFolder } from '../../test/support/site.ts';
import { readTable } from '../documents/read-table.ts';
import { writtenIn } from '../documents/testing/read-pdf.ts';
import { peopleColumns, readPeople } from '../services/people/index.ts';

const minute = 60_000;
const list = [
  'Mã,Họ và tên,Lớp,Loại',
  'CB01,Nguyễn Văn An,Tư pháp,nhân viên',
  'CB02,Đỗ Bình,Tư pháp,nhân viên',
  'CB03,Trần Thị Cúc,Địa chính,nhân viên',
  'HS01,Lê Bé Dung,3A,học sinh',
  'HS02,Phạm Bé Em,3B,học sinh',
].join('\n');

/** Every hour of the clock is a session, so that one is open whenever the test runs. */
const school = `attendance:
  school:
    terms: [{ from: "2020-01-01", to: "2099-12-31" }]
    sessions: [{ id: ca-ngay, title: Cả ngày, groups: [3A, 3B], weekdays: [mon, tue, wed, thu, fri, sat, sun], opens: "00:00", starts: "00:00", lateAfter: "00:00", ends: "23:59" }]
  teachers: [{ staff: co-mai, groups: [3A] }]
`;
const configure = (text: string): string =>
  `${text.replace(/^devices:[\s\S]*$/m, '').replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '')}\n${school}`;

const atSite = async (story: (app: TestApp) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  const people = async ({ site }: TestApp) => {
    const table = await readTable<PersonColumn>({ name: 'ds.csv', bytes: Buffer.from(list) }, peopleColumns({}), 100);
    const given = readPeople(
      accepted(table.ok ? table : { ok: false, error: { message: table.error.code } }),
      '2026-11-23',
    );
    const report = await site.people.import({ ...given, mode: 'update', kind: 'staff', hash: () => '' as never }, null);
    expect(report.problems).toEqual([]);
  };
  await using app = await startApp({ folder: temporary.folder, configure });
  await people(app);
  await story(app);
};

const office = async ({ url }: TestApp, login: string, password = `hoasua-${login}`) => {
  const client = createHostClient(url);
  accepted(await client.rpc.office.login.mutate({ login, password }));
  return client;
};

const meetingOf = ({ site }: TestApp, nowMs: number) => {
  const attendee = (code: string, role: Attendee['role'], seat: string): Attendee => {
    const person = site.people.byCode(code);
    if (person === null) throw new Error(`${code} is not on the list`);
    return { personId: person.id, role, seat };
  };
  return {
    title: 'Họp giao ban “tuần” & tháng <11>',
    place: 'Hội trường tầng 2',
    agenda: ['Kết quả tuần qua', 'Việc tuần này'],
    times: {
      opensAtMs: nowMs - 30 * minute,
      startsAtMs: nowMs - 20 * minute,
      lateAfterMs: nowMs - 10 * minute,
      endsAtMs: nowMs + 60 * minute,
    },
    quorum: 'two-thirds' as const,
    attendees: [
      attendee('CB01', 'chair', 'A1'),
      attendee('CB02', 'secretary', 'A2'),
      attendee('CB03', 'member', 'A10'),
    ],
    groups: [],
  };
};

const fetched = async (app: TestApp, cookie: string, file: string): Promise<Buffer> => {
  const answer = await fetch(`${app.url}/sheets/${file}`, { headers: { cookie } });
  expect([file, answer.status]).toEqual([file, 200]);
  return Buffer.from(await answer.arrayBuffer());
};

const partsOf = async (docx: Buffer): Promise<Map<string, string>> => {
  const parts = new Map<string, string>();
  const archive = await fromBufferPromise(docx);
  for await (const entry of archive.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk);
    parts.set(entry.fileName, Buffer.concat(chunks).toString());
  }
  return parts;
};

it('the secretary opens the minutes, the list to sign and the tables: who came, who is away and why', () =>
  atSite(async (app) => {
    const { rpc, cookie } = await office(app, 'truong');
    const meeting = meetingOf(app, Date.now());
    const { sheetId } = accepted(await rpc.sheets.plan.mutate(meeting));
    const [an, binh, cuc] = meeting.attendees.map(({ personId }) => personId);
    if (an === undefined || binh === undefined || cuc === undefined) throw new Error('three are invited');
    accepted(await rpc.sheets.seen.mutate({ sheetId, personId: an, way: 'in' }));
    accepted(await rpc.sheets.correct.mutate({ sheetId, personId: binh, status: 'present', reason: 'seen-by-staff' }));
    accepted(await rpc.sheets.announce.mutate({ sheetId, personId: cuc, reason: 'duty' }));

    const parts = await partsOf(await fetched(app, cookie(), `${sheetId}/bien-ban.docx`));
    const xml = parts.get('word/document.xml') ?? '';
    expect([...parts].filter(([name, part]) => name.endsWith('.xml') && XMLValidator.validate(part) !== true)).toEqual(
      [],
    );
    expect(new XMLParser().parse(xml)['w:document']).toBeDefined();
    const written = xml
      .replaceAll(/<[^>]*>/g, '|')
      .replaceAll('&amp;', '&')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>');
    for (const words of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'BIÊN BẢN',
      'Họp giao ban “tuần” & tháng <11>',
      'Địa điểm: Hội trường tầng 2',
      'Chủ trì (chủ tọa): Nguyễn Văn An, Tư pháp',
      'Có mặt: 2 người, trong đó đến muộn 1, về sớm 0',
      'Vắng mặt: 1 người, trong đó có phép 1',
      'đi công tác, thi đấu',
      'Túc số: 2/3 thành viên có mặt, cần 2',
      '2. Việc tuần này',
      'CHỦ TỌA',
    ])
      expect(written).toContain(words);

    const paper = writtenIn(await fetched(app, cookie(), `${sheetId}/danh-sach.pdf`)).join('\n');
    for (const words of ['Nguyễn Văn An', 'Trần Thị Cúc', 'Ký tên', 'vắng có phép', 'đến muộn', 'Đủ túc số'])
      expect(paper).toContain(words);

    const [table] = await readXlsxFile(await fetched(app, cookie(), `${sheetId}/danh-sach.xlsx`));
    const rows = table?.data.slice(-3) ?? [];
    expect(rows.map((row) => row.slice(1, 7))).toEqual([
      ['CB01', 'Nguyễn Văn An', 'Tư pháp', 'chủ trì', 'A1', 'đến muộn'],
      ['CB02', 'Đỗ Bình', 'Tư pháp', 'thư ký', 'A2', 'có mặt'],
      ['CB03', 'Trần Thị Cúc', 'Địa chính', 'thành viên', 'A10', 'vắng có phép'],
    ]);
    expect(rows[1]?.slice(-2)).toEqual(['cán bộ đã thấy', 'Phạm Văn Trường']);
    const own = await fetch(`${app.url}/manage/person.json?id=${cuc}`, { headers: { cookie: cookie() } });
    expect(await own.json()).toMatchObject({
      attendance: [{ title: meeting.title, status: 'excused', absence: 'duty' }],
    });
    const ownPaper = await fetch(`${app.url}/manage/person.pdf?id=${an}`, { headers: { cookie: cookie() } });
    expect(writtenIn(Buffer.from(await ownPaper.arrayBuffer())).join('\n')).toContain('đến muộn, chỗ A1');
    accepted(await app.site.people.erase(cuc, null));
    const erased = accepted(await rpc.sheets.read.query({ sheetId })).rows.find(({ personId }) => personId === cuc);
    expect(erased).toMatchObject({ name: null, code: '', status: 'excused', seat: 'A10' });
    const lines: string[][] = parse(await fetched(app, cookie(), `${sheetId}/danh-sach.csv`), { bom: true });
    expect(lines).toHaveLength(4);
  }));

it('a month as a table: a letter for each person and session, and the sums', () =>
  atSite(async (app) => {
    const { rpc, cookie } = await office(app, 'truong');
    const meeting = meetingOf(app, Date.now());
    const { sheetId } = accepted(await rpc.sheets.plan.mutate(meeting));
    const [an] = meeting.attendees;
    if (an !== undefined) accepted(await rpc.sheets.seen.mutate({ sheetId, personId: an.personId, way: 'in' }));
    const day = new Date(meeting.times.startsAtMs + 7 * 60 * minute).toISOString().slice(0, 10);
    const lines: string[][] = parse(await fetched(app, cookie(), `range/${day}_${day}.csv`), { bom: true });
    const column = lines[0]?.findIndex((heading) => heading.includes('Họp giao ban')) ?? -1;
    expect(lines.slice(1).map((line) => [line[1], line[column]])).toEqual(
      expect.arrayContaining([
        ['CB01', 'M'],
        ['CB02', 'K'],
        ['CB03', 'K'],
      ]),
    );
    expect(lines.find((line) => line[1] === 'CB01')?.slice(-5)).toEqual(['0', '1', '0', '0', '0']);
    const wrong = await fetch(`${app.url}/sheets/range/2026-11-30_2026-11-01.csv`, { headers: { cookie: cookie() } });
    expect(wrong.status).toBe(404);
  }));

it('a teacher sees the own class of a session, corrects it, and nothing of anybody else; a clerk and a stranger see nothing', () =>
  atSite(async (app) => {
    const manager = await office(app, 'truong');
    accepted(
      await manager.rpc.admin.addMember.mutate({
        ...{ login: 'co-mai', name: 'Cô Mai', password: 'chuối chiên giòn', roles: ['teacher'] },
      }),
    );
    const meeting = accepted(await manager.rpc.sheets.plan.mutate(meetingOf(app, Date.now())));
    // The session was opened before the list was handed in: its people are added by hand.
    const [session] = accepted(await manager.rpc.sheets.day.query({})).sheets.filter(({ kind }) => kind === 'school');
    if (session === undefined) throw new Error('the session of today did not open');
    const { sheetId } = session;
    accepted(await manager.rpc.sheets.expect.mutate({ sheetId, attendees: [], groups: ['3A', '3B'] }));

    const { rpc, cookie } = await office(app, 'co-mai', 'chuối chiên giòn');
    const page = accepted(await rpc.sheets.read.query({ sheetId }));
    expect(page.rows.map(({ code }) => code)).toEqual(['HS01']);
    expect(page.mayPlan).toBe(false);
    expect(accepted(await rpc.sheets.day.query({})).sheets.map(({ kind }) => kind)).toEqual(['school']);
    const [mine] = page.rows;
    const other = app.site.people.byCode('HS02');
    if (mine === undefined || other === null) throw new Error('both pupils are on the list');
    const correction = { sheetId, status: 'present' as const, reason: 'seen-by-staff' as const };
    accepted(await rpc.sheets.correct.mutate({ ...correction, personId: mine.personId }));
    expect(refusalOf(await rpc.sheets.correct.mutate({ ...correction, personId: other.id }))).toBe('not-allowed');
    expect(refusalOf(await rpc.sheets.read.query({ sheetId: meeting.sheetId }))).toBe('unknown-sheet');
    expect(refusalOf(await rpc.sheets.cancel.mutate({ sheetId }))).toBe('not-allowed');
    expect(refusalOf(await rpc.sheets.invitable.query({}))).toBe('not-allowed');
    expect(refusalOf(await rpc.people.list.query({}))).toBe('not-allowed');
    const paper = (await fetched(app, cookie(), `${sheetId}/danh-sach.csv`)).toString();
    expect([paper.includes('HS01'), paper.includes('HS02')]).toEqual([true, false]);
    const asked = async (path: string, headers: Record<string, string>) =>
      (await fetch(`${app.url}${path}`, { headers })).status;
    expect(await asked(`/sheets/${meeting.sheetId}/danh-sach.csv`, { cookie: cookie() })).toBe(404);
    expect(await asked(`/sheets/${sheetId}/danh-sach.csv`, {})).toBe(401);
    expect(await asked('/live/sheets', {})).toBe(401);
    const reception = await office(app, 'hoa');
    expect(refusalOf(await reception.rpc.sheets.day.query({}))).toBe('not-allowed');
  }));

it('a thousand people are invited by their group: one short command, one page, and a list to sign', () =>
  atSite(async (app) => {
    const many = Array.from({ length: 1000 }, (_, at) => `D${1000 + at},Đại biểu số ${at},Đại hội,khách`);
    const rows = ['Mã,Họ và tên,Lớp,Loại', ...many].join('\n');
    const table = await readTable<PersonColumn>({ name: 'ds.csv', bytes: Buffer.from(rows) }, peopleColumns({}), 2000);
    if (!table.ok) throw new Error(table.error.code);
    const given = readPeople(table.value, '2026-11-23');
    await app.site.people.import({ ...given, mode: 'update', kind: 'guest', hash: () => '' as never }, null);
    const { rpc, cookie } = await office(app, 'truong');
    const meeting = { ...meetingOf(app, Date.now()), attendees: [], groups: ['Đại hội'] };
    const { sheetId } = accepted(await rpc.sheets.plan.mutate(meeting));
    const page = accepted(await rpc.sheets.read.query({ sheetId }));
    expect([page.rows.length, page.counts.absent, page.quorum?.needed]).toEqual([1000, 1000, 667]);
    expect(JSON.stringify(page).length).toBeLessThan(500_000);
    const paper = writtenIn(await fetched(app, cookie(), `${sheetId}/danh-sach.pdf`)).join('\n');
    expect(paper).toContain('Đại biểu số 999');
    expect(refusalOf(await rpc.sheets.plan.mutate({ ...meeting, groups: ['Không có nhóm này'] }))).toBe(
      'attendance-nobody',
    );
    const { startsAtMs } = meeting.times;
    const backwards = { ...meeting.times, endsAtMs: startsAtMs - 1 };
    expect(refusalOf(await rpc.sheets.plan.mutate({ ...meeting, times: backwards }))).toBe('attendance-times');
    const passed = { opensAtMs: 0, startsAtMs: 1, lateAfterMs: 2, endsAtMs: 3 };
    expect(refusalOf(await rpc.sheets.plan.mutate({ ...meeting, times: passed }))).toBe('sheet-passed');
  }));
