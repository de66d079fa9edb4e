import { expect, it } from 'vitest';
import type { CounterId, PriorityId, ResultId, ServiceId, TicketId } from '../../../contract/ids.ts';
import {
  accepted,
  clerk,
  counters,
  demoConfig,
  newKey,
  openTestSite,
  refusalOf,
  services,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import type { StepAsk } from './index.ts';

const over75 = 'tu-75' as PriorityId;
const demo = demoConfig();
const config = {
  ...demo,
  priorities: [{ id: over75, name: { vi: 'Từ 75 tuổi', en: 'Over 75' }, minutes: 30 }],
  results: [{ id: 'da-tra' as ResultId, name: { vi: 'Đã trả kết quả', en: 'Result given' } }],
  services: demo.services.map((service) => ({ ...service, needsResult: service.id === services.land })),
};
const one = clerk(counters.one);
const two = clerk(counters.two);
const three = clerk(counters.three);

const inHall = async (story: (site: TestSite) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder, { config });
  await story(site);
};

const call = async (site: TestSite, by = one) => accepted(await site.queue.next(by, newKey())).number;
const serve = async (site: TestSite, by = one): Promise<TicketId> => {
  const { ticketId } = accepted(await site.queue.next(by, newKey()));
  accepted(await site.queue.step({ step: 'start' }, by, ticketId));
  return ticketId;
};
const take = async (
  site: TestSite,
  serviceId: ServiceId,
  more: { priority?: PriorityId; further?: ServiceId[] } = {},
) => {
  site.clock.nowMs += 1000;
  return accepted(await site.queue.issue({ serviceId, language: 'vi', key: newKey(), ...more }));
};
const minutes = (site: TestSite, count: number) => {
  site.clock.nowMs += count * 60_000;
  site.clock.steadyMs += count * 60_000;
};

it('two errands in one visit: the number goes on to the next counter with the time it was taken', () =>
  inHall(async (site) => {
    const visit = await take(site, services.copies, { further: [services.civil] });
    await take(site, services.civil);
    const ticketId = await serve(site);
    accepted(await site.queue.step({ step: 'finish' }, one, ticketId));
    expect(site.queue.reads.byId(ticketId)).toMatchObject({ state: 'waiting', serviceId: services.civil });
    expect(await call(site, two)).toBe(visit.number);
  }));

it('sent to pay and back: the person comes back to the same counter, before those who came later', () =>
  inHall(async (site) => {
    const first = await take(site, services.copies);
    await take(site, services.copies);
    const ticketId = await serve(site);
    const pay: StepAsk = { step: 'transfer', serviceId: services.civil, place: 'head', comesBack: true };
    accepted(await site.queue.step(pay, one, ticketId));
    expect(await serve(site, two)).toBe(ticketId);
    accepted(await site.queue.step({ step: 'finish' }, two, ticketId));
    expect(site.queue.reads.byId(ticketId)).toMatchObject({
      state: 'waiting',
      serviceId: services.copies,
      forCounter: counters.one,
      linedUpWhy: 'come-back',
    });
    expect(await call(site, one)).toBe(first.number);
  }));

it('sent to a counter that does not serve it, or to where the person is already: refused with a reason', () =>
  inHall(async (site) => {
    await take(site, services.copies);
    const ticketId = await serve(site);
    const transfer = (to: { serviceId?: ServiceId; counterId?: CounterId }) =>
      site.queue.step({ step: 'transfer', ...to, place: 'tail', comesBack: false }, one, ticketId);
    expect(refusalOf(await transfer({ counterId: counters.two }))).toBe('bad-input');
    expect(refusalOf(await transfer({}))).toBe('bad-input');
    expect(refusalOf(await transfer({ serviceId: 'nothing' as ServiceId }))).toBe('unknown-service');
    expect(refusalOf(await transfer({ counterId: 'quay-9' as CounterId }))).toBe('unknown-counter');
    expect(site.queue.reads.byId(ticketId)?.state).toBe('serving');
  }));

it('absent once: behind the next three; absent again: no-show; back within half an hour: in the line again', () =>
  inHall(async (site) => {
    const late = await take(site, services.copies);
    for (let count = 0; count < 5; count += 1) await take(site, services.copies);
    await call(site);
    accepted(await site.queue.step({ step: 'noShow' }, one, late.ticketId));
    const order: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      order.push(await call(site));
      if (count < 3) {
        const ticketId = site.queue.reads.inHand(one.counterId)?.ticketId ?? late.ticketId;
        accepted(await site.queue.step({ step: 'start' }, one, ticketId));
        accepted(await site.queue.step({ step: 'finish' }, one, ticketId));
      }
    }
    expect(order).toEqual(['A002', 'A003', 'A004', 'A001']);
    accepted(await site.queue.step({ step: 'noShow' }, one, late.ticketId));
    expect(site.queue.reads.byId(late.ticketId)?.state).toBe('no-show');
    minutes(site, 29);
    accepted(await site.queue.step({ step: 'lineUp' }, one, late.ticketId));
    expect(site.queue.reads.byId(late.ticketId)).toMatchObject({ state: 'waiting', linedUpWhy: 'revived' });
  }));

