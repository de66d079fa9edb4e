// A check that cannot fail proves nothing: each breach that the day looks for is put into a journal, and must be seen.
import { describe, expect, it } from 'vitest';
import type { BusinessEvent } from '../../contract/events.ts';
import type {
  BusinessDay,
  CounterId,
  SeriesId,
  ServiceId,
  StaffId,
  TicketId,
  TicketToken,
} from '../../contract/ids.ts';
import { createJournalModel, invariants } from './journal-model.ts';
import { createTally } from './tally.ts';

const day = '2026-11-24' as BusinessDay;
const serviceId = 'chung-thuc' as ServiceId;
const staffId = 'staff-lan' as StaffId;
const [one, two] = ['quay-1', 'quay-2'] as CounterId[] as [CounterId, CounterId];
const id = (sequence: number): TicketId => `ticket-${sequence}` as TicketId;

const opened: BusinessEvent = { type: 'day-opened', day, previous: null };
const issued = (sequence: number): BusinessEvent => ({
  type: 'ticket-issued',
  ticketId: id(sequence),
  token: `token-${sequence}` as TicketToken,
  seriesId: 'a' as SeriesId,
  sequence,
  number: `A${sequence}`,
  serviceId,
  language: 'vi',
  prints: false,
});
const called = (sequence: number, counterId: CounterId, callSeq: number): BusinessEvent => ({
  type: 'ticket-called',
  ticketId: id(sequence),
  counterId,
  staffId,
  callSeq,
  calls: 1,
});

/** Names of the invariants that a journal of these events breaks; an event a second. */
const broken = (events: readonly BusinessEvent[], passedMax = 5, lastDay = day): string[] => {
  const tally = createTally(Object.values(invariants));
  const model = createJournalModel(tally, { passedMax, servicesOf: () => new Set([serviceId]) });
  const lastOpened = events.findLastIndex(({ type }) => type === 'day-opened');
  for (const [at, event] of events.entries())
    model.take({ seq: at + 1, atMs: at * 1000, day: at < lastOpened ? day : lastDay, event });
  return tally.findings().flatMap(({ invariant, breaches }) => (breaches.length > 0 ? [invariant] : []));
};

describe('the second reading of the journal', () => {
  it('finds nothing in a morning as it should be', () => {
    expect(broken([opened, issued(1), issued(2), called(1, one, 1), called(2, two, 2)])).toEqual([]);
  });

  it('sees a number that was given twice, and one that was left out', () => {
    expect(broken([opened, issued(1), issued(1)])).toContain(invariants.numbers);
    expect(broken([opened, issued(1), issued(3)])).toContain(invariants.numbers);
  });

  it('sees two people at one counter, and one person at two', () => {
    expect(broken([opened, issued(1), issued(2), called(1, one, 1), called(2, one, 2)])).toContain(invariants.single);
    expect(broken([opened, issued(1), called(1, one, 1), called(1, two, 2)])).toContain(invariants.life);
  });

  it('sees somebody who was called before their turn, and a call that is missing', () => {
    expect(broken([opened, issued(1), issued(2), called(2, one, 1)])).toContain(invariants.order);
    expect(broken([opened, issued(1), called(1, one, 2)])).toContain(invariants.callSeq);
  });

  it('sees somebody who was passed once too often', () => {
    const events = [opened, issued(1), issued(2), issued(3), called(2, one, 1), called(3, two, 2)];
    expect(broken(events, 1)).toContain(invariants.passed);
  });

  it('sees a service that ended without having begun', () => {
    const finished: BusinessEvent = { type: 'ticket-finished', ticketId: id(1), counterId: one, staffId };
    expect(broken([opened, issued(1), finished])).toContain(invariants.life);
  });

  it('sees a kept number that somebody else was given the next day', () => {
    const next = '2026-11-25' as BusinessDay;
    const events: BusinessEvent[] = [
      opened,
      issued(1),
      { type: 'ticket-kept', ticketId: id(1), as: 'waiting', reason: 'out-of-time', staffId },
      { type: 'day-opened', day: next, previous: day },
    ];
    const line = { atMs: 0, joinedAtMs: 0, notBeforeMs: null, forCounter: null };
    const over: BusinessEvent = { type: 'ticket-brought-over', ticketId: id(1), as: 'waiting', line };
    expect(broken([...events, over, { ...issued(2) }], 5, next)).toEqual([]);
    expect(broken([...events, over, { ...issued(2), sequence: 1, number: 'A1' } as BusinessEvent], 5, next)).toContain(
      invariants.numbers,
    );
  });

  it('sees a clock that went back', () => {
    const tally = createTally(Object.values(invariants));
    const model = createJournalModel(tally, { passedMax: 5, servicesOf: () => new Set([serviceId]) });
    model.take({ seq: 1, atMs: 9000, day, event: opened });
    model.take({ seq: 2, atMs: 8000, day, event: issued(1) });
    expect(tally.findings().find(({ invariant }) => invariant === invariants.clock)?.breaches).toHaveLength(1);
  });
});
