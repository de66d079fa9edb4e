import { expect, it } from 'vitest';
import { BusinessDay, type CounterId, type SignToken } from '../../../contract/ids.ts';
import { RatingInput } from '../../../contract/rating.ts';
import {
  accepted,
  counters,
  createProjections,
  newKey,
  openTestSite,
  randomToken,
  refusalOf,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { verifyDatabase } from '../../store/verify.ts';

const hour = 3_600_000;
const days = { from: BusinessDay.parse('2026-11-23'), to: BusinessDay.parse('2026-11-23') };
const rating = (change: object = {}): RatingInput =>
  RatingInput.parse({ level: 4, criteria: {}, reasons: [], text: '', ...change });
const device = (name: string, address = '192.0.2.1') => ({ device: name, address });

const atSigns = async (story: (site: TestSite, token: SignToken) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await site.ratingSigns.prepare();
  const token = site.ratingSigns.tokenOf(counters.one);
  if (token === null) throw new Error('the counter has no sign');
  await story(site, token);
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
};
const give = (site: TestSite, token: SignToken, change: object = {}) =>
  site.ratingSigns.give({ token, rating: rating(), key: newKey(), sender: device('phone'), ...change });
const kept = (site: TestSite) =>
  site.db.prepare<[], Record<string, unknown>>('SELECT * FROM sign_rating LEFT JOIN sign_rating_text USING (id)').all();

const seat = async (site: TestSite) => {
  const member = accepted(
    await site.staff.add({ login: 'lan', name: 'Lan', password: 'hoasua-lan', roles: ['clerk'] }, null),
  );
  accepted(await site.staff.login({ login: 'lan', password: 'hoasua-lan', counterId: counters.one, address: 'x' }));
  return member;
};

it('a sign is rated: kept with its counter and who sat there, apart from the ratings of tickets', () =>
  atSigns(async (site, token) => {
    const { id: staffId } = await seat(site);
    accepted(await give(site, token, { rating: rating({ level: 2, reasons: ['cho-lau'], text: 'chờ lâu' }) }));
    expect(kept(site)).toMatchObject([
      { day: '2026-11-23', counter_id: counters.one, staff_id: staffId, level: 2, text: 'chờ lâu' },
    ]);
    expect(site.ratings.read(days, 10)).toEqual({ counters: [], staff: [], rows: [], left: 0 });
    expect(site.ratingSigns.readSigns(days, 10)).toEqual({
      total: { n: 1, few: true },
      counters: [{ counterId: counters.one, figures: { n: 1, few: true } }],
      rows: [
        {
          ...{ day: '2026-11-23', half: 'morning', counterId: counters.one, level: 2, criteria: {} },
          ...{ reasons: ['cho-lau'], text: 'chờ lâu' },
        },
      ],
      left: 0,
    });
  }));

it('nobody sits there: the rating is the counter’s and nobody’s', () =>
  atSigns(async (site, token) => {
    accepted(await give(site, token));
    expect(kept(site)).toMatchObject([{ staff_id: null }]);
  }));

it('the answer is lost and the phone sends it again: thanked twice, stored once', () =>
  atSigns(async (site, token) => {
    const key = newKey();
    for (let press = 0; press < 2; press += 1) accepted(await give(site, token, { key }));
    expect(kept(site)).toHaveLength(1);
  }));

it('one phone rates a counter a thousand times at once: one is stored, and another counter is still open to it', () =>
  atSigns(async (site, token) => {
    const answers = await Promise.all(Array.from({ length: 1000 }, () => give(site, token)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(kept(site)).toHaveLength(1);
    expect(refusalOf(site.ratingSigns.open(token, device('phone', '192.0.2.9')))).toBe('sign-rated');
    accepted(await give(site, site.ratingSigns.tokenOf(counters.two) as SignToken));
    site.clock.nowMs += 12 * hour + 1;
    expect(site.ratingSigns.open(token, device('phone'))).toEqual({ ok: true, value: counters.one });
  }));

it('somebody clears the cookies again and again: the address has its fill for the hour, others do not', () =>
  atSigns(async (site, token) => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => give(site, token, { sender: device(randomToken()) })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(12);
    expect(new Set(answers.flatMap((one) => (one.ok ? [] : [one.error.code])))).toEqual(new Set(['sign-crowded']));
    accepted(await give(site, token, { sender: device('other', '192.0.2.2') }));
    site.clock.nowMs += hour + 1;
    accepted(await give(site, token, { sender: device(randomToken()) }));
  }));

it('a sign that was photographed and sent round is made worthless by a new one', () =>
  atSigns(async (site, token) => {
    const fresh = accepted(await site.ratingSigns.renew(counters.one));
    expect(refusalOf(await give(site, token))).toBe('unknown-sign');
    accepted(await give(site, fresh));
    expect(refusalOf(await site.ratingSigns.renew('quay-9' as CounterId))).toBe('unknown-counter');
  }));

it('after a restart the signs on the desks still open, and who rated before is still known', async () => {
  using temporary = temporaryFolder();
  const before = openTestSite(temporary.folder);
  await before.ratingSigns.prepare();
  const token = before.ratingSigns.tokenOf(counters.one) as SignToken;
  accepted(await give(before, token));
  await using site = await before.reopen();
  await site.ratingSigns.prepare();
  expect(site.ratingSigns.tokenOf(counters.one)).toBe(token);
  expect(refusalOf(await give(site, token))).toBe('sign-rated');
});

it('HTML, a reason that is none, a code of nobody: nothing is stored, and the same phone may correct it', () =>
  atSigns(async (site, token) => {
    expect(refusalOf(await give(site, token, { rating: rating({ text: '<b>' }) }))).toBe('rating-text');
    expect(refusalOf(await give(site, token, { rating: rating({ level: 1, reasons: ['x'] }) }))).toBe('bad-input');
    expect(refusalOf(await give(site, randomToken() as SignToken))).toBe('unknown-sign');
    expect(kept(site)).toEqual([]);
    accepted(await give(site, token));
  }));

it('what somebody wrote is neither in the journal nor among the answered commands', () =>
  atSigns(async (site, token) => {
    accepted(await give(site, token, { rating: rating({ text: 'chuyện riêng' }) }));
    const everywhere = ['SELECT body FROM journal', 'SELECT request || reply FROM command'].flatMap((sql) =>
      site.db.prepare<[], string>(sql).pluck().all(),
    );
    expect(everywhere.filter((row) => row.includes('riêng') || row.includes(token))).toEqual([]);
  }));
