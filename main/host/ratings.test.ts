// Ratings from outside: what a phone sends, what staff devices are told, and what somebody who guesses gets.
import { expect, it } from 'vitest';
import type { TicketToken } from '../../contract/ids.ts';
import { RatingInput } from '../../contract/rating.ts';
import type { RatingsLive } from '../../contract/rating-results.ts';
import { startApp, type TestApp } from '../../test/support/app.ts';
import { createHostClient } from '../../test/support/client.ts';
import { followLive } from '../../test/support/live-stream.ts';
import {
  accepted,
  clerk,
  counters,
  newKey,
  randomToken,
  refusalOf,
  services,
  temporaryFolder,
} from '../../test/support/site.ts';

const one = clerk(counters.one);
const rating = RatingInput.parse({ level: 2, criteria: { 'thai-do': 1 }, reasons: ['cho-lau'], text: '' });

/** A site whose kiosk is another machine: this one is a phone. */
const asPhone = async (story: (app: TestApp) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  await using app = await startApp({
    folder: temporary.folder,
    configure: (text) =>
      text
        .replace(/^devices:[\s\S]*$/m, '')
        .replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '')
        .replace('server:', 'server:\n  kiosks: [192.0.2.7]'),
  });
  await story(app);
};

const finished = async ({ site: { queue } }: TestApp): Promise<TicketToken> => {
  const { token } = accepted(await queue.issue({ serviceId: services.copies, language: 'vi', key: newKey() }));
  const { ticketId } = accepted(await queue.next(one, newKey()));
  accepted(await queue.step({ step: 'start' }, one, ticketId));
  accepted(await queue.step({ step: 'finish' }, one, ticketId));
  return token;
};
const stored = ({ site }: TestApp) => site.db.prepare('SELECT count(*) FROM rating').pluck().get();

it('a citizen sees what is rated, answers once, and is told so the second time', () =>
  asPhone(async (app) => {
    const token = await finished(app);
    const { rpc } = createHostClient(app.url);
    const form = accepted(await rpc.ratings.form.mutate({ token }));
    expect(form).toMatchObject({
      number: 'A001',
      counterNumber: 1,
      service: { vi: 'Chứng thực bản sao' },
      textMax: 500,
    });
    expect(form.criteria.map(({ id }) => id)).toEqual(['thai-do', 'thoi-gian', 'huong-dan', 'mot-lan']);
    expect(JSON.stringify(form)).not.toContain(one.staffId);
    accepted(await rpc.ratings.give.mutate({ ...rating, token, key: newKey() }));
    expect(refusalOf(await rpc.ratings.give.mutate({ ...rating, token, key: newKey() }))).toBe('already-rated');
    expect(refusalOf(await rpc.ratings.form.mutate({ token }))).toBe('already-rated');
    expect(stored(app)).toBe(1);
  }));

it('a thousand requests with one token over the network count once', () =>
  asPhone(async (app) => {
    const token = await finished(app);
    const { rpc } = createHostClient(app.url);
    // More at once than a listening socket holds would be turned away by the system before the host sees them.
    const answers = [];
    for (let round = 0; round < 4; round += 1)
      answers.push(
        ...(await Promise.all(
          Array.from({ length: 250 }, () => rpc.ratings.give.mutate({ ...rating, token, key: newKey() })),
        )),
      );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(stored(app)).toBe(1);
  }));

it.each([
  ['counter', 'motcua-staff=anything'],
  ['office', 'motcua-office=anything'],
])('a browser that holds the cookie of the %s cannot rate', (_kind, cookie) =>
  asPhone(async (app) => {
    const token = await finished(app);
    const answer = await fetch(`${app.url}/rpc/ratings.give`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ ...rating, token, key: newKey() }),
    });
    expect(await answer.json()).toMatchObject({ result: { data: { ok: false, error: { code: 'staff-device' } } } });
    expect(stored(app)).toBe(0);
  }),
);

it('a kiosk cannot rate', async () => {
  using temporary = temporaryFolder();
  await using app = await startApp({
    folder: temporary.folder,
    configure: (text) => text.replace(/^devices:[\s\S]*$/m, '').replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, ''),
  });
  const token = await finished(app);
  const { rpc } = createHostClient(app.url);
  expect(refusalOf(await rpc.ratings.give.mutate({ ...rating, token, key: newKey() }))).toBe('staff-device');
  expect(stored(app)).toBe(0);
});

