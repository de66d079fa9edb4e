// Remarks from outside: what a phone sends, what those who answer see, and what somebody who guesses or stuffs gets.
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { UnitId } from '../../contract/ids.ts';
import { phonesAt, startApp, type TestApp } from '../../test/support/app.ts';
import { createHostClient } from '../../test/support/client.ts';
import { accepted, newKey, randomToken, refusalOf, temporaryFolder } from '../../test/support/site.ts';

interface Hall extends TestApp {
  readonly folder: string;
}

const withoutDevices = (text: string): string =>
  text.replace(/^devices:[\s\S]*$/m, '').replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '');

const atSite = async (story: (app: Hall) => Promise<void>, configure = withoutDevices): Promise<void> => {
  using temporary = temporaryFolder();
  await using app = await startApp({ folder: temporary.folder, configure });
  await story({ ...app, folder: temporary.folder });
};

const remark = (change: object = {}) => ({
  ...{ kind: 'report' as const, text: 'Đèn nhà xe hỏng', placeId: null, placeText: '', source: 'phone' as const },
  ...{ device: newKey(), key: newKey() },
  ...change,
});
const leave = async ({ url }: TestApp, change: object = {}) =>
  accepted(await createHostClient(url).rpc.remarks.leave.mutate(remark(change)));
const stored = ({ site }: TestApp) => site.db.prepare('SELECT count(*) FROM remark').pluck().get();
const photos = ({ folder }: Hall) => readdirSync(path.join(folder, 'remarks'));
const office = async ({ url }: TestApp, login: string) => {
  const client = createHostClient(url);
  accepted(await client.rpc.office.login.mutate({ login, password: `hoasua-${login}` }));
  return client;
};
const send = ({ url }: TestApp, token: string, body: Buffer) =>
  fetch(`${url}/remarks/photo`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream', 'remark-token': token },
    body: new Uint8Array(body),
  });
const picture = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#208040' } })
    .png()
    .toBuffer();

it('left on a phone, handed to a unit, answered there, not satisfied, answered again: the token shows each step and no name', () =>
  atSite(async (app) => {
    const { rpc } = createHostClient(app.url);
    const { token, answerBy, url } = await leave(app, { placeId: 'nha-xe', placeText: 'cạnh cổng' });
    expect(url).toBe(`${phonesAt(app.url)}/remarks/#t=${token}`);
    const find = async () => accepted(await rpc.remarks.find.mutate({ token }));
    expect(await find()).toMatchObject({ state: 'received', answerBy, mayAdd: true, mayObject: false });
    const [manager, unit] = [await office(app, 'truong'), await office(app, 'hoa')];
    const desk = async (who: typeof manager) => accepted(await who.rpc.remarks.desk.query({ show: 'open' }));
    expect((await desk(unit)).rows).toEqual([]);
    const [row] = (await desk(manager)).rows;
    if (row === undefined) throw new Error('The manager does not see it');
    expect(row).toMatchObject({ number: 1, due: 'later', place: { vi: 'Nhà xe, cạnh cổng' } });
    const answer = (text: string) => unit.rpc.remarks.answer.mutate({ id: row.id, text });
    expect(refusalOf(await answer('Đã thay'))).toBe('not-allowed');
    const why = 'việc nội bộ không cho dân đọc';
    accepted(await manager.rpc.remarks.route.mutate({ id: row.id, unitId: 'mot-cua' as UnitId, why }));
    expect((await desk(unit)).rows).toHaveLength(1);
    expect(refusalOf(await unit.rpc.remarks.close.mutate({ id: row.id, why: 'thôi' }))).toBe('not-allowed');
    accepted(await unit.rpc.remarks.draft.mutate({ id: row.id, text: 'Đang xem' }));
    expect((await desk(manager)).rows[0]?.draft).toMatchObject({ text: 'Đang xem', who: 'Lê Thị Hoa' });
    accepted(await answer('Đã thay bóng'));
    accepted(await rpc.remarks.object.mutate({ token, text: 'Vẫn tối', key: newKey() }));
    accepted(await answer('Đã thay cả chấn lưu'));
    const view = await find();
    expect(view.steps.map(({ kind, text }) => [kind, text])).toEqual([
      ['left', 'Đèn nhà xe hỏng'],
      ['routed', ''],
      ['answered', 'Đã thay bóng'],
      ['objected', 'Vẫn tối'],
      ['answered', 'Đã thay cả chấn lưu'],
    ]);
    expect(view).toMatchObject({ state: 'answered', unit: { vi: 'Bộ phận Một cửa' }, mayAdd: false, mayObject: false });
    for (const hidden of ['nội bộ', 'Lê Thị Hoa', row.id]) expect(JSON.stringify(view)).not.toContain(hidden);
  }));

