import { expect, it } from 'vitest';
import type { BusinessDay } from '../../../contract/ids.ts';
import { siteOffsetMs } from '../../../contract/time-zone.ts';
import {
  accepted,
  counters,
  demoConfig,
  newKey,
  openTestSite,
  services,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { createReports, type Reports } from './index.ts';

const minute = 60_000;

const inHall = async (story: (site: TestSite, reports: Reports) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const config = demoConfig();
  const reports = createReports({
    db: site.db,
    write: site.ledger.submit,
    waits: site.waits,
    services: config.services,
    counters: new Map(
      config.counters.map(({ id, name, services: served }) => [id, { name, services: new Set(served) }]),
    ),
    staffName: (id) => site.staff.list().find((member) => member.id === id)?.name ?? null,
    now: () => site.clock.nowMs,
    offsetMs: siteOffsetMs,
    target: { minutes: 15, share: 0.1 },
  });
  await story(site, reports);
};

const monday = { from: '2026-11-23' as BusinessDay, to: '2026-11-23' as BusinessDay };

const sitDown = async (site: TestSite, login: string, counterId = counters.one) => {
  if (!site.staff.list().some((member) => member.login === login))
    accepted(await site.staff.add({ login, name: login, password: 'hoasua-hoasua', roles: ['clerk'] }, null));
  const { session } = accepted(
    await site.staff.login({ login, password: 'hoasua-hoasua', counterId, address: 'test' }),
  );
  return { counterId, staffId: session.staff.id };
};

it('a morning of three: one served after ten minutes, one absent at last, one who gave up', () =>
  inHall(async (site, reports) => {
    const lan = await sitDown(site, 'lan');
    const numbers = [];
    for (let person = 0; person < 3; person += 1) {
      numbers.push(await site.issue(services.copies));
      site.clock.nowMs += 1000;
    }
    site.clock.nowMs += 10 * minute - 3000;
    const { ticketId: first } = accepted(await site.queue.next(lan, newKey()));
    site.clock.nowMs += minute;
    accepted(await site.queue.step({ step: 'start' }, lan, first));
    site.clock.nowMs += 6 * minute;
    accepted(await site.queue.step({ step: 'finish' }, lan, first));
    const { ticketId: second } = accepted(await site.queue.next(lan, newKey()));
    accepted(await site.queue.step({ step: 'noShow' }, lan, second));
    accepted(await site.queue.leave(numbers[2]?.ticketId ?? second));
    const again = accepted(await site.queue.next(lan, newKey()));
    accepted(await site.queue.step({ step: 'noShow' }, lan, again.ticketId));
    const report = await reports.read(monday);
    expect(report).toMatchObject({ days: 1, isRunning: true });
    expect(report.total).toMatchObject({ issued: 3, served: 1, noShow: 1, abandoned: 1, inaccurate: 0 });
    expect(report.total.wait).toMatchObject({ n: 2, maxMs: 17 * minute - 1000 });
    expect(report.total.walk.meanMs).toBe(minute);
    expect(report.total.service).toMatchObject({ n: 1, meanMs: 6 * minute });
    expect(report.byStaff.map(({ name }) => name.vi)).toEqual(['lan']);
    expect(report.counters).toMatchObject([{ id: counters.one, openMs: 17 * minute, busyMs: 7 * minute }]);
    expect(report.counters[0]?.idleWithQueueMs).toBe(10 * minute);
  }));

it('on Friday nobody logged out nor pressed Finish: no counter worked until Monday, and the time is in no mean', () =>
  inHall(async (site, reports) => {
    const friday = Date.parse('2026-11-20T08:00:00+07:00');
    site.clock.nowMs = friday;
    const lan = await sitDown(site, 'lan');
    await site.issue(services.copies);
    const { ticketId } = accepted(await site.queue.next(lan, newKey()));
    site.clock.nowMs = friday + 30 * minute;
    accepted(await site.queue.step({ step: 'start' }, lan, ticketId));
    site.clock.nowMs = friday + 3 * 24 * 60 * minute;
    await site.queue.openDay();
    const report = await reports.read({ from: '2026-11-20' as BusinessDay, to: '2026-11-20' as BusinessDay });
    expect(report.isRunning).toBe(false);
    expect(report.total).toMatchObject({ inaccurate: 1, service: { n: 0 } });
    expect(report.counters[0]?.openMs).toBe(30 * minute);
  }));

it('somebody frail was called before others: the reason is counted, and how often the others were passed', () =>
  inHall(async (site, reports) => {
    const lan = await sitDown(site, 'lan');
    await site.issue(services.copies);
    site.clock.nowMs += 1000;
    const { ticketId } = await site.issue(services.copies);
    site.clock.nowMs += 1000;
    accepted(await site.queue.pick(lan, { ticketId, reason: 'frail', key: newKey() }));
    const report = await reports.read(monday);
    expect(report.outOfOrder).toEqual([{ reason: 'frail', count: 1 }]);
    expect(report.total).toMatchObject({ outOfOrder: 1, passedMax: 1, passedMean: 0.5 });
  }));

it('days without business: an empty report, and too little for advice', () =>
  inHall(async (_site, reports) => {
    const report = await reports.read({ from: '2020-01-01' as BusinessDay, to: '2020-12-31' as BusinessDay });
    expect(report).toMatchObject({
      days: 0,
      total: { issued: 0, wait: { meanMs: null } },
      byService: [],
      staffing: { days: 0 },
    });
  }));
