// The host from outside: the typed client, live streams, and what nobody should send.

import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CounterView } from '../../contract/counter-view.ts';
import type { BoardView, KioskView, TurnView } from '../../contract/live.ts';
import { phonesAt, startApp, type TestApp } from '../../test/support/app.ts';
import { createHostClient } from '../../test/support/client.ts';
import { startHostProcess, writeSiteWithoutDevices } from '../../test/support/host-process.ts';
import { followLive } from '../../test/support/live-stream.ts';
import { accepted, counters, newKey, refusalOf, services, temporaryFolder } from '../../test/support/site.ts';

/** A site with a kiosk and counters, but nothing plugged in. */
const bare = (text: string): string =>
  text.replace(/^devices:[\s\S]*$/m, '').replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '');
const startBare = (folder: string): Promise<TestApp> => startApp({ folder, configure: bare });

const take = async (app: TestApp) =>
  accepted(
    await createHostClient(app.url).rpc.kiosk.issue.mutate({
      serviceId: services.copies,
      language: 'vi',
      key: newKey(),
    }),
  );

const loggedIn = async (app: TestApp) => {
  const client = createHostClient(app.url);
  accepted(await client.rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  return client;
};

describe('one citizen', () => {
  it('takes a number, is called, served and done, and every screen says so', async () => {
    using temporary = temporaryFolder();
    await using app = await startBare(temporary.folder);
    const ticket = await take(app);
    expect(ticket).toMatchObject({ number: 'A001', ahead: 0, turnUrl: `${phonesAt(app.url)}/t/${ticket.token}` });
    const { rpc, cookie } = await loggedIn(app);
    await using board = await followLive<BoardView>(`${app.url}/live/board`, {});
    await using turn = await followLive<TurnView>(`${app.url}/live/turn/${ticket.token}`, {});
    await using kiosk = await followLive<KioskView>(`${app.url}/live/kiosk`, {});
    await using counter = await followLive<CounterView>(`${app.url}/live/counter`, { cookie: cookie() });
    await counter.until((view) => view.waitingTotal === 1);
    await kiosk.until((view) => view.services[0]?.waiting === 1 && view.services[0].openCounters === 1);

    const called = accepted(await rpc.counter.next.mutate({ key: newKey() }));
    expect(called.number).toBe('A001');
    await turn.until((view) => view.state === 'called' && view.counterNumber === 1);
    await board.until(
      (view) => view.calls[0]?.number === 'A001' && view.calls[0].counterNumber === 1 && view.waiting === 0,
    );
    await kiosk.until((view) => view.services[0]?.waiting === 0);

    accepted(await rpc.counter.step.mutate({ step: 'start', ticketId: called.ticketId }));
    await counter.until((view) => view.current?.state === 'serving');
    accepted(await rpc.counter.step.mutate({ step: 'finish', ticketId: called.ticketId }));
    await turn.until((view) => view.state === 'finished');
    await board.until((view) => view.counters[0]?.state === 'free' && view.calls.length === 1);
  });

  it('gives the place up on the phone, once, and whoever stands behind moves up', async () => {
    using temporary = temporaryFolder();
    await using app = await startBare(temporary.folder);
    const [first, second] = [await take(app), await take(app)];
    await using own = await followLive<TurnView>(`${app.url}/live/turn/${first.token}`, {});
    await using behind = await followLive<TurnView>(`${app.url}/live/turn/${second.token}`, {});
    await behind.until((view) => view.ahead === 1);
    const { rpc } = createHostClient(app.url);
    expect(accepted(await rpc.turn.leave.mutate({ token: first.token })).number).toBe(first.number);
    await own.until((view) => view.state === 'cancelled');
    await behind.until((view) => view.ahead === 0);
    expect(accepted(await rpc.turn.leave.mutate({ token: first.token })).number).toBe(first.number);
    expect(refusalOf(await rpc.turn.leave.mutate({ token: 'x'.repeat(22) as never }))).toBe('unknown-ticket');
  });

  it('is sent the whole turn once and then only what changed of it', async () => {
    using temporary = temporaryFolder();
    await using app = await startBare(temporary.folder);
    const [first, second] = [await take(app), await take(app)];
    await using turn = await followLive<TurnView>(`${app.url}/live/turn/${second.token}`, {});
    await turn.until((view) => view.ahead === 1);
    accepted(await createHostClient(app.url).rpc.turn.leave.mutate({ token: first.token }));
    const moved = await turn.until((view) => view.ahead === 0);
    expect(moved).toMatchObject({ number: second.number, state: 'waiting' });
    expect(turn.events.filter((event) => event === 'view')).toHaveLength(1);
    expect(turn.events).toContain('part');
    await using again = await followLive<TurnView>(`${app.url}/live/turn/${second.token}`, {});
    expect(await again.until(() => true)).toEqual(moved);
  });

  it('whose paper cannot come out still has the number, and is told so', async () => {
    using temporary = temporaryFolder();
    await using app = await startApp({ folder: temporary.folder, configure: (text) => text });
    const ticket = await take(app);
    await using turn = await followLive<TurnView>(`${app.url}/live/turn/${ticket.token}`, {});
    expect((await turn.until((view) => view.print.state === 'failed')).print.canReprint).toBe(true);
    const { rpc } = createHostClient(app.url);
    expect(refusalOf(await rpc.kiosk.reprint.mutate({ token: ticket.token, key: newKey() }))).toBe('printer-not-ready');
    const health = await (await fetch(`${app.url}/health`)).json();
    expect(health).toMatchObject({ state: 'degraded', storage: 'ok' });
  });
});

describe('a screen that comes back', () => {
  it('is sent nothing when nothing changed, and the newest state when something did', async () => {
    using temporary = temporaryFolder();
    await using app = await startBare(temporary.folder);
    const first = await followLive<KioskView>(`${app.url}/live/kiosk`, {});
    await first.until(() => true);
    const { lastEventId = '' } = first;
    await first[Symbol.asyncDispose]();
    const unchanged = await followLive<KioskView>(`${app.url}/live/kiosk`, { 'last-event-id': lastEventId });
    await take(app);
    await unchanged.until((view) => view.services[0]?.waiting === 1);
    expect(unchanged.events).toEqual(['hello', 'view']);
    await unchanged[Symbol.asyncDispose]();
    await using changed = await followLive<KioskView>(`${app.url}/live/kiosk`, { 'last-event-id': lastEventId });
    expect((await changed.until(() => true)).services[0]?.waiting).toBe(1);
  });

  it('finds the day as it was after the host was stopped and started', async () => {
    using temporary = temporaryFolder();
    const app = await startBare(temporary.folder);
    const ticket = await take(app);
    const { cookie } = await loggedIn(app);
    await app.stop();
    await using again = await startBare(temporary.folder);
    await using turn = await followLive<TurnView>(`${again.url}/live/turn/${ticket.token}`, {});
    expect(await turn.until(() => true)).toMatchObject({ number: 'A001', state: 'waiting' });
    await using counter = await followLive<CounterView>(`${again.url}/live/counter`, { cookie: cookie() });
    expect((await counter.until(() => true)).staffName).toBe('Nguyễn Thị Lan');
  });

  it('of a clerk whose counter another one took is shown out', async () => {
    using temporary = temporaryFolder();
    await using app = await startBare(temporary.folder);
    const { rpc, cookie } = await loggedIn(app);
    await using counter = await followLive<CounterView>(`${app.url}/live/counter`, { cookie: cookie() });
    const other = createHostClient(app.url);
    accepted(await other.rpc.staff.login.mutate({ login: 'minh', password: 'hoasua-minh', counterId: counters.one }));
    await counter.ended;
    expect(refusalOf(await rpc.counter.next.mutate({ key: newKey() }))).toBe('not-logged-in');
    expect((await fetch(`${app.url}/live/counter`, { headers: { cookie: cookie() } })).status).toBe(401);
  });
});

describe('a host whose disk failed', () => {
  it('says so to the kiosk and to whoever asks for its health, and promises nothing', async () => {
    using temporary = temporaryFolder();
    await using app = await startBare(temporary.folder);
    await using kiosk = await followLive<KioskView>(`${app.url}/live/kiosk`, {});
    await kiosk.until((view) => view.storage === 'ok');
    // What the writer does to itself after an I/O error: from now on nothing can be read or written.
    app.site.db.close();
    const { rpc } = createHostClient(app.url);
    const ask = { serviceId: services.copies, language: 'vi', key: newKey() } as const;
    expect(refusalOf(await rpc.kiosk.issue.mutate(ask))).toBe('storage-failed');
    await kiosk.until((view) => view.storage === 'failed');
    const health = await fetch(`${app.url}/health`);
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({ state: 'failed', storage: 'failed' });
    expect((await fetch(`${app.url}/live/board`)).status).toBe(500);
    expect(app.logged.join()).toContain('The database connection is not open');
  });

  it('keeps cookies and tokens out of its log even then', async () => {
    using temporary = temporaryFolder();
    await using app = await startBare(temporary.folder);
    const ticket = await take(app);
    const { rpc, cookie } = await loggedIn(app);
    await using counter = await followLive<CounterView>(`${app.url}/live/counter`, { cookie: cookie() });
    await using _turn = await followLive<TurnView>(`${app.url}/live/turn/${ticket.token}`, {});
    await counter.until(() => true);
    app.site.db.close();
    await rpc.counter.next.mutate({ key: newKey() }).catch(() => undefined);
    await rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key: newKey() });
    await expect.poll(() => app.logged.join()).toContain('a live view could not be made');
    expect(app.logged.join()).not.toContain(ticket.token);
    expect(app.logged.join()).not.toContain(cookie().split('=')[1]);
  });
});

