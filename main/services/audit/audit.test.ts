import { expect, it } from 'vitest';
import type { BusinessDay, StaffId } from '../../../contract/ids.ts';
import {
  accepted,
  clerk,
  counters,
  newKey,
  openTestSite,
  services,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { type Audit, createAudit } from './index.ts';

const day = '2026-11-23' as BusinessDay;
const both = new Set(['hall', 'accounts'] as const);

const inHall = async (story: (site: TestSite, audit: Audit) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const audit = createAudit({
    db: site.db,
    counterNumber: (id) => (id === counters.one ? 1 : null),
    serviceName: (id) => `dịch vụ ${id}`,
    resultName: (id) => id,
  });
  await story(site, audit);
};

it('somebody was called out of order: who did it, at which counter, and why, with the whole way of the number', () =>
  inHall(async (site, audit) => {
    const lan = accepted(
      await site.staff.add({ login: 'lan', name: 'Lan', password: 'hoasua-hoasua', roles: ['clerk'] }, null),
    );
    const by = { ...clerk(counters.one), staffId: lan.id };
    await site.issue(services.copies);
    site.clock.nowMs += 1000;
    const { ticketId, number } = await site.issue(services.copies);
    accepted(await site.queue.pick(by, { ticketId, reason: 'frail', key: newKey() }));
    accepted(await site.queue.step({ step: 'start' }, by, ticketId));
    const { entries } = audit.read({ day, groups: both, number, limit: 100 });
    expect(entries.map(({ type, who, counterNumber }) => [type, who, counterNumber])).toEqual([
      ['service-started', 'Lan', 1],
      ['ticket-called', 'Lan', 1],
      ['ticket-issued', null, null],
    ]);
    expect(entries[1]?.detail).toContain('frail');
    expect(audit.read({ day, groups: both, staffId: lan.id, limit: 100 }).entries).toHaveLength(3);
  }));

it('a manager sees the hall, an administrator the accounts: neither sees the other’s', () =>
  inHall(async (site, audit) => {
    accepted(await site.staff.add({ login: 'lan', name: 'Lan', password: 'hoasua-hoasua', roles: ['clerk'] }, null));
    accepted(await site.supervision.barCounter('truong' as StaffId, counters.one));
    const typesFor = (...groups: ('hall' | 'accounts')[]) =>
      audit.read({ day, groups: new Set(groups), limit: 100 }).entries.map(({ type }) => type);
    expect(typesFor('accounts')).toEqual(['staff-added']);
    expect(typesFor('hall')).toEqual(['counter-barred', 'day-opened']);
  }));

it('a long day is read page by page, nothing twice and nothing left out', () =>
  inHall(async (site, audit) => {
    for (let person = 0; person < 25; person += 1) await site.issue(services.copies);
    const seen: number[] = [];
    let before: number | undefined;
    do {
      const page = audit.read({ day, groups: both, before, limit: 10 });
      seen.push(...page.entries.map(({ seq }) => seq));
      before = page.before ?? undefined;
    } while (before !== undefined);
    expect(seen).toEqual(Array.from({ length: 26 }, (_, at) => 26 - at));
  }));