it('a photo is seen by the holder of the token and by those who answer, by nobody else and at no other address', () =>
  atSite(async (app) => {
    const { token } = await leave(app);
    expect((await send(app, token, await picture())).status).toBe(200);
    const mine = await fetch(`${app.url}/remarks/photo`, { headers: { 'remark-token': token } });
    expect([mine.headers.get('content-type'), mine.headers.get('cache-control')]).toEqual([
      'image/jpeg',
      'private, no-store',
    ]);
    const manager = await office(app, 'truong');
    const [row] = accepted(await manager.rpc.remarks.desk.query({ show: 'open' })).rows;
    const at = (cookie: string) => fetch(`${app.url}/remarks/photos/${row?.id}`, { headers: { cookie } });
    expect((await at(manager.cookie())).status).toBe(200);
    // Of another unit.
    expect((await at((await office(app, 'hoa')).cookie())).status).toBe(404);
    expect((await at('')).status).toBe(401);
    expect((await fetch(`${app.url}/remarks/photo`)).status).toBe(404);
    const name = photos(app)[0] ?? '';
    for (const guess of [
      `/media/${name}`,
      `/remarks/${name}`,
      `/remarks/photos/..%2f${name}`,
      `/assets/../remarks/${name}`,
    ])
      expect((await fetch(app.url + guess)).status).toBeGreaterThan(399);
  }));

it('a phone goes away in the middle of a photo, a disguised file and a bomb come: no file stays, and the host is well', () =>
  atSite(async (app) => {
    const { token } = await leave(app);
    const { port } = new URL(app.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `PUT /remarks/photo HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nremark-token: ${token}\r\ncontent-type: application/octet-stream\r\ncontent-length: 500000\r\n\r\n`,
    );
    socket.write(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(100_000)]));
    await expect.poll(() => photos(app).length).toBe(1);
    socket.destroy();
    await expect.poll(() => photos(app)).toEqual([]);
    const bomb = await sharp({ create: { width: 9000, height: 7000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect(bomb.length).toBeLessThan(1_000_000);
    const answers = [
      [bomb, 413, 'photo-too-large'],
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 400, 'photo-unreadable'],
      [Buffer.from('GIF89a, or so it says'), 400, 'photo-unreadable'],
    ] as const;
    for (const [body, status, code] of answers) {
      const answer = await send(app, token, body);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
    }
    // Without a length, and longer than allowed.
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1_000_000).fill(255)),
    });
    const long = fetch(`${app.url}/remarks/photo`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream', 'remark-token': token },
      body: endless,
      duplex: 'half',
    } as RequestInit);
    await long.then(
      async (answer) => expect(answer.status).toBe(413),
      // The host may hang up before the client has read its answer.
      () => undefined,
    );
    await expect.poll(() => photos(app)).toEqual([]);
    expect((await send(app, token, await picture())).status).toBe(200);
    expect(photos(app)).toHaveLength(1);
    expect(app.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  }));

it('HTML, a megabyte, an unknown place, an unknown kind: nothing is stored', () =>
  atSite(async (app) => {
    const { rpc } = createHostClient(app.url);
    const tryOne = (change: object) => rpc.remarks.leave.mutate(remark(change));
    expect(refusalOf(await tryOne({ text: '<script>alert(1)</script>' }))).toBe('remark-text');
    expect(refusalOf(await tryOne({ text: 'a'.repeat(30_000) }))).toBe('remark-text');
    expect(refusalOf(await tryOne({ text: 'chào\u0000' }))).toBe('remark-text');
    expect(refusalOf(await tryOne({ text: '  ' }))).toBe('remark-empty');
    expect(refusalOf(await tryOne({ placeId: 'san-bay' }))).toBe('bad-input');
    await expect(tryOne({ kind: 'spam' })).rejects.toThrow();
    await expect(tryOne({ state: 'answered' })).rejects.toThrow('Unrecognized key');
    const answer = await fetch(`${app.url}/rpc/remarks.leave`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(remark({ text: 'a'.repeat(1_000_000) })),
    });
    expect(answer.status).toBe(413);
    expect(stored(app)).toBe(0);
    // What was refused counts against nobody.
    await leave(app);
  }));

