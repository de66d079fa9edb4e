import { expect, it } from 'vitest';
import type { StaffId } from '../../../contract/ids.ts';
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

const one = clerk(counters.one);
const three = clerk(counters.three);
const head = 'truong' as StaffId;
const expire = { unfinished: 'expire', reason: 'out-of-time' } as const;
const minute = 60_000;

const inHall = async (story: (site: TestSite) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await site.queue.openDay();
  await story(site);
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
};
const take = (site: TestSite) => site.queue.issue({ serviceId: services.copies, language: 'vi', key: newKey() });

it('the archive is down: no more numbers for copies, whoever has one is served, and it opens again', () =>
  inHall(async (site) => {
    accepted(await take(site));
    accepted(await site.supervision.closeService(head, services.copies, { reason: 'system-down' }));
    accepted(await site.supervision.closeService(head, services.copies, { reason: 'system-down' }));
    expect(refusalOf(await take(site))).toBe('service-closed');
    accepted(await site.queue.issue({ serviceId: services.land, language: 'vi', key: newKey() }));
    accepted(await site.queue.next(one, newKey()));
    accepted(await site.supervision.reopenService(head, services.copies));
    accepted(await take(site));
  }));

it('numbers until half past four: taken at 16:29, refused at 16:30, taken again on the next morning', () =>
  inHall(async (site) => {
    const fromMs = site.clock.nowMs + 8.5 * 60 * minute;
    accepted(await site.supervision.closeService(head, services.copies, { reason: 'ends-early', fromMs }));
    site.clock.nowMs = fromMs - minute;
    accepted(await take(site));
    site.clock.nowMs = fromMs;
    expect(refusalOf(await take(site))).toBe('service-closed');
    site.clock.nowMs += 16 * 60 * minute;
    accepted(await take(site));
    expect(site.supervision.closings.list().size).toBe(0);
  }));

it('the clerk went home in the middle: the called one stands in the line again, the served one is on hold for any counter', () =>
  inHall(async (site) => {
    await site.issue(services.copies);
    site.clock.nowMs += 1000;
    await site.issue(services.copies);
    const { ticketId: first } = accepted(await site.queue.next(one, newKey()));
    accepted(await site.queue.step({ step: 'start' }, one, first));
    const { ticketId: second } = accepted(await site.queue.next(three, newKey()));
    accepted(await site.supervision.freeCounter(head, counters.one));
    accepted(await site.supervision.freeCounter(head, counters.three));
    expect(site.queue.reads.byId(first)).toMatchObject({ state: 'on-hold', staffId: head });
    expect(site.queue.reads.byId(second)).toMatchObject({ state: 'waiting', linedUpWhy: 'missed' });
    accepted(await site.queue.step({ step: 'resume' }, three, first));
    expect(refusalOf(await site.supervision.freeCounter(head, counters.one))).toBe('wrong-state');
  }));

it('an hour in the line: the clerks see it, ten minutes later the manager does, who has it in hand and is left in peace', () =>
  inHall(async (site) => {
    const { ticketId } = await site.issue(services.copies);
    const late = () => site.supervision.late(site.clock.nowMs).map(({ kind, isForManager }) => [kind, isForManager]);
    site.clock.nowMs += 45 * minute;
    expect(late()).toEqual([['waiting', false]]);
    site.clock.nowMs += 10 * minute;
    expect(late()).toEqual([['waiting', true]]);
    accepted(await site.supervision.see(head, ticketId, 'waiting'));
    accepted(await site.supervision.see(head, ticketId, 'waiting'));
    expect(late()).toEqual([]);
    // Called, and nothing happens: that is late anew.
    accepted(await site.queue.next(one, newKey()));
    site.clock.nowMs += 5 * minute;
    expect(late()).toEqual([['called', false]]);
  }));

it('the day is ended while one is served and one waits: the one expires, the other is served to the end', () =>
  inHall(async (site) => {
    const { ticketId: served } = await site.issue(services.copies);
    site.clock.nowMs += 1000;
    const { ticketId: waiting } = await site.issue(services.land);
    accepted(await site.queue.next(one, newKey()));
    accepted(await site.queue.step({ step: 'start' }, one, served));
    expect(accepted(await site.supervision.endDay(head, expire))).toEqual({ expired: 1, kept: 0, appointments: 0 });
    expect(site.queue.reads.byId(waiting)?.state).toBe('expired');
    expect(refusalOf(await take(site))).toBe('service-closed');
    accepted(await site.queue.step({ step: 'finish' }, one, served));
    expect(accepted(await site.supervision.endDay(head, expire))).toEqual({ expired: 0, kept: 0, appointments: 0 });
  }));

it('services and counters that do not exist are refused, and nothing is written', () =>
  inHall(async (site) => {
    const ask = { reason: 'other' } as const;
    expect(refusalOf(await site.supervision.closeService(head, 'khong-co' as never, ask))).toBe('unknown-service');
    expect(refusalOf(await site.supervision.barCounter(head, 'khong-co' as never))).toBe('unknown-counter');
    accepted(await site.supervision.barCounter(head, counters.one));
    expect(site.supervision.isBarred(counters.one)).toBe(true);
    accepted(await site.supervision.unbarCounter(head, counters.one));
    expect([...site.supervision.barred()]).toEqual([]);
  }));
