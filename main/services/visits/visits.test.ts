import { expect, it } from 'vitest';
import type { CardHash } from '../../../contract/ids.ts';
import {
  accepted,
  clerk,
  counters,
  createProjections,
  newKey,
  openTestSite,
  services,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { verifyDatabase } from '../../store/verify.ts';

const card = 'ab'.repeat(32) as CardHash;
const other = 'cd'.repeat(32) as CardHash;
const ask = (source: 'card' | 'citizen-card') =>
  ({ serviceId: services.copies, language: 'vi', source, key: newKey() }) as const;
const take = async (site: TestSite, hash: CardHash) => accepted(await site.visits.take(hash, ask('card')));

it('the same card tapped twice, and pressed twice on a poor line: one number', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const wish = ask('card');
  const [first, again] = await Promise.all([site.visits.take(card, wish), site.visits.take(card, wish)]);
  const later = await take(site, card);
  expect([accepted(first).number, accepted(again).number, later.number]).toEqual(['A001', 'A001', 'A001']);
  expect(site.visits.ticketOf(card)).toMatchObject({ number: 'A001', source: 'card' });
  expect((await take(site, other)).number).toBe('A002');
});

it('the counter takes the card back while its number is in hand there, and the next person uses it', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await take(site, card);
  expect(await site.visits.collect(card, counters.one)).toBeNull();
  accepted(await site.queue.next(clerk(counters.one), newKey()));
  expect(await site.visits.collect(card, counters.two)).toBeNull();
  expect(await site.visits.collect(other, counters.one)).toBeNull();
  expect(await site.visits.collect(card, counters.one)).toMatchObject({ number: 'A001' });
  expect(site.visits.ticketOf(card)).toBeNull();
  expect((await take(site, card)).number).toBe('A002');
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
});

it('a card that somebody took home comes back: after its number ended, and on the next day, it is free', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const { ticketId } = await take(site, card);
  accepted(await site.queue.leave(ticketId));
  expect(site.visits.ticketOf(card)).toBeNull();
  expect((await take(site, card)).number).toBe('A002');
  site.clock.nowMs += 24 * 3_600_000;
  await site.queue.openDay();
  expect(site.visits.ticketOf(card)).toBeNull();
  expect(site.db.prepare('SELECT count(*) FROM ticket_card').pluck().get()).toBe(0);
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
});

it('a power cut after the tap: the card still shows its place', async () => {
  using temporary = temporaryFolder();
  const site = openTestSite(temporary.folder);
  await take(site, card);
  await using opened = await site.reopen();
  expect(opened.visits.ticketOf(card)?.number).toBe('A001');
});
