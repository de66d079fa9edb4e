import { expect, it } from 'vitest';
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

const inHall = async (story: (site: TestSite) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await story(site);
};

it('at lunch nobody is called, whatever is pressed; back at work the next one is', () =>
  inHall(async (site) => {
    await site.issue(services.copies);
    accepted(await site.pauses.pause(one, 'lunch'));
    expect(refusalOf(await site.queue.next(one, newKey()))).toBe('counter-paused');
    accepted(await site.pauses.unpause(one));
    accepted(await site.queue.next(one, newKey()));
    expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
  }));

it('a break while somebody is on the way: the person would stand before an empty chair, so it is refused', () =>
  inHall(async (site) => {
    await site.issue(services.copies);
    const { ticketId } = accepted(await site.queue.next(one, newKey()));
    expect(refusalOf(await site.pauses.pause(one, 'rest'))).toBe('counter-busy');
    accepted(await site.queue.step({ step: 'start' }, one, ticketId));
    accepted(await site.pauses.pause(one, 'rest'));
    accepted(await site.queue.step({ step: 'hold', reason: 'paying' }, one, ticketId));
    expect(refusalOf(await site.queue.step({ step: 'resume' }, one, ticketId))).toBe('counter-paused');
    accepted(await site.queue.step({ step: 'resume' }, three, ticketId));
  }));

it('one of two counters goes on a break: everybody’s place counts the other one alone', () =>
  inHall(async (site) => {
    for (const counterId of [counters.one, counters.three]) {
      const login = counterId;
      accepted(await site.staff.add({ login, name: login, password: 'hoasua-hoasua', roles: ['clerk'] }, null));
      accepted(await site.staff.login({ login, password: 'hoasua-hoasua', counterId, address: 'test' }));
    }
    await site.issue(services.land);
    site.clock.nowMs += 1000;
    const { ticketId } = await site.issue(services.copies);
    const ahead = () => site.queue.places().get(ticketId);
    expect(ahead()).toBe(0);
    accepted(await site.pauses.pause(one, 'meeting'));
    expect(ahead()).toBe(1);
    accepted(await site.pauses.unpause(one));
    expect(ahead()).toBe(0);
  }));

it('a break of yesterday does not keep the counter closed this morning', () =>
  inHall(async (site) => {
    await site.issue(services.copies);
    accepted(await site.pauses.pause(one, 'paperwork'));
    accepted(await site.pauses.pause(one, 'meeting'));
    expect(site.pauses.list().get(one.counterId)?.reason).toBe('meeting');
    site.clock.nowMs += 24 * 3_600_000;
    await site.queue.openDay();
    expect(site.pauses.list().size).toBe(0);
    expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
  }));
