import { expect, it } from 'vitest';
import type { BusinessDay, PersonId, StaffId } from '../../../contract/ids.ts';
import { texts } from '../../../contract/texts.ts';
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
    serviceName: (id) => ({ vi: `dịch vụ ${id}`, en: `service ${id}` }),
    resultName: (id) => ({ vi: id, en: id }),
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

it('an administrator looks for the one account of a day with a hundred numbers: it is on the first page', () =>
  inHall(async (site, audit) => {
    accepted(await site.staff.add({ login: 'lan', name: 'Lan', password: 'hoasua-hoasua', roles: ['clerk'] }, null));
    for (let person = 0; person < 100; person += 1) await site.issue(services.copies);
    const page = audit.read({ day, groups: new Set(['accounts'] as const), limit: 10 });
    expect([page.entries.map(({ type }) => type), page.before]).toEqual([['staff-added'], null]);
  }));

it('an attendance was corrected by hand: who did it, on which sheet, and why; what cameras saw is on the sheet', () =>
  inHall(async (site, audit) => {
    const truong = accepted(
      await site.staff.add({ login: 'truong', name: 'Trường', password: 'hoasua-hoasua', roles: ['manager'] }, null),
    );
    const personId = 'p'.repeat(22) as PersonId;
    const { nowMs } = site.clock;
    const times = { opensAtMs: nowMs, startsAtMs: nowMs, lateAfterMs: nowMs, endsAtMs: nowMs + 3_600_000 };
    const meeting = { title: 'Họp giao ban', place: '', agenda: [], quorum: 'none' as const, times, groups: [] };
    const { sheetId } = accepted(
      await site.attendance.plan(truong.id, { ...meeting, attendees: [{ personId, role: 'member', seat: '' }] }),
    );
    const of = { sheetId, personId };
    accepted(await site.attendance.arrive({ ...of, seenAtMs: nowMs, method: 'face', deviceId: null, staffId: null }));
    accepted(await site.attendance.correct(truong.id, { ...of, status: 'absent', reason: 'wrong-person' }));
    const { entries } = audit.read({ day, groups: both, limit: 100 });
    expect(entries.slice(0, 3).map(({ type, who, detail }) => [type, who, ...detail])).toEqual([
      ['attendance-corrected', 'Trường', 'Họp giao ban', 'absent', 'wrong-person'],
      ['sheet-expects', 'Trường', 'Họp giao ban', { vi: '1 người', en: '1 people' }],
      ['sheet-opened', 'Trường', 'Họp giao ban', 'meeting'],
    ]);
    for (const { type } of entries.slice(0, 3)) expect(texts.vi).toHaveProperty([`audit.${type}`]);
  }));
