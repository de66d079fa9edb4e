import { expect, it } from 'vitest';
import type { BusinessDay } from '../../../contract/ids.ts';
import {
  accepted,
  clerk,
  counters,
  newKey,
  openTestSite,
  services,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { databaseFile } from '../../store/backup.ts';
import { openDatabase } from '../../store/open-db.ts';

const setUp = (folder: string) => {
  const site = openTestSite(folder);
  const day = () => site.queue.reads.openDay() ?? ('' as BusinessDay);
  return { site, day, numbers: () => site.queue.reads.waiting(day()).map(({ number }) => number) };
};

it('a command that falls over after it called somebody leaves that person in the line, for the memory as for the tables', async () => {
  using temporary = temporaryFolder();
  const { site, day, numbers } = setUp(temporary.folder);
  await using _ended = site;
  const { ticketId } = await site.issue(services.copies);
  expect(numbers()).toEqual(['A001']);
  const falling = site.ledger.submit((tx) => {
    tx.append(day(), { type: 'ticket-called', ...clerk(counters.one), ticketId, callSeq: 1, calls: 1 });
    expect(numbers()).toEqual([]);
    throw new Error('a bug');
  });
  await expect(falling).rejects.toThrow('a bug');
  expect(numbers()).toEqual(['A001']);
  expect(accepted(await site.queue.next(clerk(counters.one), newKey())).number).toBe('A001');
});

it('whom the command line takes out of the line beside the host is not called', async () => {
  using temporary = temporaryFolder();
  const { site, numbers } = setUp(temporary.folder);
  await using _ended = site;
  await site.issue(services.copies);
  await site.issue(services.copies);
  expect(numbers()).toEqual(['A001', 'A002']);
  const other = openDatabase(databaseFile(temporary.folder));
  other.prepare("UPDATE ticket SET state = 'cancelled' WHERE number = 'A001'").run();
  other.close();
  expect(accepted(await site.queue.next(clerk(counters.one), newKey())).number).toBe('A002');
});

it('a screen that holds the list of those who wait keeps it whole while the line moves', async () => {
  using temporary = temporaryFolder();
  const { site, day, numbers } = setUp(temporary.folder);
  await using _ended = site;
  await site.issue(services.copies);
  const held = site.queue.reads.waiting(day());
  expect(site.queue.reads.waiting(day())).toBe(held);
  await site.issue(services.copies);
  expect(held.map(({ number }) => number)).toEqual(['A001']);
  expect(numbers()).toEqual(['A001', 'A002']);
});
