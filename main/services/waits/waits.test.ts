import { expect, test } from 'vitest';
import type { BusinessDay } from '../../../contract/ids.ts';
import {
  accepted,
  clerk,
  counters,
  createProjections,
  morningMs,
  newKey,
  openTestSite,
  services,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { verifyDatabase } from '../../store/verify.ts';

const minuteMs = 60_000;
const day = '2026-11-23' as BusinessDay;

const seat = async (site: TestSite): Promise<void> => {
  accepted(await site.staff.add({ login: 'an', password: 'hoa-sua-thom', name: 'An', roles: ['clerk'] }, null));
  accepted(
    await site.staff.login({ login: 'an', password: 'hoa-sua-thom', counterId: counters.two, address: '127.0.0.1' }),
  );
};

test('nobody has opened a counter yet: no wait is promised', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const { ticketId } = await site.issue(services.civil);
  site.waits.refresh();
  expect([site.waits.ofTicket(ticketId), site.waits.promised(ticketId)]).toEqual([null, null]);
});

test('what was promised and what came is kept for the manager, and the journal explains it', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await seat(site);
  site.waits.refresh();
  const issue = async () => {
    const ticket = await site.issue(services.civil);
    site.waits.refresh();
    return ticket;
  };
  await issue();
  const by = clerk(counters.two);
  accepted(await site.queue.next(by, newKey()));
  site.waits.refresh();
  const soon = await issue();
  const late = await issue();
  const left = await issue();
  const promised = [soon, late, left].map(({ ticketId }) => site.waits.promised(ticketId));
  for (const range of promised) expect(range?.high).toBeGreaterThan(range?.low ?? Number.POSITIVE_INFINITY);
  expect(promised[2]?.high).toBeGreaterThan(promised[0]?.high ?? Number.POSITIVE_INFINITY);

  const finish = async () => {
    const inHand = site.queue.reads.inHand(counters.two);
    if (inHand === undefined) throw new Error('nobody is in hand');
    if (inHand.state === 'called') accepted(await site.queue.step({ step: 'start' }, by, inHand.ticketId));
    accepted(await site.queue.step({ step: 'finish' }, by, inHand.ticketId));
  };
  site.clock.nowMs = morningMs + ((promised[0]?.low ?? 0) + 1) * minuteMs;
  await finish();
  accepted(await site.queue.next(by, newKey()));
  site.clock.nowMs = morningMs + ((promised[1]?.high ?? 0) + 1) * minuteMs;
  await finish();
  accepted(await site.queue.next(by, newKey()));
  accepted(await site.queue.leave(left.ticketId));

  const [civil] = site.waits.accuracy({ from: day, to: day });
  // The first number went to a free counter at once.
  expect(civil).toEqual({ serviceId: services.civil, promised: 4, held: 2, sooner: 0, later: 1 });
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
});

test('a clerk went away without logging out: the people are not told "soon" for ever', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await seat(site);
  const { ticketId } = await site.issue(services.civil);
  site.waits.refresh();
  expect(site.waits.ofTicket(ticketId)).toEqual({ low: 0, high: 2 });
  site.clock.nowMs += 10 * minuteMs;
  site.waits.refresh();
  expect(site.waits.ofTicket(ticketId)).toBeNull();
});
