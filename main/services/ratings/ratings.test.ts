import { expect, it } from 'vitest';
import { BusinessDay, type TicketId, type TicketToken } from '../../../contract/ids.ts';
import { RatingInput } from '../../../contract/rating.ts';
import {
  accepted,
  clerk,
  counters,
  createProjections,
  newKey,
  openTestSite,
  randomToken,
  refusalOf,
  services,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { verifyDatabase } from '../../store/verify.ts';

const one = clerk(counters.one);
const three = clerk(counters.three);
const hour = 3_600_000;
const today = BusinessDay.parse('2026-11-23');

const rating = (change: object = {}): RatingInput =>
  RatingInput.parse({ level: 4, criteria: {}, reasons: [], text: '', ...change });

const inHall = async (story: (site: TestSite) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await story(site);
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
};

interface Visit {
  readonly token: TicketToken;
  readonly ticketId: TicketId;
}

const served = async (site: TestSite, by = one): Promise<Visit> => {
  const ticket = await site.issue(services.copies);
  const { ticketId } = accepted(await site.queue.next(by, newKey()));
  expect(ticketId).toBe(ticket.ticketId);
  accepted(await site.queue.step({ step: 'start' }, by, ticketId));
  return ticket;
};
const finished = async (site: TestSite, by = one): Promise<Visit> => {
  const visit = await served(site, by);
  accepted(await site.queue.step({ step: 'finish' }, by, visit.ticketId));
  return visit;
};
const kept = (site: TestSite) =>
  site.db.prepare<[], Record<string, unknown>>('SELECT * FROM rating LEFT JOIN rating_text USING (ticket_id)').all();

it('a rating is bound to what the queue knows of Finish, and nothing of that is sent', () =>
  inHall(async (site) => {
    const visit = await finished(site);
    accepted(await site.ratings.give(visit.token, rating({ level: 5, text: ' Cảm ơn ' }), newKey()));
    expect(kept(site)).toEqual([
      expect.objectContaining({
        ...{ ticket_id: visit.ticketId, day: '2026-11-23', counter_id: counters.one, service_id: services.copies },
        ...{ staff_id: one.staffId, is_alone: 1, level: 5, text: 'Cảm ơn' },
      }),
    ]);
  }));

it('one token sent a thousand times at once counts once', () =>
  inHall(async (site) => {
    const { token } = await finished(site);
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, at) => site.ratings.give(token, rating({ level: (at % 5) + 1 }), newKey())),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(new Set(answers.flatMap((one) => (one.ok ? [] : [one.error.code])))).toEqual(new Set(['already-rated']));
    expect(kept(site)).toHaveLength(1);
  }));

it('the answer is lost and the phone sends it again: thanked twice, counted once', () =>
  inHall(async (site) => {
    const { token } = await finished(site);
    const key = newKey();
    const text = 'rất hài lòng';
    for (let press = 0; press < 2; press += 1) accepted(await site.ratings.give(token, rating({ text }), key));
    expect(refusalOf(await site.ratings.give(token, rating({ level: 1 }), key))).toBe('key-reused');
    expect(kept(site)).toHaveLength(1);
  }));

it('what somebody wrote is neither in the journal nor among the answered commands', () =>
  inHall(async (site) => {
    const { token } = await finished(site);
    accepted(await site.ratings.give(token, rating({ text: 'chuyện riêng' }), newKey()));
    const everywhere = ['SELECT body FROM journal', 'SELECT request || reply FROM command'].flatMap((sql) =>
      site.db.prepare<[], string>(sql).pluck().all(),
    );
    expect(everywhere.filter((row) => row.includes('riêng'))).toEqual([]);
  }));