it('somebody stuffs: three of a phone and six of an address get in, and who has a token is still answered', () =>
  atSite(
    async (app) => {
      const { rpc } = createHostClient(app.url);
      const device = newKey();
      const many = await Promise.all(
        Array.from({ length: 20 }, (_, at) => rpc.remarks.leave.mutate(remark({ device, text: `lần ${at}` }))),
      );
      expect(many.filter(({ ok }) => ok)).toHaveLength(3);
      expect(new Set(many.flatMap((one) => (one.ok ? [] : [one.error.code])))).toEqual(new Set(['remark-limit']));
      const others = await Promise.all(Array.from({ length: 20 }, () => rpc.remarks.leave.mutate(remark())));
      expect(others.filter(({ ok }) => ok)).toHaveLength(3);
      expect(stored(app)).toBe(6);
      const token = many.flatMap((one) => (one.ok ? [one.value.token] : []))[0] ?? '';
      accepted(await rpc.remarks.find.mutate({ token }));
    },
    (text) => withoutDevices(text).replace('remarks:\n', 'remarks:\n  perAddressPerHour: 6\n'),
  ));

it('who guesses is slowed after twenty wrong tokens, by any way in, and a right one behind the same address is answered', () =>
  atSite(async (app) => {
    const { token } = await leave(app);
    const { rpc } = createHostClient(app.url);
    const guess = () => rpc.remarks.find.mutate({ token: randomToken() });
    for (let wrong = 0; wrong < 10; wrong += 1) {
      expect(refusalOf(await guess())).toBe('unknown-remark');
      expect((await send(app, randomToken(), await picture())).status).toBe(404);
    }
    const guesses = Array.from({ length: 10 }, guess);
    accepted(await rpc.remarks.find.mutate({ token }));
    for (const answer of await Promise.all(guesses)) expect(refusalOf(answer)).toBe('too-many-attempts');
  }));

it('a stranger and a clerk see no desk and no file; a manager saves tables that a spreadsheet does not run, and a poster', () =>
  atSite(async (app) => {
    await leave(app, { text: '=1+1' });
    const stranger = createHostClient(app.url);
    expect(refusalOf(await stranger.rpc.remarks.desk.query({ show: 'open' }))).toBe('not-logged-in');
    expect(refusalOf(await stranger.rpc.remarks.urge.query({}))).toBe('not-logged-in');
    const manager = await office(app, 'truong');
    const get = (file: string, cookie: string) => fetch(`${app.url}/remarks/${file}`, { headers: { cookie } });
    const csv = 'export/2020-01-01_2099-12-31.csv';
    expect((await get(csv, '')).status).toBe(401);
    expect((await get(csv, (await office(app, 'hoa')).cookie())).status).toBe(403);
    const lines = await (await get(csv, manager.cookie())).text();
    expect(lines).toContain("'=1+1");
    expect(lines).toContain('Phản ánh');
    for (const file of ['export/2020-01-01_2099-12-31.xlsx', 'poster.pdf?size=A3'])
      expect((await get(file, manager.cookie())).status).toBe(200);
    for (const wrong of ['export/2099-01-01_2020-01-01.csv', 'export/x.csv'])
      expect((await get(wrong, manager.cookie())).status).toBe(404);
    const { entries } = accepted(await manager.rpc.audit.read.query({ day: app.site.queue.reads.openDay() ?? '' }));
    expect(entries.find(({ type }) => type === 'remark-left')?.detail).toEqual(['1', 'report']);
  }));

it('a phone is no kiosk: it neither writes as one nor has slips printed', () =>
  atSite(
    async (app) => {
      const { rpc } = createHostClient(app.url);
      expect(refusalOf(await rpc.remarks.leave.mutate(remark({ source: 'kiosk' })))).toBe('not-a-kiosk');
      expect(stored(app)).toBe(0);
      const { token } = await leave(app);
      expect(refusalOf(await rpc.remarks.slip.mutate({ token, language: 'vi' }))).toBe('not-a-kiosk');
    },
    (text) => withoutDevices(text).replace('server:', 'server:\n  kiosks: [192.0.2.7]'),
  ));

it('a kiosk without a printer says so of the slip, and of a token that is none', () =>
  atSite(
    async (app) => {
      const { rpc } = createHostClient(app.url);
      const { token } = await leave(app, { source: 'kiosk' });
      expect(refusalOf(await rpc.remarks.slip.mutate({ token, language: 'vi' }))).toBe('printer-not-ready');
      expect(refusalOf(await rpc.remarks.slip.mutate({ token: randomToken(), language: 'vi' }))).toBe('unknown-remark');
    },
    (text) => withoutDevices(text).replace(/^ticketPrinter:.*\n/m, ''),
  ));
