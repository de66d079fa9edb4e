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

/** Somebody is being served at counter 1. */
const atCounter = async (
  story: (site: TestSite, ticketId: Awaited<ReturnType<TestSite['issue']>>['ticketId']) => Promise<void>,
) => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await site.issue(services.copies);
  const { ticketId } = accepted(await site.queue.next(one, newKey()));
  accepted(await site.queue.step({ step: 'start' }, one, ticketId));
  await story(site, ticketId);
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
};

const rows = (site: TestSite) =>
  site.db
    .prepare<[], { amount: number; state: string }>('SELECT amount_dong AS amount, state FROM fee ORDER BY seq')
    .all();

it('two copies at 2,000 đồng: asked, seen on the account, marked as paid', () =>
  atCounter(async (site, ticketId) => {
    accepted(await site.fees.ask(one, ticketId, 4000));
    const fee = site.fees.of(ticketId);
    expect(fee).toMatchObject({ amountDong: 4000, state: 'asked' });
    expect(fee?.purpose).toMatch(/^\d{4} A001$/);
    expect(fee && site.fees.code(fee)).toContain('54044000');
    accepted(await site.fees.paid(one, ticketId, 'transfer'));
    expect(site.fees.of(ticketId)?.state).toBe('transfer');
  }));

it('the answer is lost and the clerk presses again: one fee, paid once', () =>
  atCounter(async (site, ticketId) => {
    for (let press = 0; press < 2; press += 1) accepted(await site.fees.ask(one, ticketId, 4000));
    for (let press = 0; press < 2; press += 1) accepted(await site.fees.paid(one, ticketId, 'cash'));
    expect(rows(site)).toEqual([{ amount: 4000, state: 'cash' }]);
  }));

it('four copies, not two: the new amount takes the place of the old one', () =>
  atCounter(async (site, ticketId) => {
    accepted(await site.fees.ask(one, ticketId, 4000));
    accepted(await site.fees.ask(one, ticketId, 8000));
    expect(rows(site)).toEqual([
      { amount: 4000, state: 'withdrawn' },
      { amount: 8000, state: 'asked' },
    ]);
    accepted(await site.fees.withdraw(one, ticketId));
    expect(site.fees.of(ticketId)).toBeNull();
  }));

it('a fee for somebody who is not served here, or whom nobody was asked for, is refused', () =>
  atCounter(async (site, ticketId) => {
    expect(refusalOf(await site.fees.ask(three, ticketId, 4000))).toBe('wrong-state');
    expect(refusalOf(await site.fees.paid(one, ticketId, 'cash'))).toBe('wrong-state');
    accepted(await site.queue.step({ step: 'finish' }, one, ticketId));
    expect(refusalOf(await site.fees.ask(one, ticketId, 4000))).toBe('wrong-state');
    expect(rows(site)).toEqual([]);
  }));