it('before Finish, without a visit, after two days, with another code: nothing is stored', () =>
  inHall(async (site) => {
    const visit = await served(site);
    expect(refusalOf(await site.ratings.give(visit.token, rating(), newKey()))).toBe('rating-not-open');
    accepted(await site.queue.step({ step: 'finish' }, one, visit.ticketId));
    expect(refusalOf(await site.ratings.give(randomToken() as TicketToken, rating(), newKey()))).toBe('unknown-ticket');
    const left = await site.issue(services.copies);
    accepted(await site.queue.leave(left.ticketId));
    expect(refusalOf(await site.ratings.give(left.token, rating(), newKey()))).toBe('rating-not-open');
    site.clock.nowMs += 48 * hour + 1;
    expect(refusalOf(await site.ratings.give(visit.token, rating(), newKey()))).toBe('rating-closed');
    expect(refusalOf(site.ratings.open(visit.token))).toBe('rating-closed');
    expect(kept(site)).toEqual([]);
  }));

it('at home on the next evening it still counts, for the day of the visit', () =>
  inHall(async (site) => {
    const { token } = await finished(site);
    site.clock.nowMs += 36 * hour;
    accepted(await site.ratings.give(token, rating(), newKey()));
    expect(kept(site)).toMatchObject([{ day: '2026-11-23' }]);
  }));

it('the clerk takes Finish back: closed until it is pressed again; a rating that came before stays the only one', () =>
  inHall(async (site) => {
    const visit = await finished(site);
    accepted(await site.queue.undo(one));
    expect(refusalOf(site.ratings.open(visit.token))).toBe('rating-not-open');
    accepted(await site.queue.step({ step: 'finish' }, one, visit.ticketId));
    accepted(await site.ratings.give(visit.token, rating({ level: 1 }), newKey()));
    accepted(await site.queue.undo(one));
    accepted(await site.queue.step({ step: 'finish' }, one, visit.ticketId));
    expect(refusalOf(await site.ratings.give(visit.token, rating({ level: 5 }), newKey()))).toBe('already-rated');
    expect(kept(site)).toMatchObject([{ level: 1 }]);
  }));

it('sent on to another counter: the one that finished is rated, and nobody’s own figures count the shared visit', () =>
  inHall(async (site) => {
    const visit = await served(site);
    const elsewhere = { step: 'transfer', counterId: counters.three, place: 'head', comesBack: false } as const;
    accepted(await site.queue.step(elsewhere, one, visit.ticketId));
    accepted(await site.queue.next(three, newKey()));
    accepted(await site.queue.step({ step: 'start' }, three, visit.ticketId));
    accepted(await site.queue.step({ step: 'finish' }, three, visit.ticketId));
    accepted(await site.ratings.give(visit.token, rating({ level: 1 }), newKey()));
    expect(kept(site)).toMatchObject([{ counter_id: counters.three, staff_id: three.staffId, is_alone: 0 }]);
    const read = site.ratings.read({ from: today, to: today }, 10);
    expect(read.counters).toEqual([{ counterId: counters.three, figures: { n: 1, few: true } }]);
    expect(read.staff).toEqual([]);
  }));

it('a manager reads no number, no name and no time; the clerk sees whole tens', () =>
  inHall(async (site) => {
    for (let visit = 0; visit < 11; visit += 1) {
      const { token } = await finished(site);
      site.clock.nowMs += 60_000;
      site.clock.steadyMs += 60_000;
      accepted(await site.ratings.give(token, rating({ level: visit === 10 ? 1 : 5 }), newKey()));
      if (visit === 8) expect(site.ratings.own(one.staffId)).toEqual({ n: 0, few: true });
    }
    expect(site.ratings.own(one.staffId)).toMatchObject({ n: 10, mean: 5 });
    const read = site.ratings.read({ from: today, to: today }, 5);
    expect(read.counters).toMatchObject([{ figures: { n: 11, few: false } }]);
    expect([read.rows.length, read.left]).toEqual([5, 6]);
    expect(Object.keys(read.rows[0] ?? {}).sort()).toEqual(
      ['counterId', 'criteria', 'day', 'half', 'level', 'reasons', 'serviceId', 'text'].sort(),
    );
    // The eleventh came last and stands first, by its level.
    expect(read.rows[0]).toMatchObject({ half: 'morning', level: 1 });
  }));
