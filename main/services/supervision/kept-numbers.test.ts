// The hall closes before everybody was called: numbers are kept for the next business day.
import { expect, it } from 'vitest';
import type { CardHash, IdempotencyKey, StaffId, TicketId } from '../../../contract/ids.ts';
import {
  accepted,
  clerk,
  counters,
  createProjections,
  morningMs,
  newKey,
  openTestSite,
  refusalOf,
  services,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { verifyDatabase } from '../../store/verify.ts';

const head = 'truong' as StaffId;
const keep = { unfinished: 'keep', reason: 'out-of-time' } as const;
const dayMs = 86_400_000;
const minuteMs = 60_000;
const at = clerk(counters.one);

const inHall = async (test: (site: TestSite) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await test(site);
  // Whatever a story did: the journal explains every row, and every number is there.
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
};
const later = (site: TestSite, ms: number): void => {
  site.clock.nowMs += ms;
  site.clock.steadyMs += ms;
};
const take = async (site: TestSite, count: number) => {
  const taken: Awaited<ReturnType<TestSite['issue']>>[] = [];
  for (let person = 0; person < count; person += 1) {
    later(site, minuteMs);
    taken.push(await site.issue(services.copies));
  }
  return taken;
};
const next = async (site: TestSite): Promise<string> => accepted(await site.queue.next(at, newKey())).number;
const stateOf = (site: TestSite, ticketId: TicketId) => site.queue.reads.byId(ticketId)?.state;
const nextMorning = async (site: TestSite): Promise<void> => {
  site.clock.nowMs = morningMs + dayMs;
  later(site, dayMs);
  site.clock.nowMs = morningMs + dayMs;
  await site.queue.openDay();
};

it('two wait when the hall closes: they are called first the next morning, and their numbers are given to nobody else', () =>
  inHall(async (site) => {
    const taken = await take(site, 4);
    expect(await next(site)).toBe('A001');
    accepted(await site.queue.step({ step: 'start' }, at, taken[0]?.ticketId as TicketId));
    accepted(await site.queue.step({ step: 'finish' }, at, taken[0]?.ticketId as TicketId));
    expect(await next(site)).toBe('A002');
    accepted(await site.queue.step({ step: 'start' }, at, taken[1]?.ticketId as TicketId));
    expect(accepted(await site.supervision.endDay(head, keep))).toEqual({ expired: 0, kept: 2, appointments: 0 });
    expect(taken.map(({ ticketId }) => stateOf(site, ticketId))).toEqual(['finished', 'serving', 'kept', 'kept']);
    expect(refusalOf(await site.queue.next(clerk(counters.three), newKey()))).toBe('nobody-waiting');

    await nextMorning(site);
    expect(taken.map(({ ticketId }) => stateOf(site, ticketId))).toEqual(['finished', 'serving', 'waiting', 'waiting']);
    accepted(await site.queue.step({ step: 'finish' }, at, taken[1]?.ticketId as TicketId));
    const today = await take(site, 4);
    expect(today.map(({ number }) => number)).toEqual(['A001', 'A002', 'A005', 'A006']);
    const called: string[] = [];
    for (let call = 0; call < 6; call += 1) {
      called.push(await next(site));
      const { ticketId } = site.queue.reads.inHand(counters.one) ?? {};
      accepted(await site.queue.step({ step: 'start' }, at, ticketId as TicketId));
      accepted(await site.queue.step({ step: 'finish' }, at, ticketId as TicketId));
    }
    expect(called).toEqual(['A003', 'A004', 'A001', 'A002', 'A005', 'A006']);
    expect(site.queue.reads.lastCallSeq(site.queue.reads.openDay() ?? ('' as never))).toBe(6);
  }));

it('kept twice over a holiday: it is still the same number, and in between nobody else was given it', () =>
  inHall(async (site) => {
    const [monday] = await take(site, 1);
    accepted(await site.supervision.endDay(head, keep));
    await nextMorning(site);
    expect((await take(site, 2)).map(({ number }) => number)).toEqual(['A002', 'A003']);
    expect(accepted(await site.supervision.endDay(head, keep))).toMatchObject({ kept: 3 });
    site.clock.nowMs += 3 * dayMs;
    await site.queue.openDay();
    expect((await take(site, 2)).map(({ number }) => number)).toEqual(['A004', 'A005']);
    expect(await next(site)).toBe('A001');
    expect(site.queue.reads.byToken(monday?.token as never)?.state).toBe('called');
  }));

it('on hold and with papers to bring stay what they were; the clock of the hold begins anew', () =>
  inHall(async (site) => {
    const [held, papers] = await take(site, 2);
    for (const [ticket, step] of [
      [held, { step: 'hold', reason: 'paying', minutes: 5 }],
      [papers, { step: 'papersMissing' }],
    ] as const) {
      await next(site);
      accepted(await site.queue.step({ step: 'start' }, at, ticket?.ticketId as TicketId));
      accepted(await site.queue.step(step, at, ticket?.ticketId as TicketId));
    }
    expect(accepted(await site.supervision.endDay(head, keep)).kept).toBe(2);
    await nextMorning(site);
    expect([stateOf(site, held?.ticketId as TicketId), stateOf(site, papers?.ticketId as TicketId)]).toEqual([
      'on-hold',
      'supplement',
    ]);
    expect(site.supervision.late(site.clock.nowMs)).toEqual([]);
    accepted(await site.queue.step({ step: 'resume' }, clerk(counters.three), held?.ticketId as TicketId));
    accepted(await site.queue.step({ step: 'lineUp' }, at, papers?.ticketId as TicketId));
    expect(await next(site)).toBe('A002');
  }));

it('whoever was kept is not there in the early morning: hours later the number may still be taken back', () =>
  inHall(async (site) => {
    const [kept] = await take(site, 1);
    accepted(await site.supervision.endDay(head, keep));
    await nextMorning(site);
    const ticketId = kept?.ticketId as TicketId;
    for (let call = 0; call < 2; call += 1) {
      await next(site);
      accepted(await site.queue.step({ step: 'noShow' }, at, ticketId));
    }
    expect(stateOf(site, ticketId)).toBe('no-show');
    later(site, 180 * minuteMs);
    accepted(await site.queue.step({ step: 'lineUp' }, at, ticketId));
    expect(await next(site)).toBe('A001');
  }));

it('nobody is late for having been kept over night, and the report leaves the night out', () =>
  inHall(async (site) => {
    await take(site, 1);
    later(site, 4 * minuteMs);
    accepted(await site.supervision.endDay(head, keep));
    await nextMorning(site);
    later(site, 120 * minuteMs);
    expect(site.supervision.late(site.clock.nowMs)).toEqual([]);
    await next(site);
    const stays = site.db
      .prepare<[], { state: string }>('SELECT state FROM ticket_interval ORDER BY ordinal')
      .all()
      .map(({ state }) => state);
    expect(stays).toEqual(['waiting', 'kept', 'waiting', 'called']);
  }));

it('a card that took a kept number still stands for it the next morning; every other card is free', () =>
  inHall(async (site) => {
    const take_ = (hash: string, key: IdempotencyKey) =>
      site.visits.take(hash as CardHash, { serviceId: services.copies, language: 'vi', key });
    const [one, two] = ['a'.repeat(64), 'b'.repeat(64)] as const;
    const kept = accepted(await take_(one, newKey()));
    const served = accepted(await take_(two, newKey()));
    accepted(await site.queue.leave(served.ticketId));
    accepted(await site.supervision.endDay(head, keep));
    await nextMorning(site);
    expect(site.visits.ticketOf(one as CardHash)?.ticketId).toBe(kept.ticketId);
    expect(site.db.prepare('SELECT count(*) FROM ticket_card').pluck().get()).toBe(1);
  }));

it('the citizen does not want to come again: the kept number is given up', () =>
  inHall(async (site) => {
    const [kept] = await take(site, 1);
    accepted(await site.supervision.endDay(head, keep));
    accepted(await site.queue.leave(kept?.ticketId as TicketId));
    await nextMorning(site);
    expect(refusalOf(await site.queue.next(at, newKey()))).toBe('nobody-waiting');
    expect((await take(site, 1)).map(({ number }) => number)).toEqual(['A001']);
  }));

it('an appointment that was still to come is put off to the same hour of the next day that has some, with its code', () =>
  inHall(async (site) => {
    const startMs = Date.parse('2026-11-23T14:00:00+07:00');
    const wish = { serviceId: services.civil, startMs, person: 'p', holder: newKey(), key: newKey() };
    const { code } = accepted(await site.appointments.book(wish));
    expect(accepted(await site.supervision.endDay(head, keep)).appointments).toBe(1);
    expect(site.appointments.find(code)).toMatchObject({ state: 'booked', startMs: startMs + dayMs });
    site.clock.nowMs = startMs + dayMs - 10 * minuteMs;
    expect(accepted(await site.appointments.checkIn(code, 'vi'))).toMatchObject({ number: 'C001', state: 'waiting' });
  }));

it('a manager cancels a number with a reason; who is at a counter, has ended or is nobody is refused', () =>
  inHall(async (site) => {
    const [gone, called] = await take(site, 2);
    accepted(await site.supervision.cancelTicket(head, 'A001', 'duplicate'));
    expect(site.queue.reads.byId(gone?.ticketId as TicketId)).toMatchObject({
      state: 'cancelled',
      endReason: 'duplicate',
    });
    expect(await next(site)).toBe(called?.number);
    expect(refusalOf(await site.supervision.cancelTicket(head, 'A002', 'other'))).toBe('wrong-state');
    expect(refusalOf(await site.supervision.cancelTicket(head, 'A001', 'other'))).toBe('wrong-state');
    expect(refusalOf(await site.supervision.cancelTicket(head, 'Z999', 'other'))).toBe('unknown-ticket');
  }));
