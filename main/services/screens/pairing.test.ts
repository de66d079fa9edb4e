import { expect, it } from 'vitest';
import {
  accepted,
  createProjections,
  openTestSite,
  refusalOf,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { verifyDatabase } from '../../store/verify.ts';

const atSite = async (story: (site: TestSite, by: Parameters<TestSite['pairing']['unpair']>[1]) => Promise<void>) => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const { id } = accepted(
    await site.staff.add({ login: 'ha', name: 'Hà', password: 'bánh mì trứng', roles: ['admin'] }, null),
  );
  await story(site, id);
};

it('a new kiosk shows a code, the administrator types it in, and the kiosk is let in until it is sent away', () =>
  atSite(async ({ pairing, db }, by) => {
    const { pairingId, code } = pairing.begin('kiosk');
    expect(code).toMatch(/^\d{6}$/);
    expect(accepted(await pairing.claim(pairingId))).toBeNull();
    accepted(pairing.approve({ code, name: 'Máy ở cửa chính', by }));
    const cookie = accepted(await pairing.claim(pairingId))?.cookie ?? '';
    expect(pairing.isPaired(cookie, 'kiosk')).toBe(true);
    // A kiosk sees no faces and marks nobody.
    expect(pairing.isPaired(cookie, 'attendance')).toBe(false);
    expect(pairing.isPaired(`${cookie}x`, 'kiosk')).toBe(false);
    expect(JSON.stringify(db.prepare('SELECT * FROM journal').all())).not.toContain(cookie);
    const [screen] = pairing.list();
    expect(screen).toMatchObject({ name: 'Máy ở cửa chính', page: 'kiosk' });
    accepted(await pairing.unpair(screen?.id ?? '', by));
    expect(pairing.isPaired(cookie, 'kiosk')).toBe(false);
    expect(verifyDatabase(db, createProjections).problems).toEqual([]);
  }));

it('a code is good for one screen and ten minutes', () =>
  atSite(async ({ pairing, clock }, by) => {
    const first = pairing.begin('kiosk');
    accepted(pairing.approve({ code: first.code, name: 'A', by }));
    expect(refusalOf(pairing.approve({ code: first.code, name: 'B', by }))).toBe('unknown-code');
    const late = pairing.begin('kiosk');
    clock.steadyMs += 10 * 60_000 + 1;
    expect(refusalOf(pairing.approve({ code: late.code, name: 'C', by }))).toBe('unknown-code');
    expect(refusalOf(await pairing.claim(late.pairingId))).toBe('unknown-code');
  }));

it('whoever guesses codes is stopped after five wrong ones for a minute', () =>
  atSite(async ({ pairing, clock }, by) => {
    const { code } = pairing.begin('kiosk');
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    for (let guess = 0; guess < 5; guess += 1)
      expect(refusalOf(pairing.approve({ code: wrong, name: 'X', by }))).toBe('unknown-code');
    expect(refusalOf(pairing.approve({ code, name: 'X', by }))).toBe('too-many-attempts');
    clock.steadyMs += 60_001;
    accepted(pairing.approve({ code, name: 'X', by }));
  }));
