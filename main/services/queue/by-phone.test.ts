// A citizen says by phone to be on the way: the staff read it, and nothing else of the hall is otherwise for it.
import { expect, it } from 'vitest';
import type { TicketId } from '../../../contract/ids.ts';
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

const by = clerk(counters.one);
const minuteMs = 60_000;

const pass = ({ clock }: TestSite, ms: number): void => {
  clock.nowMs += ms;
  clock.steadyMs += ms;
};

const call = async (site: TestSite): Promise<TicketId> => accepted(await site.queue.next(by, newKey())).ticketId;
const told = (site: TestSite): number =>
  Number(site.db.prepare("SELECT count(*) FROM journal WHERE type = 'ticket-on-way'").pluck().get());
const onWayOf = (site: TestSite, ticketId: TicketId) => site.queue.reads.byId(ticketId)?.onWayAtMs;
const stays = (site: TestSite, ticketId: TicketId) =>
  site.db.prepare('SELECT state FROM ticket_interval WHERE ticket_id = ? ORDER BY ordinal').pluck().all(ticketId);

it('everybody in the line presses it, the last first: order, places and waits stay as they were, and the journal explains the tables', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const people = [];
  for (let n = 0; n < 4; n += 1) {
    people.push(await site.issue(services.copies));
    pass(site, minuteMs);
  }
  const day = await site.queue.openDay();
  const line = () => site.queue.reads.waiting(day).map(({ onWayAtMs, ...rest }) => rest);
  const before = [line(), [...site.queue.places()], site.queue.whoIsNext(counters.one)?.number];
  for (const { ticketId } of people.toReversed()) accepted(await site.queue.onWay(ticketId));
  expect([line(), [...site.queue.places()], site.queue.whoIsNext(counters.one)?.number]).toEqual(before);
  expect(onWayOf(site, people[0]?.ticketId as TicketId)).toBe(site.clock.nowMs);
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
  await using again = await site.reopen();
  expect(onWayOf(again, people[0]?.ticketId as TicketId)).toBe(again.clock.nowMs);
});

it('a nervous thumb presses ten times: one row for each call and each change, however often', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const { ticketId } = await site.issue(services.copies);
  const press = async () => {
    for (let n = 0; n < 10; n += 1) {
      pass(site, 1000);
      accepted(await site.queue.onWay(ticketId));
    }
  };
  await press();
  expect(told(site)).toBe(1);
  await call(site);
  const saidBefore = onWayOf(site, ticketId);
  expect(saidBefore).not.toBeNull();
  await press();
  expect(told(site)).toBe(2);
  expect(onWayOf(site, ticketId)).toBeGreaterThan(saidBefore ?? 0);
  accepted(await site.queue.step({ step: 'recall' }, by, ticketId));
  await press();
  expect(told(site)).toBe(3);
});

it('pressed while called: the call is neither heard nor counted again, a recall is as far off as before, and a step can be undone', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await site.issue(services.copies);
  const ticketId = await call(site);
  const calls = () => site.queue.reads.lastCalled(site.queue.reads.openDay() as never, 5);
  const before = calls();
  pass(site, 3000);
  accepted(await site.queue.onWay(ticketId));
  expect([calls(), stays(site, ticketId)]).toEqual([before, ['waiting', 'called']]);
  expect(refusalOf(await site.queue.step({ step: 'recall' }, by, ticketId))).toBe('recall-too-soon');
  pass(site, 7000);
  accepted(await site.queue.step({ step: 'recall' }, by, ticketId));

  accepted(await site.queue.onWay(ticketId));
  const said = onWayOf(site, ticketId);
  accepted(await site.queue.step({ step: 'start' }, by, ticketId));
  expect(onWayOf(site, ticketId)).toBeNull();
  expect(refusalOf(await site.queue.onWay(ticketId))).toBe('wrong-state');
  // Pressed for the wrong person: who was coming is still coming.
  accepted(await site.queue.undo(by));
  expect(onWayOf(site, ticketId)).toBe(said);
  accepted(await site.queue.step({ step: 'noShow' }, by, ticketId));
  accepted(await site.queue.onWay(ticketId));
  expect(site.queue.undoable(counters.one)?.step).toBe('noShow');
  accepted(await site.queue.undo(by));
  expect(site.queue.reads.inHand(counters.one)?.ticketId).toBe(ticketId);
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
});

it('a manager looks at a late call: the recall is as far off as before', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await site.issue(services.copies);
  const ticketId = await call(site);
  accepted(await site.supervision.see(by.staffId, ticketId, 'called'));
  expect(refusalOf(await site.queue.step({ step: 'recall' }, by, ticketId))).toBe('recall-too-soon');
});

it('somebody who was missed is on the way: the time to come back runs from the absence, not from the press', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const { ticketId } = await site.issue(services.copies);
  // The first time the line goes on behind others, the second time it is over.
  for (let time = 0; time < 2; time += 1) {
    await call(site);
    accepted(await site.queue.onWay(ticketId));
    accepted(await site.queue.step({ step: 'noShow' }, by, ticketId));
    expect(onWayOf(site, ticketId)).toBeNull();
  }
  expect(site.queue.reads.byId(ticketId)?.state).toBe('no-show');
  pass(site, 29 * minuteMs);
  accepted(await site.queue.onWay(ticketId));
  pass(site, 2 * minuteMs);
  expect(refusalOf(await site.queue.step({ step: 'lineUp' }, by, ticketId))).toBe('too-late');
  // No screen of the staff has them any more: nobody is told, so the phone must not say so.
  expect(refusalOf(await site.queue.onWay(ticketId))).toBe('too-late');
});

it('a call that nobody answers is late all the same, however often a phone speaks up', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await site.issue(services.copies);
  const ticketId = await call(site);
  pass(site, 20 * minuteMs);
  const late = () => site.supervision.late(site.clock.nowMs).map(({ kind, sinceMs }) => [kind, sinceMs]);
  const before = late();
  expect(before).toHaveLength(1);
  accepted(await site.queue.onWay(ticketId));
  expect(late()).toEqual(before);
  expect(site.queue.reads.inHand(counters.one)?.changedAtMs).toBe(site.clock.nowMs - 20 * minuteMs);
});

it('who has left, is served, on hold or done cannot be on the way; a code of nobody neither', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const { ticketId: gone } = await site.issue(services.copies);
  accepted(await site.queue.leave(gone));
  await site.issue(services.copies);
  const ticketId = await call(site);
  const refusals = [refusalOf(await site.queue.onWay(gone))];
  for (const ask of [
    { step: 'start' },
    { step: 'hold', reason: 'missing-papers' },
    { step: 'resume' },
    { step: 'finish' },
  ] as const) {
    accepted(await site.queue.step(ask, by, ticketId));
    refusals.push(refusalOf(await site.queue.onWay(ticketId)));
  }
  expect(new Set(refusals)).toEqual(new Set(['wrong-state']));
  expect(refusalOf(await site.queue.onWay('nobody' as TicketId))).toBe('unknown-ticket');
  expect(told(site)).toBe(0);
});

it('the evening comes: a number that is kept for tomorrow is not on the way', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const { ticketId } = await site.issue(services.copies);
  accepted(await site.queue.onWay(ticketId));
  accepted(await site.supervision.endDay(by.staffId, { unfinished: 'keep', reason: 'out-of-time' }));
  expect([site.queue.reads.byId(ticketId)?.state, onWayOf(site, ticketId)]).toEqual(['kept', null]);
  expect(refusalOf(await site.queue.onWay(ticketId))).toBe('wrong-state');
});