describe('four hundred phones', () => {
  it('follow their turns without holding up a call', async () => {
    using temporary = temporaryFolder();
    await using app = await startBare(temporary.folder);
    const tickets = await Promise.all(Array.from({ length: 400 }, () => take(app)));
    await using streams = new AsyncDisposableStack();
    const phones = await Promise.all(
      tickets.map(({ token }) => followLive<TurnView>(`${app.url}/live/turn/${token}`, {})),
    );
    for (const phone of phones) streams.use(phone);
    const { rpc } = await loggedIn(app);
    const first = accepted(await rpc.counter.next.mutate({ key: newKey() }));
    await Promise.all(
      phones.map((phone, index) =>
        phone.until((view) => (index === 0 ? view.state === 'called' : view.ahead === index - 1)),
      ),
    );
    expect(first.number).toBe('A001');
  }, 30_000);
});

describe('what nobody should send', () => {
  const issue = (app: TestApp, body: string, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/rpc/kiosk.issue`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const good = () => JSON.stringify({ serviceId: services.copies, language: 'vi', key: newKey() });
  const issued = (app: TestApp): unknown => app.site.db.prepare('SELECT count(*) FROM ticket').pluck().get();

  it.each([
    ['no JSON', '{"serviceId":', 400],
    ['a list', '[]', 400],
    ['nothing', '', 400],
    ['a key that is too short', JSON.stringify({ serviceId: 'chung-thuc', language: 'vi', key: 'short' }), 400],
    [
      'a service that is a sentence',
      JSON.stringify({ serviceId: "'; DROP TABLE ticket; --", language: 'vi', key: 'k'.repeat(20) }),
      400,
    ],
    ['an unknown language', JSON.stringify({ serviceId: 'chung-thuc', language: 'xx', key: 'k'.repeat(20) }), 400],
    [
      'a field too many',
      JSON.stringify({ serviceId: 'chung-thuc', language: 'vi', key: 'k'.repeat(20), admin: true }),
      400,
    ],
    ['a body of 1 MB', JSON.stringify({ serviceId: 'x'.repeat(1024 * 1024) }), 413],
  ])('%s is refused and changes nothing', async (_what, body, status) => {
    using temporary = temporaryFolder();
    await using app = await startBare(temporary.folder);
    const answer = await issue(app, body);
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toContain('at file:');
    expect(issued(app)).toBe(0);
    expect((await issue(app, good())).status).toBe(200);
  });

  it('a page of another site cannot take numbers with a visitor’s browser', async () => {
    using temporary = temporaryFolder();
    await using app = await startBare(temporary.folder);
    for (const headers of [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      expect((await issue(app, good(), headers)).status, JSON.stringify(headers)).toBe(403);
    }
    expect(issued(app)).toBe(0);
    expect((await issue(app, good(), { origin: app.url, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('a phone in the hall cannot take numbers, only a kiosk can', async () => {
    using temporary = temporaryFolder();
    await using app = await startApp({
      folder: temporary.folder,
      configure: (text) => bare(text).replace('server:', 'server:\n  kiosks: [192.0.2.7]'),
    });
    const { rpc } = createHostClient(app.url);
    expect(refusalOf(await rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key: newKey() }))).toBe(
      'not-a-kiosk',
    );
    expect(issued(app)).toBe(0);
  });

  it('a phone in the hall cannot have the host speak, and a kiosk only so much at once', async () => {
    using elsewhere = temporaryFolder();
    using here = temporaryFolder();
    await using phone = await startApp({
      folder: elsewhere.folder,
      configure: (text) => bare(text).replace('server:', 'server:\n  kiosks: [192.0.2.7]'),
    });
    const asPhone = await fetch(`${phone.url}/read-aloud?language=vi&text=Xin+ch%C3%A0o`);
    expect([asPhone.status, await asPhone.json()]).toEqual([403, expect.objectContaining({ code: 'not-a-kiosk' })]);
    await using kiosk = await startBare(here.folder);
    const long = await fetch(`${kiosk.url}/read-aloud?language=vi&text=${'a'.repeat(601)}`);
    expect([long.status, await long.json()]).toEqual([400, expect.objectContaining({ code: 'bad-input' })]);
    expect((await fetch(`${kiosk.url}/read-aloud?language=fr&text=Bonjour`)).status).toBe(400);
    const read = await fetch(`${kiosk.url}/read-aloud?${new URLSearchParams({ language: 'vi', text: 'Số A007' })}`);
    expect([read.status, read.headers.get('content-type')]).toEqual([200, 'audio/wav']);
  });

  it('tickets that do not exist are not found, whatever they look like', async () => {
    using temporary = temporaryFolder();
    await using app = await startBare(temporary.folder);
    for (const token of ['A001', 'AAAAAAAAAAAAAAAAAAAAAA', '..%2f..%2fmotcua.db', 'x'.repeat(400)]) {
      expect((await fetch(`${app.url}/live/turn/${token}`)).status, token).toBe(404);
    }
    expect((await fetch(`${app.url}/assets/..%2f..%2fpackage.json`)).status).toBe(403);
    for (const path of [
      '/voice/A001/1.wav',
      '/voice/A001/9.wav',
      '/voice/Z001/1.wav',
      '/voice/..%2fx/1.wav',
      '/motcua.db',
      '/rpc/no.such',
    ]) {
      expect((await fetch(`${app.url}${path}`)).status, path).toBe(404);
    }
  });

  it('every page carries the headers that keep strangers’ scripts and frames out', async () => {
    using temporary = temporaryFolder();
    await using app = await startBare(temporary.folder);
    for (const path of ['/kiosk/', '/health', '/t/AAAAAAAAAAAAAAAAAAAAAA']) {
      const { headers } = await fetch(`${app.url}${path}`);
      expect(headers.get('content-security-policy'), path).toContain("default-src 'self'");
      expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'self'");
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
    }
  });

  it('the staff cookie cannot be read by scripts or sent from other sites', async () => {
    using temporary = temporaryFolder();
    await using app = await startBare(temporary.folder);
    const answer = await fetch(`${app.url}/rpc/staff.login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }),
    });
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
  });
});

