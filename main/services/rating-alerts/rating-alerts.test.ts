import { expect, it } from 'vitest';
import { BusinessDay, type StaffId } from '../../../contract/ids.ts';
import { RatingInput } from '../../../contract/rating.ts';
import {
  accepted,
  clerk,
  counters,
  createProjections,
  newKey,
  openTestSite,
  refusalOf,
  services,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { verifyDatabase } from '../../store/verify.ts';
import { dueAt, withinOf } from './rules.ts';

const one = clerk(counters.one);
const hour = 3_600_000;
const hoa = 'hoa' as StaffId;
const minh = 'minh' as StaffId;
const today = BusinessDay.parse('2026-11-23');
const days = { from: today, to: today };

const inHall = async (story: (site: TestSite) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await story(site);
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
};

const rated = async (site: TestSite, level: number, text = ''): Promise<string> => {
  const { token, ticketId, number } = await site.issue(services.copies);
  accepted(await site.queue.next(one, newKey()));
  accepted(await site.queue.step({ step: 'start' }, one, ticketId));
  accepted(await site.queue.step({ step: 'finish' }, one, ticketId));
  site.clock.nowMs += 60_000;
  site.clock.steadyMs += 60_000;
  const reasons = level <= 2 ? ['cho-lau'] : [];
  accepted(await site.ratings.give(token, RatingInput.parse({ level, criteria: {}, reasons, text }), newKey()));
  return number;
};

it('two stars raise an alert with reasons and words, three do not; nothing in it leads to the citizen', () =>
  inHall(async (site) => {
    await rated(site, 3);
    expect(site.ratingAlerts.pending()).toEqual([]);
    const number = await rated(site, 2, 'Chờ hai tiếng');
    const [alert, ...more] = site.ratingAlerts.pending();
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      ...{ state: 'open', level: 2, day: today, half: 'morning', counterId: counters.one, serviceId: services.copies },
      ...{ reasons: ['cho-lau'], text: 'Chờ hai tiếng', holder: null, answer: '' },
    });
    const told = JSON.stringify(alert);
    const ticket = site.db.prepare<[], string>('SELECT ticket_id FROM rating_alert').pluck().get() ?? '';
    for (const secret of [number, ticket, one.staffId, String(site.clock.nowMs)]) expect(told).not.toContain(secret);
  }));

it('the minute in which an alert becomes late tells only the half day of the rating', () => {
  const at = (time: string) => Date.parse(`2026-11-23T${time}+07:00`);
  const due = (time: string) => dueAt(at(time), 7 * hour, 24 * hour);
  expect(due('07:31')).toBe(due('11:59'));
  expect(due('07:31')).toBe(at('12:00') + 24 * hour);
  expect(due('13:00')).toBe(at('00:00') + 48 * hour);
});

it('times are told in steps', () => {
  expect([1, hour, hour + 1, 24 * hour, 72 * hour, 72 * hour + 1].map(withinOf)).toEqual([
    'hour',
    'hour',
    'four-hours',
    'day',
    'three-days',
    'longer',
  ]);
});

it('taken by one, taken over by another who answers and closes; each step once', () =>
  inHall(async (site) => {
    await rated(site, 1);
    const alertId = site.ratingAlerts.pending()[0]?.alertId;
    if (alertId === undefined) throw new Error('no alert');
    const { ratingAlerts: alerts } = site;
    expect(refusalOf(await alerts.answer(hoa, alertId, 'Đã gọi điện'))).toBe('alert-moved');
    accepted(await alerts.take(hoa, alertId));
    expect(refusalOf(await alerts.take(hoa, alertId))).toBe('alert-moved');
    accepted(await alerts.take(minh, alertId));
    expect(refusalOf(await alerts.answer(hoa, alertId, 'Đã xin lỗi'))).toBe('alert-moved');
    expect(refusalOf(await alerts.close(minh, alertId))).toBe('alert-moved');
    for (const text of ['', 'ok', '<b>xong rồi</b>', 'a'.repeat(1001)])
      expect(refusalOf(await alerts.answer(minh, alertId, text))).toBe('alert-text');
    accepted(await alerts.answer(minh, alertId, ' Đã xin lỗi và mở thêm quầy '));
    expect(alerts.pending()).toMatchObject([
      { state: 'answered', holder: { id: minh }, answer: 'Đã xin lỗi và mở thêm quầy', answeredWithin: 'hour' },
    ]);
    accepted(await alerts.close(hoa, alertId));
    expect(alerts.pending()).toEqual([]);
    expect(alerts.closed(days, 10)).toMatchObject([{ state: 'closed', isAnsweredLate: false }]);
    expect(refusalOf(await alerts.take(hoa, 'x'.repeat(22) as never))).toBe('unknown-alert');
    const journal = site.db.prepare<[], string>('SELECT body FROM journal').pluck().all().join();
    expect(journal).not.toContain('xin lỗi');
  }));

it('nobody answers: late from the end of the half day and the hours after it, also after a restart', () =>
  inHall(async (site) => {
    await rated(site, 1);
    site.clock.nowMs = Date.parse('2026-11-24T12:00:00+07:00');
    expect(site.ratingAlerts.figures(days)).toMatchObject({ raised: 1, late: 0, byState: { open: 1 } });
    site.clock.nowMs += 1;
    expect(site.ratingAlerts.figures(days)).toMatchObject({ late: 1 });
  }));
