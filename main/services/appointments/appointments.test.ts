import { expect, it } from 'vitest';
import type { AppointmentCode } from '../../../contract/appointment.ts';
import {
  accepted,
  clerk,
  counters,
  createProjections,
  newKey,
  openTestSite,
  refusalOf,
  services,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { verifyDatabase } from '../../store/verify.ts';

const at = (text: string) => Date.parse(`${text}+07:00`);
const tomorrowAtNine = at('2026-11-24T09:00:00');

const atSite = async (story: (site: TestSite) => Promise<void>) => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await story(site);
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
};

let people = 0;
const book = (site: TestSite, startMs: number, person = `person-${people++}`) =>
  site.appointments.book({ serviceId: services.civil, startMs, person, holder: person, key: newKey() });

const setClock = (site: TestSite, text: string) => {
  site.clock.steadyMs += Math.max(0, at(text) - site.clock.nowMs);
  site.clock.nowMs = at(text);
};

it('a thousand people press for the same two places: two have them', () =>
  atSite(async (site) => {
    const answers = await Promise.all(Array.from({ length: 1000 }, () => book(site, tomorrowAtNine)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(2);
    expect(new Set(answers.map((answer) => (answer.ok ? 'booked' : answer.error.code)))).toEqual(
      new Set(['booked', 'slot-full']),
    );
    expect(
      site.appointments.slots(services.civil, '2026-11-24').find(({ startMs }) => startMs === tomorrowAtNine),
    ).toEqual({
      startMs: tomorrowAtNine,
      free: 0,
    });
  }));

it('a press whose answer was lost books once', () =>
  atSite(async (site) => {
    const ask = { serviceId: services.civil, startMs: tomorrowAtNine, person: 'p', holder: 'p', key: newKey() };
    const first = accepted(await site.appointments.book(ask));
    expect(accepted(await site.appointments.book(ask)).code).toBe(first.code);
  }));

it('somebody types for a while: the place is kept for a quarter of an hour, and then free again', () =>
  atSite(async (site) => {
    const hold = (holder: string) =>
      site.appointments.hold({ serviceId: services.civil, startMs: tomorrowAtNine, holder, address: '192.0.2.1' });
    accepted(hold('a'));
    accepted(hold('b'));
    accepted(hold('b'));
    expect(refusalOf(hold('c'))).toBe('slot-full');
    expect(refusalOf(await book(site, tomorrowAtNine, 'c'))).toBe('slot-full');
    accepted(await book(site, tomorrowAtNine, 'a'));
    site.clock.steadyMs += 15 * 60_000;
    accepted(await book(site, tomorrowAtNine, 'c'));
  }));

it('a program keeps place after place: it is stopped at twenty', () =>
  atSite(async (site) => {
    const answers = ['2026-11-24', '2026-11-25', '2026-11-26'].flatMap((date) =>
      site.appointments.slots(services.civil, date).map(({ startMs }) =>
        site.appointments.hold({
          serviceId: services.civil,
          startMs,
          holder: String(startMs),
          address: '192.0.2.66',
        }),
      ),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(20);
  }));

it('one phone number has one appointment a day, and another after the first was cancelled', () =>
  atSite(async (site) => {
    const first = accepted(await book(site, tomorrowAtNine, 'lan'));
    expect(refusalOf(await book(site, at('2026-11-24T10:00:00'), 'lan'))).toBe('too-many-appointments');
    accepted(await book(site, at('2026-11-25T10:00:00'), 'lan'));
    accepted(await site.appointments.cancel(first.code));
    accepted(await site.appointments.cancel(first.code));
    accepted(await book(site, at('2026-11-24T10:00:00'), 'lan'));
  }));

it('moved to a full time: refused, and the old one stands', () =>
  atSite(async (site) => {
    accepted(await book(site, tomorrowAtNine));
    accepted(await book(site, tomorrowAtNine));
    const { code } = accepted(await book(site, at('2026-11-24T10:00:00')));
    expect(refusalOf(await site.appointments.move(code, tomorrowAtNine))).toBe('slot-full');
    expect(site.appointments.find(code)?.startMs).toBe(at('2026-11-24T10:00:00'));
    expect(accepted(await site.appointments.move(code, at('2026-11-24T10:30:00'))).startMs).toBe(
      at('2026-11-24T10:30:00'),
    );
  }));

it.each([
  ['a time in the noon break', '2026-11-24T12:00:00'],
  ['a Sunday', '2026-11-29T09:00:00'],
  ['an hour ago', '2026-11-23T07:30:00'],
  ['next year', '2027-06-01T09:00:00'],
])('%s is not given', (_, text) =>
  atSite(async (site) => {
    expect(refusalOf(await book(site, at(text)))).toBe('slot-not-offered');
  }),
);

it('who comes on time is called at the time, before walk-ins who came just before', () =>
  atSite(async (site) => {
    const { code } = accepted(await book(site, tomorrowAtNine));
    setClock(site, '2026-11-24T08:40:00');
    expect(refusalOf(await site.appointments.checkIn(code, 'vi'))).toBe('too-early');
    const early = await site.issue(services.civil);
    setClock(site, '2026-11-24T08:50:00');
    const ticket = accepted(await site.appointments.checkIn(code, 'vi'));
    expect(accepted(await site.appointments.checkIn(code, 'vi')).ticketId).toBe(ticket.ticketId);
    const justBefore = await site.issue(services.civil);
    const next = async () => {
      const called = accepted(await site.queue.next(clerk(counters.two), newKey()));
      accepted(await site.queue.step({ step: 'start' }, clerk(counters.two), called.ticketId));
      accepted(await site.queue.step({ step: 'finish' }, clerk(counters.two), called.ticketId));
      return called.number;
    };
    expect(await next()).toBe(early.number);
    setClock(site, '2026-11-24T09:00:00');
    expect([await next(), await next()]).toEqual([ticket.number, justBefore.number]);
    expect(site.appointments.find(code)?.state).toBe('kept');
  }));

it('who comes half an hour late gets a number like anybody else', () =>
  atSite(async (site) => {
    const { code } = accepted(await book(site, tomorrowAtNine));
    setClock(site, '2026-11-24T09:40:00');
    const ticket = accepted(await site.appointments.checkIn(code, 'vi'));
    expect(ticket).toMatchObject({ source: 'booking', notBeforeMs: null, lineAtMs: at('2026-11-24T09:40:00') });
  }));

it('who never came is marked as missed the next day, and the code is of no use then', () =>
  atSite(async (site) => {
    const { code } = accepted(await book(site, tomorrowAtNine));
    setClock(site, '2026-11-25T08:00:00');
    await site.appointments.closePast();
    expect(site.appointments.find(code)?.state).toBe('missed');
    expect(refusalOf(await site.appointments.checkIn(code, 'vi'))).toBe('appointment-over');
    expect(refusalOf(await site.appointments.cancel(code))).toBe('appointment-over');
  }));

it('a mistyped code is unknown', () =>
  atSite(async (site) => {
    expect(refusalOf(await site.appointments.checkIn('ABCDEFGH' as AppointmentCode, 'vi'))).toBe('unknown-appointment');
  }));
