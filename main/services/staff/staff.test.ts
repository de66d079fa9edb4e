import { describe, expect, it } from 'vitest';
import {
  accepted,
  counters,
  createProjections,
  newKey,
  openTestSite,
  refusalOf,
  services,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { delayBeforeAttempt } from '../../passwords/rules.ts';
import { verifyDatabase } from '../../store/verify.ts';

const people = async (site: TestSite) => {
  const lan = accepted(
    await site.staff.add({ login: 'lan', name: 'Nguyễn Thị Lan', password: 'rau muống xào', roles: ['clerk'] }, null),
  );
  const minh = accepted(
    await site.staff.add({ login: 'minh', name: 'Trần Văn Minh', password: 'cà phê sữa đá', roles: ['clerk'] }, null),
  );
  return { lan, minh };
};
const lanAt = (counterId: (typeof counters)['one']) => ({
  login: 'lan',
  password: 'rau muống xào',
  counterId,
  address: '192.0.2.1',
});
const minhAt = (counterId: (typeof counters)['one']) => ({
  login: 'minh',
  password: 'cà phê sữa đá',
  counterId,
  address: '192.0.2.1',
});

describe('logging in', () => {
  it('survives a restart of the host in the middle of the day', async () => {
    using temporary = temporaryFolder();
    const site = openTestSite(temporary.folder);
    await people(site);
    const { cookie } = accepted(await site.staff.login(lanAt(counters.one)));
    await using again = await site.reopen();
    expect(again.staff.session(cookie)?.counterId).toBe(counters.one);
    expect(again.staff.session(`${cookie}x`)).toBeNull();
  });

  it('keeps no password and no cookie in the database', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await people(site);
    const { cookie } = accepted(await site.staff.login(lanAt(counters.one)));
    const everything = ['staff', 'staff_secret', 'staff_session', 'journal']
      .map((table) => JSON.stringify(site.db.prepare(`SELECT * FROM ${table}`).all()))
      .join();
    expect(everything).not.toContain('rau muống xào');
    expect(everything).not.toContain(cookie);
  });

  it('slows a guesser down without ever locking the clerk out', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await people(site);
    for (let guess = 0; guess < 5; guess += 1) {
      expect(refusalOf(await site.staff.login({ ...lanAt(counters.one), password: `guess ${guess}` }))).toBe(
        'wrong-password',
      );
    }
    expect(refusalOf(await site.staff.login(lanAt(counters.one)))).toBe('too-many-attempts');
    site.clock.nowMs += 1_000;
    expect(accepted(await site.staff.login(lanAt(counters.one))).session.staff.name).toBe('Nguyễn Thị Lan');
  });

  it('slows down guesses that are sent side by side, and does not keep the clerk at another machine out', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await people(site);
    const guesses = Array.from({ length: 40 }, (_, guess) =>
      site.staff.login({ ...lanAt(counters.one), password: `guess ${guess}`, address: '192.0.2.66' }),
    );
    const answers = (await Promise.all(guesses)).map(refusalOf);
    expect(answers.filter((code) => code === 'wrong-password').length).toBeLessThanOrEqual(8);
    expect(answers.filter((code) => code === 'too-many-attempts').length).toBeGreaterThanOrEqual(32);
    expect(accepted(await site.staff.login(lanAt(counters.one))).session.staff.name).toBe('Nguyễn Thị Lan');
  });

  it('waits at most a minute after a thousand wrong passwords', () => {
    expect(delayBeforeAttempt({ failures: 1_000, lastFailureMs: 0 }, 0)).toBe(60_000);
  });

  it('answers an unknown name like a wrong password', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    expect(refusalOf(await site.staff.login(lanAt(counters.one)))).toBe('wrong-password');
  });

  it('ends after twelve hours', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await people(site);
    const { cookie } = accepted(await site.staff.login(lanAt(counters.one)));
    site.clock.nowMs += 12 * 3_600_000 + 1;
    expect(site.staff.session(cookie)).toBeNull();
  });

  it('with a short password is not set up', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    expect(
      refusalOf(await site.staff.add({ login: 'lan', name: 'Lan', password: '1234567', roles: ['clerk'] }, null)),
    ).toBe('bad-input');
  });
});

describe('a counter', () => {
  it('is taken over when its clerk left without logging out, and the old page is out', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await people(site);
    const { cookie } = accepted(await site.staff.login(lanAt(counters.one)));
    accepted(await site.staff.login(minhAt(counters.one)));
    expect(site.staff.seats().get(counters.one)?.login).toBe('minh');
    expect(site.staff.session(cookie)).toBeNull();
  });

  const withSomebodyThere = async (site: TestSite) => {
    const { lan } = await people(site);
    const { cookie } = accepted(await site.staff.login(lanAt(counters.one)));
    const { ticketId } = await site.issue(services.copies);
    accepted(await site.queue.next({ counterId: counters.one, staffId: lan.id }, newKey()));
    return { cookie, ticketId };
  };

  it('is not taken over while its clerk is logged in and somebody stands there', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await withSomebodyThere(site);
    expect(refusalOf(await site.staff.login(minhAt(counters.one)))).toBe('counter-taken');
  });

  it.each([
    ['logged out', async (site: TestSite, cookie: string) => site.staff.logout(cookie)],
    [
      'was logged out from the command line',
      async (site: TestSite) => accepted(await site.staff.logoutEverywhere('lan', null)),
    ],
    ['left four hours ago', async (site: TestSite) => (site.clock.nowMs += 4 * 3_600_000 + 1)],
  ])('is taken over, with the person who stands there, after its clerk %s', async (_how, leave) => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    const { cookie, ticketId } = await withSomebodyThere(site);
    await leave(site, cookie);
    const { session } = accepted(await site.staff.login(minhAt(counters.one)));
    const by = { counterId: counters.one, staffId: session.staff.id };
    accepted(await site.queue.step({ step: 'start' }, by, ticketId));
    accepted(await site.queue.step({ step: 'finish' }, by, ticketId));
  });

  it('is empty on the next morning, and everybody logs in anew', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await people(site);
    const { cookie } = accepted(await site.staff.login(lanAt(counters.one)));
    site.clock.nowMs += 24 * 3_600_000;
    await site.queue.openDay();
    expect(site.staff.seats().size).toBe(0);
    expect(site.staff.session(cookie)).toBeNull();
  });

  it('of a colleague who was removed is free, and the name stays in what was done', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await people(site);
    const { cookie } = accepted(await site.staff.login(lanAt(counters.one)));
    accepted(await site.staff.remove('lan', null));
    expect(site.staff.session(cookie)).toBeNull();
    expect(refusalOf(await site.staff.login(lanAt(counters.one)))).toBe('wrong-password');
    expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
  });

  it('is left when its clerk sits down at another one', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await people(site);
    accepted(await site.staff.login(lanAt(counters.one)));
    accepted(await site.staff.login(lanAt(counters.two)));
    expect([...site.staff.seats().keys()]).toEqual([counters.two]);
  });

  it('that the new configuration no longer has is emptied', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await people(site);
    accepted(await site.staff.login(lanAt(counters.one)));
    await site.staff.vacateUnknown(new Set([counters.two]));
    expect(site.staff.seats().size).toBe(0);
  });
});
