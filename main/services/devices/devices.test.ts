import { expect, it } from 'vitest';
import { DeviceId } from '../../../contract/ids.ts';
import { openTestSite, temporaryFolder } from '../../../test/support/site.ts';
import { createDeviceStatistics } from './index.ts';

const printer = DeviceId.parse('may-in');

it('the host is started again: the counts of yesterday are there and go on', async () => {
  using temporary = temporaryFolder();
  const count = async (by: number) => {
    const site = openTestSite(temporary.folder);
    const statistics = createDeviceStatistics({ db: site.db, log: () => undefined });
    statistics.count(printer, 'cuts', by);
    statistics.save();
    await site.close();
    return statistics.of(printer);
  };
  expect(await count(3)).toEqual({ cuts: 3 });
  expect(await count(4)).toEqual({ cuts: 7 });
});

it('the database is gone when the counts are written: nothing breaks and nothing is forgotten', async () => {
  using temporary = temporaryFolder();
  const site = openTestSite(temporary.folder);
  const statistics = createDeviceStatistics({ db: site.db, log: () => undefined });
  statistics.count(printer, 'jobs', 1);
  await site.close();
  statistics.save();
  expect(statistics.of(printer)).toEqual({ jobs: 1 });
});
