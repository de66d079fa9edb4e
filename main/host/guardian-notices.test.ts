// A morning at school with a receiver that is a real server: slow, down, refusing, and right at last.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { PersonId, SheetId, StaffId } from '../../contract/ids.ts';
import type { PersonColumn } from '../../contract/people.ts';
import {
  accepted,
  createProjections,
  type demoConfig,
  demoConfigText,
  openTestSite,
  randomToken,
  refusalOf,
  type TestSite,
  temporaryFolder,
} from '../../test/support/site.ts';
import { readTable } from '../documents/read-table.ts';
import { statusOf } from '../services/attendance/index.ts';
import { peopleColumns, readPeople } from '../services/people/index.ts';
import { verifyDatabase } from '../store/verify.ts';
import { parseConfig } from './config.ts';
import { openSheets, type SheetsHost } from './open-sheets.ts';

const minute = 60_000;
const monday = '2026-11-23';
const at = (time: string): number => Date.parse(`${monday}T${time}:00+07:00`);
const secret = 'bí mật dài hơn mười sáu';
const list = [
  'Mã,Họ và tên,Lớp,Loại,Người giám hộ,Quan hệ,Liên hệ',
  'HS1,Nguyễn An,3A,học sinh,Trần Bình,mẹ,0900000001',
  'HS2,Lê Bảo,3A,học sinh,Lê Cường,bố,0900000002',
  'HS3,Phạm Chi,3A,học sinh,Phạm Dũng,bố,',
  'HS4,Võ Dương,3A,học sinh,Võ Em,mẹ,0900000004',
  'HS5,Đỗ Giang,3A,học sinh,Đỗ Hà,mẹ,0900000005',
  'GV1,Cô Mai,3A,nhân viên,,,',
].join('\n');

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const startReceiver = async () => {
  const received: Received[] = [];
  const receiver = { status: 200, received };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(receiver.status, { location: '/elsewhere' }).end('answer');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notices`;
  return {
    receiver,
    url,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
};

const configOf = (notices: string, kinds = '[absent, arrived, late, left-early]') => {
  const text = `${demoConfigText()
    .replace(/^devices:[\s\S]*$/m, '')
    .replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '')}
attendance:
  school:
    terms: [{ from: "2026-09-05", to: "2027-05-31" }]
    holidays: [{ from: "2026-11-25", to: "2026-11-25" }]
    sessions: [{ id: sang, title: Buổi sáng, groups: [3A], opens: "06:30", starts: "07:00", lateAfter: "07:10", ends: "11:00" }]
  notices: { ${notices}, kinds: ${kinds} }
