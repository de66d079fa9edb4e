import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openTestSite, services, temporaryFolder } from '../../test/support/site.ts';
import { databaseFile } from './backup.ts';
import { openDatabase } from './open-db.ts';
import { createKnown, createRemember } from './remembered.ts';

it('what many screens ask is read once, and anew after a ticket of this process or a row of another one', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  let reads = 0;
  const count = createRemember(site.db)(() => {
    reads += 1;
    return site.db.prepare('SELECT count(*) FROM ticket').pluck().get();
  });
  expect([count(), count(), reads]).toEqual([0, 0, 1]);
  await site.issue(services.copies);
  expect([count(), count(), reads]).toEqual([1, 1, 2]);
  const other = openDatabase(databaseFile(temporary.folder));
  other.prepare('DELETE FROM print_job').run();
  other.exec('CREATE TABLE anything (x); INSERT INTO anything VALUES (1)');
  other.close();
  await nextTurn();
  expect([count(), count(), reads]).toEqual([1, 1, 3]);
});

it('a row is read once for all requests, but never from before it was forgotten, of another process or out of a transaction', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const { ticketId } = await site.issue(services.copies);
  let reads = 0;
  const find = site.db.prepare<[string], { number: string }>('SELECT number FROM ticket WHERE id = ?');
  const known = createKnown(site, (key) => {
    reads += 1;
    return find.get(key);
  });
  const number = () => known.get(ticketId)?.number;
  expect([number(), number(), reads]).toEqual(['A001', 'A001', 1]);
  expect([known.get('nobody'), known.get('nobody'), reads]).toEqual([undefined, undefined, 3]);

  const falling = site.ledger.submit(() => {
    site.db.prepare("UPDATE ticket SET number = 'A999'").run();
    expect(number()).toBe('A999');
    throw new Error('a bug');
  });
  await expect(falling).rejects.toThrow('a bug');
  expect(number()).toBe('A001');

  const other = openDatabase(databaseFile(temporary.folder));
  other.prepare("UPDATE ticket SET number = 'A100'").run();
  other.close();
  await nextTurn();
  expect(number()).toBe('A100');

  site.db.prepare("UPDATE ticket SET number = 'A200'").run();
  expect(number()).toBe('A100');
  known.forget();
  expect(number()).toBe('A200');
});