it('a megabyte, a page of HTML, a level of nine, a counter of one’s own choice: nothing is stored, and the host is well', () =>
  asPhone(async (app) => {
    const token = await finished(app);
    const { rpc } = createHostClient(app.url);
    const give = (change: object) => rpc.ratings.give.mutate({ ...rating, token, key: newKey(), ...change });
    expect(refusalOf(await give({ text: '<img src=x>' }))).toBe('rating-text');
    expect(refusalOf(await give({ text: 'a'.repeat(20_000) }))).toBe('rating-text');
    const megabyte = JSON.stringify({ ...rating, token, key: newKey(), text: 'a'.repeat(1_000_000) });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${app.url}/rpc/ratings.give`, { method: 'POST', headers, body: megabyte });
    expect(answer.status).toBe(413);
    await expect(give({ level: 9 })).rejects.toThrow();
    await expect(give({ staffId: 'lan' })).rejects.toThrow('Unrecognized key');
    expect(stored(app)).toBe(0);
    accepted(await give({}));
  }));

it('who guesses is slowed after twenty wrong codes, and a right one behind the same address is not', () =>
  asPhone(async (app) => {
    const token = await finished(app);
    const { rpc } = createHostClient(app.url);
    const guess = (typed: string) => rpc.ratings.form.mutate({ token: typed });
    for (let wrong = 0; wrong < 20; wrong += 1)
      expect(refusalOf(await guess(wrong % 2 === 0 ? randomToken() : 'A001'))).toBe('unknown-ticket');
    const startedMs = performance.now();
    let isGuessAnswered = false;
    const guesses = Array.from({ length: 20 }, () =>
      guess(randomToken()).finally(() => {
        isGuessAnswered = true;
      }),
    );
    accepted(await guess(token));
    expect(isGuessAnswered).toBe(false);
    for (const answer of await Promise.all(guesses)) expect(refusalOf(answer)).toBe('too-many-attempts');
    expect(performance.now() - startedMs).toBeGreaterThan(990);
    accepted(await rpc.ratings.give.mutate({ ...rating, token, key: newKey() }));
  }));

it('staff see sums of their own only, and only managers read ratings', () =>
  asPhone(async (app) => {
    const client = createHostClient(app.url);
    const days = { from: '2026-11-01', to: '2026-11-30' };
    expect(refusalOf(await client.rpc.ratings.own.query({}))).toBe('not-logged-in');
    expect(refusalOf(await client.rpc.ratingDesk.read.query(days))).toBe('not-logged-in');
    accepted(await client.rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
    expect(accepted(await client.rpc.ratings.own.query({}))).toEqual({ n: 0, few: true });
    expect(refusalOf(await client.rpc.ratingDesk.read.query(days))).toBe('not-logged-in');
  }));

it('the journal page shows no rating beside a number', () =>
  asPhone(async (app) => {
    const token = await finished(app);
    accepted(await createHostClient(app.url).rpc.ratings.give.mutate({ ...rating, token, key: newKey() }));
    const manager = createHostClient(app.url);
    accepted(await manager.rpc.office.login.mutate({ login: 'truong', password: 'hoasua-truong' }));
    const day = app.site.queue.reads.openDay() ?? '';
    const page = accepted(await manager.rpc.audit.read.query({ day }));
    expect(page.entries.map(({ type }) => type)).toContain('ticket-finished');
    expect(page.entries.map(({ type }) => type)).not.toContain('rating-given');
  }));

it('a low rating is on the manager’s screen within a second, with nothing that leads to the citizen', () =>
  asPhone(async (app) => {
    const token = await finished(app);
    const manager = createHostClient(app.url);
    accepted(await manager.rpc.office.login.mutate({ login: 'truong', password: 'hoasua-truong' }));
    await using live = await followLive<RatingsLive>(`${app.url}/live/ratings`, { cookie: manager.cookie() });
    const first = await live.until(() => true);
    expect(first).toMatchObject({ today: { n: 0 }, alerts: [] });
    const givenMs = performance.now();
    accepted(await createHostClient(app.url).rpc.ratings.give.mutate({ ...rating, token, key: newKey() }));
    const seen = await live.until(({ alerts }) => alerts.length === 1);
    expect(performance.now() - givenMs).toBeLessThan(1000);
    expect(seen).toMatchObject({ today: { n: 1, few: true }, alerts: [{ state: 'open', level: 2, counterNumber: 1 }] });
    for (const secret of ['A001', token, one.staffId]) expect(JSON.stringify(seen.alerts)).not.toContain(secret);
    const today = app.site.queue.reads.openDay() ?? '';
    const results = accepted(await manager.rpc.ratingDesk.read.query({ from: today, to: today }));
    expect(results).toMatchObject({
      total: { n: 1, few: true },
      ...{ levels: null, indexPoints: null, heat: [{ told: null }], response: { count: 1, n: 1 } },
    });
    expect(Object.keys(results.rows[0] ?? {})).not.toContain('givenAtMs');
    expect(refusalOf(await manager.rpc.ratingDesk.read.query({ from: '2026-02-01', to: '2026-01-01' }))).toBe(
      'bad-input',
    );
    await manager.rpc.office.logout.mutate({});
    await live.ended;
  }));
