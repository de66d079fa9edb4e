import { expect, it } from 'vitest';
import type { PersonId } from '../../../contract/ids.ts';
import { openTestSite, temporaryFolder } from '../../../test/support/site.ts';

const [an, binh, chi] = ['an', 'binh', 'chi'] as PersonId[] as [PersonId, PersonId, PersonId];

it('twins are noted once from either side, outlive a restart, and are forgotten with one of them', async () => {
  using temporary = temporaryFolder();
  {
    await using site = openTestSite(temporary.folder);
    const { lookAlikes, ledger } = site;
    const events = () => site.db.prepare('SELECT count(*) FROM journal').pluck().get();
    await lookAlikes.note([{ personId: an, otherId: binh }], null);
    await lookAlikes.note([{ personId: chi, otherId: null }], null);
    const before = events();
    await lookAlikes.note([{ personId: binh, otherId: an }], null);
    await lookAlikes.clear('ai' as PersonId, null);
    expect(events()).toBe(before);
    expect([an, binh, chi].map(lookAlikes.has)).toEqual([true, true, true]);
    expect([lookAlikes.of(an), lookAlikes.of(binh), lookAlikes.of(chi)]).toEqual([[binh], [an], [null]]);
    await ledger.submit((tx) =>
      tx.append(site.workingDay(tx), { type: 'people-departed', personIds: [binh], by: null }),
    );
  }
  await using site = openTestSite(temporary.folder);
  expect([an, binh, chi].map(site.lookAlikes.has)).toEqual([false, false, true]);
  await site.lookAlikes.clear(chi, null);
  expect(site.lookAlikes.has(chi)).toBe(false);
});
