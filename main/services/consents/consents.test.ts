import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConsentEntry, GivenConsent } from '../../../contract/consent.ts';
import type { PersonId } from '../../../contract/ids.ts';
import {
  accepted,
  createProjections,
  demoConfig,
  morningMs,
  openTestSite,
  refusalOf,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { verifyDatabase } from '../../store/verify.ts';
import { ageOn, deadlinesOf, sidesNeeded, standingOf } from './rules.ts';

const purpose = 'school-attendance';
const dayMs = 86_400_000;

describe('who is asked', () => {
  it.each([
    ['pupil', '2019-11-24', ['guardian']],
    ['pupil', '2019-11-23', ['guardian', 'self']],
    ['pupil', '2008-11-24', ['guardian', 'self']],
    ['pupil', '2008-11-23', ['self']],
    ['pupil', null, null],
    ['staff', null, ['self']],
    ['guest', null, ['self']],
  ] as const)('%s born %s, on 23 November 2026: %j', (kind, birthDate, sides) => {
    expect(sidesNeeded({ kind, birthDate, leftAtMs: null }, '2026-11-23')).toEqual(sides);
  });

  it('born on 29 February: seven on 1 March', () => {
    expect([ageOn('2020-02-29', '2027-02-28'), ageOn('2020-02-29', '2027-03-01')]).toEqual([6, 7]);
  });
});

describe('requests', () => {
  const isWorkingDay = (day: string) =>
    ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) && day !== '2026-11-30';
  it.each([
    ['access', '2026-11-23', '2026-11-25', '2026-12-03'],
    // A Friday, and the Monday is a holiday.
    ['delete', '2026-11-27', '2026-12-02', '2026-12-17'],
    ['restrict', '2026-11-26', '2026-12-01', '2026-12-11'],
    ['rectify', '2026-11-25', '2026-11-27', '2026-12-04'],
  ] as const)('%s asked on %s: answered by %s, done by %s', (kind, day, answerBy, doneBy) => {
    expect(deadlinesOf(kind, day, isWorkingDay)).toEqual({ answerBy, doneBy });
  });

  it('a calendar without a working day: a deadline all the same', () => {
    expect(deadlinesOf('access', '2026-11-23', () => false).doneBy >= '2026-11-23').toBe(true);
  });
});

interface Told {
  readonly kind: 'given' | 'withdrawn';
  readonly side?: 'self' | 'guardian';
  readonly untilDay?: string | null;
}

/** Told in another way than the rule: walk forward and keep what counts. */
const openOn = (entries: readonly Told[], day: string): { self: boolean; guardian: boolean } => {
  const open = { self: false, guardian: false };
  for (const { kind, side, untilDay = null } of entries) {
    if (kind === 'withdrawn') Object.assign(open, { self: false, guardian: false });
    else if (side !== undefined && (untilDay === null || untilDay >= day)) open[side] = true;
  }
  return open;
};

/** Null: too near to a birthday for counting years by their mean length. */
const isEnough = (
  { self, guardian }: { readonly self: boolean; readonly guardian: boolean },
  years: number | null,
  kind: 'pupil' | 'staff',
): boolean | null => {
  if (years === null) return kind === 'staff' && self;
  if (years < 6) return guardian;
  if (years > 18) return self;
  return years > 7 && years < 17 ? guardian && self : null;
};

it('a history of any kind: live only with every consent that the age asks for, none of them withdrawn or ended', () => {
  const entry = fc.oneof(
    fc.record({
      kind: fc.constant('given' as const),
      side: fc.constantFrom('self' as const, 'guardian' as const),
      untilDay: fc.constantFrom(null, '2026-11-22', '2026-11-23', '2027-11-23'),
    }),
    fc.constant({ kind: 'withdrawn' as const }),
  );
  const born = fc.constantFrom(
    null,
    '2000-01-01',
    '2008-11-23',
    '2015-05-05',
    '2019-11-24',
    '2019-11-23',
    '2023-01-01',
  );
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 12 }),
      born,
      fc.constantFrom('pupil' as const, 'staff' as const),
      fc.integer({ min: 0, max: 3000 }),
      (entries, birthDate, kind, daysLater) => {
        const atMs = morningMs + daysLater * dayMs;
        const day = new Date(atMs + 7 * 3_600_000).toISOString().slice(0, 10);
        const { isLive } = standingOf(entries as unknown as ConsentEntry[], { kind, birthDate, leftAtMs: null }, atMs);
        const years =
          birthDate === null ? null : Math.floor((Date.parse(day) - Date.parse(birthDate) + 0.5) / (365.2425 * dayMs));
        const expected = isEnough(openOn(entries, day), years, kind);
        if (expected !== null) expect(isLive).toBe(expected);
      },
    ),
  );
});

const given = (more: Partial<GivenConsent>): GivenConsent => ({
  purpose,
  side: 'guardian',
  givenBy: 'Trần Bình',
  textVersion: '2026-1',
  evidence: { kind: 'paper', reference: 'HS-12/2026' },
  untilDay: null,
  ...more,
});

