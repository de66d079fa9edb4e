import { expect, it } from 'vitest';
import type { StaffId } from '../../../contract/ids.ts';
import { Emergency } from '../../../contract/notice.ts';
import { accepted, createProjections, openTestSite, temporaryFolder } from '../../../test/support/site.ts';
import { verifyDatabase } from '../../store/verify.ts';

const head = 'truong' as StaffId;
const fire = { vi: 'Có cháy, mời ra cửa sau', en: 'Fire, please use the back door' };

it('there is a fire while the host is started again and the day changes: the message stands until it is ended', async () => {
  using temporary = temporaryFolder();
  await using first = openTestSite(temporary.folder);
  accepted(await first.notices.raise(head, fire));
  await using site = await first.reopen();
  expect(site.notices.emergency()?.text).toEqual(fire);
  site.clock.nowMs += 24 * 3_600_000;
  await site.queue.openDay();
  expect(site.notices.emergency()?.text).toEqual(fire);
  accepted(await site.notices.endEmergency(head));
  accepted(await site.notices.endEmergency(head));
  expect(site.notices.emergency()).toBeNull();
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
});

it('running text is changed and given up again', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  accepted(await site.notices.setRunning(head, fire));
  expect(site.notices.running()).toEqual(fire);
  accepted(await site.notices.setRunning(head, null));
  expect(site.notices.running()).toBeNull();
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
});

it.each(['', '   ', 'a'.repeat(121), 'hai\ndòng', '\u001b[2J'])('%j is no message for a hall', (vi) => {
  expect(Emergency.safeParse({ vi, en: 'Fire' }).success).toBe(false);
});
