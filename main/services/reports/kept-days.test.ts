// What is kept of days that are over says the same as the tables, whatever happened over night.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BusinessDay, StaffId } from '../../../contract/ids.ts';
import { siteOffsetMs } from '../../../contract/time-zone.ts';
import {
  accepted,
  clerk,
  counters,
  demoConfig,
  newKey,
  openTestSite,
  services,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import type { StepAsk } from '../queue/index.ts';
import { createReports } from './index.ts';
import { spreadOf } from './statistics.ts';

const minuteMs = 60_000;
const range = { from: '2026-11-01' as BusinessDay, to: '2026-12-31' as BusinessDay };

const reportsOf = (site: TestSite, write: (work: () => void) => Promise<void>, served = demoConfig().counters) =>
  createReports({
    db: site.db,
    write,
    waits: site.waits,
    services: demoConfig().services,
    counters: new Map(served.map(({ id, name, services: of }) => [id, { name, services: new Set(of) }])),
    staffName: () => null,
    now: () => site.clock.nowMs,
    offsetMs: siteOffsetMs,
    target: { minutes: 15, share: 0.1 },
  });
const nowhere = async (): Promise<void> => undefined;
const keptDays = (site: TestSite) => site.db.prepare('SELECT count(*) FROM report_day').pluck().get();

const deeds = ['issue', 'issue', 'next', 'start', 'finish', 'noShow', 'hold', 'lineUp', 'night', 'keepAll'] as const;
const someDeeds = fc.array(
  fc.record({ deed: fc.constantFrom(...deeds), which: fc.nat({ max: 20 }), minutes: fc.nat({ max: 20 }) }),
  { minLength: 20, maxLength: 70 },
);

const act = async (site: TestSite, deed: (typeof deeds)[number], which: number): Promise<void> => {
  const ids = Object.values(counters);
  const by = clerk(ids[which % ids.length] ?? counters.one);
  switch (deed) {
    case 'issue':
      accepted(
        await site.queue.issue({
          serviceId: which % 2 === 0 ? services.copies : services.civil,
          language: 'vi',
          key: newKey(),
        }),
      );
      return;
    case 'next':
      await site.queue.next(by, newKey());
      return;
    case 'keepAll':
    case 'night': {
      const unfinished = deed === 'night' ? 'expire' : 'keep';
      accepted(await site.supervision.endDay('truong' as StaffId, { unfinished, reason: 'out-of-time' }));
      site.clock.nowMs += 24 * 60 * minuteMs;
      await site.queue.openDay();
      return;
    }
    case 'lineUp': {
      const absent = site.db
        .prepare<[], never>("SELECT id FROM ticket WHERE state IN ('no-show', 'on-hold')")
        .pluck()
        .get();
      if (absent !== undefined) await site.queue.step({ step: 'lineUp' }, by, absent);
      return;
    }
    default: {
      const inHand = site.queue.reads.inHand(by.counterId);
      const ask: StepAsk = deed === 'hold' ? { step: 'hold', reason: 'other' } : { step: deed };
      if (inHand !== undefined) await site.queue.step(ask, by, inHand.ticketId);
    }
  }
};

it('random days: a report of kept days is the report of the tables, before and after numbers were kept over night', async () => {
  await fc.assert(
    fc.asyncProperty(someDeeds, async (story) => {
      using temporary = temporaryFolder();
      await using site = openTestSite(temporary.folder);
      const keeping = reportsOf(site, site.ledger.submit);
      const plain = reportsOf(site, nowhere);
      for (const { deed, which, minutes } of story) {
        site.clock.nowMs += minutes * minuteMs;
        site.clock.steadyMs += minutes * minuteMs;
        await act(site, deed, which);
        // As the host does it every few seconds.
        await keeping.prepare();
      }
      const [kept, read] = [await keeping.read(range), await keeping.read(range)];
      expect(read).toEqual(kept);
      site.db.exec('DELETE FROM report_day');
      expect(await plain.read(range)).toEqual(kept);
      expect(keptDays(site)).toBe(0);
    }),
    { numRuns: 15 },
  );
}, 60_000);

it('the day that goes on is never kept; once it is over it is, until the counters serve something else', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const reports = reportsOf(site, site.ledger.submit);
  const issued = async () => (await reports.read(range)).total.issued;
  await site.issue(services.copies);
  expect([await issued(), keptDays(site)]).toEqual([1, 0]);
  await site.issue(services.copies);
  expect(await issued()).toBe(2);
  site.clock.nowMs += 24 * 60 * minuteMs;
  await site.queue.openDay();
  await reports.prepare();
  expect(keptDays(site)).toBe(0);
  site.clock.nowMs += 61 * minuteMs;
  await reports.prepare();
  expect([await issued(), keptDays(site)]).toEqual([2, 1]);
  site.db.exec("UPDATE ticket SET state = 'finished'");
  expect((await reports.read(range)).total.served).toBe(0);
  const fewer = demoConfig().counters.slice(0, 1);
  expect((await reportsOf(site, site.ledger.submit, fewer).read(range)).total.served).toBe(2);
});

it('median and ninetieth percentile are those of the sorted list', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 300 }), (samples) => {
      const sorted = samples.toSorted((a, b) => a - b);
      const rank = (share: number) => sorted[Math.ceil(share * samples.length) - 1];
      expect(spreadOf(Int32Array.from(samples))).toMatchObject({
        n: samples.length,
        p50Ms: rank(0.5),
        p90Ms: rank(0.9),
        maxMs: sorted.at(-1),
      });
    }),
  );
});