`;
  return parseConfig(text, 'test.yaml').config;
};

interface Morning extends AsyncDisposable {
  readonly site: TestSite;
  readonly host: SheetsHost;
}

const openMorning = async (folder: string, config: ReturnType<typeof demoConfig>, time: string): Promise<Morning> => {
  const site = openTestSite(folder, { clock: { nowMs: at(time), steadyMs: 0 }, config });
  await site.queue.openDay();
  const table = await readTable<PersonColumn>({ name: 'ds.csv', bytes: Buffer.from(list) }, peopleColumns({}), 100);
  if (!table.ok) throw new Error(table.error.code);
  await site.people.import(
    { ...readPeople(table.value, monday), mode: 'update', kind: 'pupil', hash: () => '' as never },
    null,
  );
  const host = openSheets({
    site,
    config,
    now: () => site.clock.nowMs,
    randomToken,
    onChange: () => undefined,
    log: (_level, message, detail) => {
      throw new Error(`${message} ${String(detail['error'])}`);
    },
  });
  return {
    site,
    host,
    [Symbol.asyncDispose]: async () => {
      await host[Symbol.asyncDispose]();
      expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
      await site.close();
    },
  };
};

const settled = async ({ site, host }: Morning, sheetId: SheetId) => {
  await host.look();
  await host.sent();
  return Object.fromEntries(
    site.guardianNotices
      .of(sheetId)
      .map(({ personId, kind, state, why }) => [
        `${site.people.find(personId)?.code} ${kind}`,
        why === '' ? state : `${state}: ${why}`,
      ]),
  );
};
const sheetOf = ({ site }: Morning): SheetId => {
  const [sheet] = site.attendance.sheetsOf({ from: monday, to: monday });
  if (sheet === undefined) throw new Error('the session did not open');
  return sheet.sheetId;
};
const idOf = ({ site }: Morning, code: string): PersonId => {
  const id = site.people.byCode(code)?.id;
  if (id === undefined) throw new Error(`${code} is not on the list`);
  return id;
};
const come = async (morning: Morning, code: string) => {
  const seen = { method: 'card' as const, deviceId: null, staffId: null, seenAtMs: morning.site.clock.nowMs };
  accepted(await morning.site.attendance.arrive({ sheetId: sheetOf(morning), personId: idOf(morning, code), ...seen }));
};
const teacher = 'staff-mai' as StaffId;

it('one is absent, one came late after the notice, one has no telephone: each family is told once, signed, and what is not true any more is not sent', async () => {
  using temporary = temporaryFolder();
  await using receiving = await startReceiver();
  const { receiver, url } = receiving;
  const secretFile = path.join(temporary.folder, 'secret');
  writeFileSync(secretFile, `${secret}\n`, { mode: 0o600 });
  const config = configOf(`webhook: { url: "${url}", secretFile: "${secretFile}" }`);
  await using morning = await openMorning(temporary.folder, config, '06:40');
  const { site } = morning;
  await morning.host.look();
  await morning.host.look();
  const sheetId = sheetOf(morning);
  expect(site.attendance.rows(sheetId)).toHaveLength(6);
  for (const code of ['HS4', 'HS5']) await come(morning, code);
  accepted(
    await site.attendance.announceAbsence(teacher, { sheetId, personId: idOf(morning, 'GV1'), reason: 'illness' }),
  );

  site.clock.nowMs = at('07:19');
  expect(await settled(morning, sheetId)).toEqual({});
  // 3 of 5 are absent: more than half, so somebody has to look first.
  site.clock.nowMs = at('07:21');
  expect(await settled(morning, sheetId)).toEqual({});
  expect(receiver.received).toEqual([]);
  accepted(
    await site.attendance.correct(teacher, {
      sheetId,
      personId: idOf(morning, 'HS4'),
      status: 'late',
      reason: 'mistake',
    }),
  );
  receiver.status = 503;
  await morning.host.handlers.report(sheetId, { id: teacher } as never);
  expect(await settled(morning, sheetId)).toEqual({
    'HS1 absent': 'waiting: HTTP 503',
    'HS2 absent': 'waiting: HTTP 503',
    'HS3 absent': 'no-contact',
    'HS4 late': 'waiting: HTTP 503',
  });
  const tried = receiver.received.length;
  await settled(morning, sheetId);
  expect(receiver.received).toHaveLength(tried);

  // HS2 comes while the receiver is down: the absence is not true any more, and nobody was told of it.
  site.clock.nowMs = at('07:30');
  await come(morning, 'HS2');
  receiver.status = 200;
  expect(await settled(morning, sheetId)).toMatchObject({ 'HS1 absent': 'sent', 'HS2 absent': 'dropped' });
  site.clock.nowMs = at('07:40');
  await come(morning, 'HS1');
  const last = await settled(morning, sheetId);
  expect(last).toMatchObject({ 'HS1 absent': 'sent', 'HS1 arrived': 'sent', 'HS3 absent': 'no-contact' });
  const key = { sheetId, personId: idOf(morning, 'HS3'), kind: 'absent' as const };
  accepted(await site.guardianNotices.told(teacher, key));
  expect(refusalOf(await site.guardianNotices.again(teacher, key))).toBe('notice-moved');
  expect(await settled(morning, sheetId)).toMatchObject({ 'HS3 absent': 'told' });

  const good = receiver.received.slice(tried);
  for (const { headers, body } of good) {
    const expected = createHmac('sha256', secret).update(`${headers['motcua-timestamp']}.${body}`).digest('hex');
    expect(headers['motcua-signature']).toBe(`v1=${expected}`);
    expect(headers['motcua-notice']).toBe(JSON.parse(body).id);
  }
  const texts = good.map(({ body }) => JSON.parse(body)).filter(({ to }) => to[0].contact === '0900000001');
  expect(texts.map(({ kind }) => kind)).toEqual(['absent', 'arrived']);
  expect(texts[0].text).toContain('Nguyễn An (3A) chưa có mặt ở “Buổi sáng” ngày 23/11/2026');
  expect(texts[1].text).toContain('ghi nhận lúc 07:40');
  expect(good.map(({ body }) => body).join()).not.toMatch(/illness|HS\d|Phạm|Giang/);
  const stored: readonly string[] = site.db.prepare<[], string>('SELECT body FROM journal').pluck().all();
  expect(stored.filter((body) => /0900000|Trần Bình|chưa có mặt/.test(body))).toEqual([]);
});

it('the receiver refuses, then the power fails while it is down: after the start the same notices wait, and nobody is told twice', async () => {
  using temporary = temporaryFolder();
  await using receiving = await startReceiver();
  const { receiver, url } = receiving;
  const secretFile = path.join(temporary.folder, 'secret');
  writeFileSync(secretFile, secret, { mode: 0o644 });
  const config = configOf(`webhook: { url: "${url}", secretFile: "${secretFile}" }`, '[absent]');
  let sheetId: SheetId;
  {
    await using morning = await openMorning(temporary.folder, config, '06:40');
    await morning.host.look();
    sheetId = sheetOf(morning);
    for (const code of ['HS2', 'HS3', 'HS4', 'HS5', 'GV1']) await come(morning, code);
    morning.site.clock.nowMs = at('07:21');
    expect(await settled(morning, sheetId)).toEqual({ 'HS1 absent': 'waiting: secretFile: mode 644, needed 600' });
    expect(receiver.received).toEqual([]);
  }
  writeFileSync(`${secretFile}2`, secret, { mode: 0o600 });
  const mended = configOf(`webhook: { url: "${url}", secretFile: "${secretFile}2" }`, '[absent]');
  await using morning = await openMorning(temporary.folder, mended, '07:22');
  const { site } = morning;
  receiver.status = 308;
  expect(await settled(morning, sheetId)).toEqual({ 'HS1 absent': 'refused: HTTP 308' });
  const key = { sheetId, personId: idOf(morning, 'HS1'), kind: 'absent' as const };
  accepted(await site.guardianNotices.again(teacher, key));
  receiver.status = 200;
  site.clock.nowMs += minute;
  expect(await settled(morning, sheetId)).toEqual({ 'HS1 absent': 'sent' });
  for (let day = 0; day < 3; day += 1) await settled(morning, sheetId);
  expect(receiver.received).toHaveLength(2);
  expect(site.attendance.sheetsOf({ from: monday, to: monday })).toHaveLength(1);
});

it('the receiver takes the letter and says nothing: the host ends at once all the same, and the notice waits for the next start', async () => {
  using temporary = temporaryFolder();
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const secretFile = path.join(temporary.folder, 'secret');
  writeFileSync(secretFile, secret, { mode: 0o600 });
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  const config = configOf(`webhook: { url: "${url}", secretFile: "${secretFile}" }`, '[absent]');
  const beganMs = performance.now();
  {
    await using morning = await openMorning(temporary.folder, config, '06:40');
    await morning.host.look();
    for (const code of ['HS2', 'HS3', 'HS4', 'HS5', 'GV1']) await come(morning, code);
    morning.site.clock.nowMs = at('07:21');
    const asked = once(silent, 'request');
    await morning.host.look();
    await asked;
  }
  expect(performance.now() - beganMs).toBeLessThan(8000);
  silent.closeAllConnections();
  silent.close();
  await using site = openTestSite(temporary.folder, { clock: { nowMs: at('07:22'), steadyMs: 0 }, config });
  expect(site.guardianNotices.due(at('08:22'), 9).map(({ state }) => state)).toEqual(['waiting']);
});

it('nobody hears of it for a day: it is given up, and staff telephone', async () => {
  using temporary = temporaryFolder();
  const secretFile = path.join(temporary.folder, 'secret');
  writeFileSync(secretFile, secret, { mode: 0o600 });
  // Nothing listens on the port of a server that has closed.
  const closed = await startReceiver();
  await closed[Symbol.asyncDispose]();
  const config = configOf(`webhook: { url: "${closed.url}", secretFile: "${secretFile}" }`, '[absent]');
  await using morning = await openMorning(temporary.folder, config, '06:40');
  await morning.host.look();
  const sheetId = sheetOf(morning);
  for (const code of ['HS2', 'HS3', 'HS4', 'HS5', 'GV1']) await come(morning, code);
  morning.site.clock.nowMs = at('07:21');
  expect(await settled(morning, sheetId)).toEqual({ 'HS1 absent': 'waiting: ECONNREFUSED' });
  morning.site.clock.nowMs = at('07:21') + 25 * 60 * minute;
  expect(await settled(morning, sheetId)).toEqual({ 'HS1 absent': 'gave-up: ECONNREFUSED' });
});

it('a mother says on Monday that her child is ill until Wednesday: nobody asks on Tuesday, and Thursday counts again', async () => {
  using temporary = temporaryFolder();
  const config = configOf(`file: { folder: "${path.join(temporary.folder, 'notices')}" }`, '[absent]');
  await using morning = await openMorning(temporary.folder, config, '06:40');
  const { site, host } = morning;
  await host.look();
  const personId = idOf(morning, 'HS1');
  accepted(
    await site.attendance.announceLeave(teacher, { personId, from: monday, to: '2026-11-26', reason: 'illness' }),
  );
  accepted(await site.attendance.recallLeave(teacher, { personId, day: '2026-11-26' }));
  const statusOn = async (day: string) => {
    site.clock.nowMs = Date.parse(`${day}T06:40:00+07:00`);
    await site.queue.openDay();
    await host.look();
    site.clock.nowMs = Date.parse(`${day}T08:00:00+07:00`);
    const [sheet] = site.attendance.sheetsOf({ from: day, to: day });
    if (sheet === undefined) return 'no school';
    const row = site.attendance.rows(sheet.sheetId).find((one) => one.personId === personId);
    return row === undefined ? 'not there' : statusOf(row, sheet.times, site.clock.nowMs);
  };
  const days = [monday, '2026-11-24', '2026-11-25', '2026-11-26'];
  const seen: string[] = [];
  for (const day of days) seen.push(await statusOn(day));
  expect(seen).toEqual(['excused', 'excused', 'no school', 'absent']);
});

it('both ways, none, or a text with a placeholder that is none: the configuration says so', () => {
  expect(() => configOf('file: { folder: a }, webhook: { url: "http://a/", secretFile: b }')).toThrow(
    /either file or webhook/,
  );
  expect(() => configOf('webhook: { url: "http://me:pw@a/", secretFile: b }')).toThrow(/without a user name/);
  expect(() => configOf('file: { folder: a }, texts: { absent: "{phone} {name}" }')).toThrow(/allowed in braces/);
});
