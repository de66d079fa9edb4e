import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TicketId } from '../../../contract/ids.ts';
import type { Ticket } from '../queue/index.ts';
import { lateAmong } from './rules.ts';

const minute = 60_000;
const limits = { waitMs: 45 * minute, callMs: 5 * minute, managerAfterMs: 10 * minute };
const nobodySaw = { limits, isSeen: () => false };
const ticket = (of: Partial<Ticket>): Ticket =>
  ({
    ...{ ticketId: 't' as TicketId, state: 'waiting', joinedAtMs: 0, notBeforeMs: null },
    ...{ calledAtMs: null, holdUntilMs: null, ...of },
  }) as Ticket;

describe('somebody waits too long', () => {
  const waiting = [ticket({})];
  it.each([
    [44, []],
    [45, [['waiting', false]]],
    [54, [['waiting', false]]],
    [55, [['waiting', true]]],
    [300, [['waiting', true]]],
  ])('after %i minutes', (minutes, expected) => {
    const late = lateAmong(waiting, minutes * minute, nobodySaw);
    expect(late.map(({ kind, isForManager }) => [kind, isForManager])).toEqual(expected);
  });
});

it.each([
  ['called and nobody pressed anything', { state: 'called', calledAtMs: 0 }, 5, 'called'],
  ['on hold beyond the time', { state: 'on-hold', holdUntilMs: 20 * minute }, 20, 'held'],
  ['an appointment at half past', { joinedAtMs: 0, notBeforeMs: 30 * minute }, 30, 'appointment'],
] as const)('%s', (_what, of, dueMinutes, kind) => {
  expect(lateAmong([ticket(of)], dueMinutes * minute - 1, nobodySaw)).toEqual([]);
  expect(lateAmong([ticket(of)], dueMinutes * minute, nobodySaw)).toMatchObject([{ kind, isForManager: false }]);
  expect(lateAmong([ticket(of)], (dueMinutes + 10) * minute, nobodySaw)).toMatchObject([{ kind, isForManager: true }]);
});

it('on hold without a time is never late, neither is whoever is being served or gone', () => {
  for (const state of ['serving', 'supplement', 'finished', 'no-show', 'cancelled', 'expired'] as const)
    expect(lateAmong([ticket({ state })], 1e9, nobodySaw)).toEqual([]);
  expect(lateAmong([ticket({ state: 'on-hold' })], 1e9, nobodySaw)).toEqual([]);
});

it('however many there are: each once, longest late first, none that a manager has in hand, and none goes away by waiting', () => {
  const people = fc.array(
    fc.record({
      state: fc.constantFrom('waiting', 'called', 'on-hold', 'serving'),
      joinedAtMs: fc.nat(1e7),
      calledAtMs: fc.option(fc.nat(1e7)),
      holdUntilMs: fc.option(fc.nat(1e7)),
      notBeforeMs: fc.option(fc.nat(1e7)),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(people, fc.nat(2e7), fc.nat(5), (given, nowMs, every) => {
      const tickets = given.map((of, index) => ticket({ ...of, ticketId: `t${index}` as TicketId } as Partial<Ticket>));
      const isSeen = (id: TicketId) => every > 0 && Number(id.slice(1)) % every === 0;
      const late = lateAmong(tickets, nowMs, { limits, isSeen });
      const ids = late.map((one) => one.ticket.ticketId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.some(isSeen)).toBe(false);
      expect(late.map(({ sinceMs }) => sinceMs)).toEqual(late.map(({ sinceMs }) => sinceMs).toSorted((a, b) => a - b));
      const later = new Set(lateAmong(tickets, nowMs + minute, { limits, isSeen }).map((one) => one.ticket.ticketId));
      expect(ids.every((id) => later.has(id))).toBe(true);
    }),
  );
});