it('back after an hour: a new number is needed', () =>
  inHall(async (site) => {
    const late = await take(site, services.copies);
    await call(site);
    accepted(await site.queue.step({ step: 'noShow' }, one, late.ticketId));
    await call(site);
    accepted(await site.queue.step({ step: 'noShow' }, one, late.ticketId));
    minutes(site, 61);
    expect(refusalOf(await site.queue.step({ step: 'lineUp' }, one, late.ticketId))).toBe('too-late');
  }));

it('called three times: the clerk must decide', () =>
  inHall(async (site) => {
    const { ticketId } = await take(site, services.copies);
    await call(site);
    for (let count = 0; count < 2; count += 1) {
      minutes(site, 1);
      accepted(await site.queue.step({ step: 'recall' }, one, ticketId));
    }
    minutes(site, 1);
    expect(refusalOf(await site.queue.step({ step: 'recall' }, one, ticketId))).toBe('calls-used-up');
  }));

it('Finish pressed by mistake is taken back within five seconds, and not later', () =>
  inHall(async (site) => {
    await take(site, services.copies);
    await take(site, services.copies);
    const ticketId = await serve(site);
    accepted(await site.queue.step({ step: 'finish' }, one, ticketId));
    site.clock.steadyMs += 4000;
    accepted(await site.queue.undo(one));
    expect(site.queue.reads.byId(ticketId)).toMatchObject({ state: 'serving', counterId: counters.one });
    expect(refusalOf(await site.queue.undo(one))).toBe('nothing-to-undo');
    accepted(await site.queue.step({ step: 'finish' }, one, ticketId));
    site.clock.steadyMs += 6000;
    expect(refusalOf(await site.queue.undo(one))).toBe('nothing-to-undo');
  }));

it('taken back after the next person was called: the counter is busy, nobody stands there twice', () =>
  inHall(async (site) => {
    await take(site, services.copies);
    await take(site, services.copies);
    const ticketId = await serve(site);
    accepted(await site.queue.step({ step: 'finish' }, one, ticketId));
    await call(site);
    expect(refusalOf(await site.queue.undo(one))).toBe('counter-busy');
  }));

it('a transfer is not taken back once the other counter has called', () =>
  inHall(async (site) => {
    await take(site, services.copies);
    const ticketId = await serve(site);
    const transfer: StepAsk = { step: 'transfer', serviceId: services.civil, place: 'original', comesBack: false };
    accepted(await site.queue.step(transfer, one, ticketId));
    await call(site, two);
    expect(refusalOf(await site.queue.undo(one))).toBe('nothing-to-undo');
  }));

it('land papers end with a result, and only with one that the site knows', () =>
  inHall(async (site) => {
    await take(site, services.land);
    const ticketId = await serve(site, three);
    const finish = (result?: ResultId) => site.queue.step({ step: 'finish', result }, three, ticketId);
    expect(refusalOf(await finish())).toBe('result-needed');
    expect(refusalOf(await finish('xong' as ResultId))).toBe('bad-input');
    accepted(await finish('da-tra' as ResultId));
    expect(site.queue.reads.byId(ticketId)).toMatchObject({ state: 'finished', result: 'da-tra' });
  }));

it('papers are missing: home, and back into the line by the time of the number', () =>
  inHall(async (site) => {
    const first = await take(site, services.copies);
    await take(site, services.copies);
    const ticketId = await serve(site);
    accepted(await site.queue.step({ step: 'papersMissing' }, one, ticketId));
    expect(site.queue.reads.inHand(counters.one)).toBeUndefined();
    minutes(site, 40);
    accepted(await site.queue.step({ step: 'lineUp' }, three, ticketId));
    expect(await call(site)).toBe(first.number);
  }));

it('people over 75 come one after another: the walk-in is passed five times and then called', () =>
  inHall(async (site) => {
    const walkIn = await take(site, services.copies);
    for (let count = 0; count < 8; count += 1) await take(site, services.copies, { priority: over75 });
    const order: string[] = [];
    for (let count = 0; count < 7; count += 1) {
      const ticketId = await serve(site);
      order.push(site.queue.reads.byId(ticketId)?.number ?? '');
      accepted(await site.queue.step({ step: 'finish' }, one, ticketId));
    }
    expect(order.indexOf(walkIn.number)).toBe(5);
    expect(site.queue.reads.byId(walkIn.ticketId)?.passed).toBe(5);
  }));

it('a citizen leaves the line from the café; the number is never called', () =>
  inHall(async (site) => {
    const { ticketId } = await take(site, services.copies);
    accepted(await site.queue.leave(ticketId));
    accepted(await site.queue.leave(ticketId));
    expect(refusalOf(await site.queue.next(one, newKey()))).toBe('nobody-waiting');
  }));

it('somebody is called out of turn: the journal keeps why', () =>
  inHall(async (site) => {
    await take(site, services.copies);
    const { ticketId } = await take(site, services.copies);
    accepted(await site.queue.pick(one, { ticketId, reason: 'frail', key: newKey() }));
    const body = site.db.prepare("SELECT body FROM journal WHERE type = 'ticket-called'").pluck().get();
    expect(JSON.parse(String(body))).toMatchObject({ outOfOrder: 'frail', passedIn: [services.copies] });
  }));
