import { expect, it } from 'vitest';
import { openTestSite, services, temporaryFolder } from '../../test/support/site.ts';
import { databaseFile } from './backup.ts';
import { openDatabase } from './open-db.ts';
import { createRemember } from './remembered.ts';

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
  expect([count(), count(), reads]).toEqual([1, 1, 3]);
});
