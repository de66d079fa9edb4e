import { expect, it } from 'vitest';
import {
  accepted,
  counters,
  createProjections,
  openTestSite,
  refusalOf,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { verifyDatabase } from '../../store/verify.ts';

const address = '192.0.2.7';
const password = 'chè đậu xanh';

const atSite = async (story: (site: TestSite) => Promise<void>) => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const add = (login: string, roles: Parameters<TestSite['staff']['add']>[0]['roles']) =>
    site.staff.add({ login, name: login, password, roles }, null);
  accepted(await add('quan-ly', ['manager']));
  accepted(await add('lan', ['clerk']));
  await story(site);
};

it('a manager logs in away from the counters and may do what managers may', () =>
  atSite(async ({ staff: { office } }) => {
    const { cookie } = accepted(await office.login({ login: 'quan-ly', password, address }));
    expect(accepted(office.allow(cookie, 'manager')).login).toBe('quan-ly');
    expect(refusalOf(office.allow(cookie, 'admin'))).toBe('not-allowed');
    expect(refusalOf(office.allow(null, 'manager'))).toBe('not-logged-in');
    await office.logout(cookie);
    expect(refusalOf(office.allow(cookie, 'manager'))).toBe('not-logged-in');
  }));

it('a clerk has nothing to do there, and a manager no counter to sit at', () =>
  atSite(async ({ staff }) => {
    expect(refusalOf(await staff.office.login({ login: 'lan', password, address }))).toBe('not-allowed');
    expect(refusalOf(await staff.login({ login: 'quan-ly', password, address, counterId: counters.one }))).toBe(
      'not-allowed',
    );
  }));

it('roles are taken away in the middle of the day: the log-in ends at once', () =>
  atSite(async ({ staff, db }) => {
    const { cookie } = accepted(await staff.office.login({ login: 'quan-ly', password, address }));
    accepted(await staff.changeRoles('quan-ly', ['clerk'], null));
    expect(staff.office.member(cookie)).toBeNull();
    expect(staff.list().find(({ login }) => login === 'quan-ly')?.roles).toEqual(['clerk']);
    expect(verifyDatabase(db, createProjections).problems).toEqual([]);
  }));

it('a new business day ends every log-in', () =>
  atSite(async ({ staff, queue, clock }) => {
    const { cookie } = accepted(await staff.office.login({ login: 'quan-ly', password, address }));
    clock.nowMs += 11 * 3_600_000;
    expect(staff.office.member(cookie)?.login ?? null).toBeNull();
    clock.nowMs += 13 * 3_600_000;
    await queue.openDay();
    expect(staff.office.member(cookie)).toBeNull();
  }));