describe('starting', () => {
  it.each([
    ['on a port that another program has', 75, 'another program uses it'],
    ['with a wrong configuration', 78, 'Did you mean'],
    ['on a folder that another host works in', 75, 'Another host already works on the data folder'],
    ['on a file that is no database', 75, 'restore a backup'],
    ['on the data of the simulated hall', 78, 'belongs to the simulated hall'],
    ['after a restore that was cut off', 78, 'Run \\"motcua restore\\" again'],
  ])('%s ends with a sentence that helps', async (incident, exitCode, words) => {
    using temporary = temporaryFolder();
    const occupied = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => occupied.once('listening', resolve));
    const address = occupied.address();
    const busyPort = typeof address === 'object' && address !== null ? address.port : 0;
    const configFile = writeSiteWithoutDevices(temporary.folder, incident.includes('port') ? busyPort : 0);
    if (incident.includes('configuration')) writeFileSync(configFile, 'serie: []\n');
    await using _first = incident.includes('another host')
      ? await startBare(path.join(temporary.folder, 'data'))
      : undefined;
    if (incident.includes('no database')) {
      const folder = path.join(temporary.folder, 'data');
      mkdirSync(folder);
      writeFileSync(path.join(folder, 'motcua.db'), 'not a database '.repeat(500));
    }
    if (incident.includes('simulated')) await (await startBare(path.join(temporary.folder, 'data'))).stop();
    if (incident.includes('restore')) {
      mkdirSync(path.join(temporary.folder, 'data'));
      writeFileSync(path.join(temporary.folder, 'data/motcua.db.arriving'), '');
    }
    const host = startHostProcess(configFile, 'main/host/headless.ts');
    expect(await host.ended, host.output()).toBe(exitCode);
    expect(host.output()).toContain(words);
    occupied.close();
  });

  it('and stopping by SIGTERM ends within seconds with 0', async () => {
    using temporary = temporaryFolder();
    const host = startHostProcess(writeSiteWithoutDevices(temporary.folder, 0), 'main/host/headless.ts');
    await host.ready;
    host.child.kill('SIGTERM');
    expect(await host.ended).toBe(0);
  });

  it('and losing the parent stops the host too', async () => {
    using temporary = temporaryFolder();
    const host = startHostProcess(writeSiteWithoutDevices(temporary.folder, 0), 'main/host/headless.ts');
    await host.ready;
    host.child.disconnect();
    expect(await host.ended).toBe(0);
  });
});
