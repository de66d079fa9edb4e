import { expect, it } from 'vitest';
import type { TicketId } from '../../../contract/ids.ts';
import {
  accepted,
  clerk,
  counters,
  createProjections,
  newKey,
  openTestSite,
  refusalOf,
  services,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { verifyDatabase } from '../../store/verify.ts';

const one = clerk(counters.one);
const words = 'Con trai mang bản chính đến lúc 10 giờ';

it('what a clerk wrote about somebody is gone the next business day, and was never in the journal', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const { ticketId } = await site.issue(services.copies);
  accepted(await site.notes.add(one, { ticketId, text: words, key: newKey() }));
  expect(
    site.notes
      .list()
      .get(ticketId)
      ?.map(({ text }) => text),
  ).toEqual([words]);
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
  expect(site.db.prepare('SELECT group_concat(body) FROM journal').pluck().get()).not.toContain('Con trai');

  site.clock.nowMs += 24 * 3_600_000;
  await site.queue.openDay();
  expect(site.notes.list().size).toBe(0);
  expect(refusalOf(await site.notes.add(one, { ticketId, text: words, key: newKey() }))).toBe('wrong-state');
});

it('a note sent twice on a poor line is written once, and nobody is buried under notes', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const { ticketId } = await site.issue(services.copies);
  const key = newKey();
  for (let count = 0; count < 2; count += 1) accepted(await site.notes.add(one, { ticketId, text: words, key }));
  expect(site.notes.list().get(ticketId)).toHaveLength(1);
  for (let count = 0; count < 9; count += 1)
    accepted(await site.notes.add(one, { ticketId, text: `${count}`, key: newKey() }));
  expect(refusalOf(await site.notes.add(one, { ticketId, text: words, key: newKey() }))).toBe('notes-full');
  const nobody = 'A'.repeat(22) as TicketId;
  expect(refusalOf(await site.notes.add(one, { ticketId: nobody, text: words, key: newKey() }))).toBe('unknown-ticket');
});