const people = [
  { code: 'HS6', name: 'Nguyễn Sáu', birthDate: '2020-06-01' },
  { code: 'HS9', name: 'Lê Chín', birthDate: '2017-06-01' },
  { code: 'HS0', name: 'Đỗ Không', birthDate: null },
];

const atSite = async (story: (site: TestSite, id: (code: string) => PersonId) => Promise<void>) => {
  using temporary = temporaryFolder();
  const config = {
    ...demoConfig(),
    faces: { keys: `${temporary.folder}/keys`, keepMonths: 12, pack: 'default', renewChildMonths: 6 },
  };
  await using site = openTestSite(`${temporary.folder}/data`, { config });
  await site.people.import(
    {
      people: people.map((person, at) => ({
        ...person,
        group: '3A',
        kind: 'pupil' as const,
        guardians: [{ name: 'Trần Bình', relation: 'mẹ', contact: '' }],
        card: null,
        row: at + 2,
      })),
      problems: [],
      mode: 'update',
      kind: 'pupil',
      hash: () => {
        throw new Error('nobody has a card here');
      },
    },
    null,
  );
  await story(site, (code) => {
    const person = site.people.byCode(code);
    if (person === null) throw new Error(`${code} is not there`);
    return person.id;
  });
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
};

describe('a consent', () => {
  it('of a child of six is the guardian’s; at seven the child is asked too, and until then nobody is matched', async () =>
    atSite(async ({ consents, clock }, id) => {
      expect(accepted(await consents.give(id('HS6'), given({}), null))).toEqual({ isLive: true, lacks: [] });
      clock.nowMs = Date.parse('2027-06-01T00:00:00+07:00');
      expect(consents.standing(id('HS6'), purpose)).toEqual({ isLive: false, lacks: ['self'] });
      await consents.give(id('HS6'), given({ side: 'self', givenBy: 'Nguyễn Sáu' }), null);
      expect(consents.standing(id('HS6'), purpose).isLive).toBe(true);
      expect(consents.standing(id('HS6'), 'meeting-attendance').isLive).toBe(false);
    }));

  it.each([
    ['of a child of nine by the guardian alone', 'HS9', given({}), null],
    ['of a child of six by the child', 'HS6', given({ side: 'self', givenBy: 'Nguyễn Sáu' }), 'consent-side'],
    ['of somebody who is no guardian', 'HS6', given({ givenBy: 'Người Lạ' }), 'consent-side'],
    ['of a child in the name of another', 'HS9', given({ side: 'self', givenBy: 'Nguyễn Sáu' }), 'consent-side'],
    ['of a pupil without a birth date', 'HS0', given({}), 'consent-side'],
    ['to a text that does not exist', 'HS6', given({ textVersion: '1999-1' }), 'consent-text'],
    ['that has ended before it began', 'HS6', given({ untilDay: '2026-11-22' }), 'bad-input'],
  ] as const)('%s (%s): is not enough', async (_, code, consent, refusal) =>
    atSite(async ({ consents }, id) => {
      const answer = await consents.give(id(code), consent, null);
      if (refusal === null) expect(accepted(answer).isLive).toBe(false);
      else expect(refusalOf(answer)).toBe(refusal);
      expect(consents.standing(id(code), purpose).isLive).toBe(false);
    }),
  );

  it('text that people agreed to is never changed', async () =>
    atSite(async ({ consents }) => {
      const text = { purpose, version: 'phường-1', text: 'Tôi đồng ý.' } as const;
      const published = accepted(await consents.publish(text));
      expect(published.sha256).toMatch(/^[\da-f]{64}$/);
      expect(accepted(await consents.publish(text))).toEqual(published);
      expect(refusalOf(await consents.publish({ ...text, text: 'Tôi đồng ý mọi việc.' }))).toBe('consent-text');
      expect(refusalOf(await consents.publish({ ...text, version: '2026-1' }))).toBe('consent-text');
    }));

  it('and its evidence stay out of the journal', async () =>
    atSite(async ({ consents, db }, id) => {
      await consents.give(id('HS6'), given({}), null);
      await consents.withdraw(id('HS6'), purpose, null);
      expect(JSON.stringify(db.prepare('SELECT body FROM journal').all())).not.toMatch(/Trần|HS-12|Nguyễn|HS6/);
    }));
});

it('a request is due on the second working day, then on its last day, and late after it', async () =>
  atSite(async ({ consents, clock }, id) => {
    const request = accepted(await consents.ask(id('HS9'), { kind: 'access', note: 'gặp tại phòng 2' }, null));
    expect(request).toMatchObject({ answerBy: '2026-11-25', doneBy: '2026-12-03' });
    clock.nowMs += 3 * dayMs;
    expect(consents.due()).toMatchObject([{ id: request.id, dueBy: '2026-11-25', isLate: true }]);
    await consents.answer(request.id, null);
    expect(consents.due()).toMatchObject([{ dueBy: '2026-12-03', isLate: false }]);
    await consents.close(request.id, null);
    expect(consents.due()).toEqual([]);
    expect(refusalOf(await consents.close('NOTTHERE', null))).toBe('unknown-request');
  }));
