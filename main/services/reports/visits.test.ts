import { describe, expect, it } from 'vitest';
import { shareOf } from '../../../contract/figures.ts';
import type { BusinessDay, CounterId, ServiceId, TicketId } from '../../../contract/ids.ts';
import type { TicketState } from '../../../contract/ticket.ts';
import { counterTimes } from './counter-time.ts';
import { createTally, kpisOf } from './kpis.ts';
import { spreadOf } from './statistics.ts';
import { type StayRow, type Visit, visitsOf } from './visits.ts';

const minute = 60_000;
const day = '2026-11-23' as BusinessDay;
const one = 'quay-1' as CounterId;
const copies = 'chung-thuc' as ServiceId;

const figuresOf = (visits: readonly Visit[]) => {
  const tally = createTally();
  for (const visit of visits) tally.add(visit, () => true);
  return kpisOf([tally.sums()]);
};

/** Stays of one ticket: state, from, to in minutes. */
const stays = (id: string, ...parts: readonly (readonly [TicketState, number, number | null])[]): StayRow[] =>
  parts.map(([state, from, to]) => ({
    ticketId: id as TicketId,
    issuedAtMs: (parts[0]?.[1] ?? 0) * minute,
    finalState: parts.at(-1)?.[0] ?? 'waiting',
    passed: 0,
    appointmentAtMs: null,
    state,
    serviceId: copies,
    counterId: state === 'called' || state === 'serving' || state === 'on-hold' ? one : null,
    staffId: null,
    fromMs: from * minute,
    toMs: to === null ? null : to * minute,
  }));

describe('a visit', () => {
  it('waited ten minutes, was called twice, walked one, was served for five, held and served for two more', () => {
    const [visit] = visitsOf(
      stays(
        'a',
        ['waiting', 0, 10],
        ['called', 10, 11],
        ['called', 11, 12],
        ['serving', 12, 17],
        ['on-hold', 17, 30],
        ['serving', 30, 32],
        ['finished', 32, null],
      ),
      { day, endsAtMs: null },
    );
    expect(visit).toMatchObject({ waitMs: 10 * minute, walkMs: minute, calls: 1, recalls: 1, isInaccurate: false });
    expect(visit?.served).toEqual([{ serviceId: copies, counterId: one, staffId: null, ms: 7 * minute }]);
  });

  it('whose number was kept over night waited on both days, not in the night, and what was done next morning is exact', () => {
    const [visit] = visitsOf(
      stays(
        'a',
        ['waiting', 0, 20],
        ['kept', 20, 900],
        ['waiting', 900, 905],
        ['called', 905, 906],
        ['serving', 906, 910],
        ['finished', 910, null],
      ),
      { day, endsAtMs: 900 * minute },
    );
    expect(visit).toMatchObject({ waitMs: 25 * minute, isInaccurate: false });
    expect(visit?.served.map(({ ms }) => ms)).toEqual([4 * minute]);
  });

  it('nobody pressed Finish before the evening: it is counted apart, and its time is in no mean', () => {
    const [visit] = visitsOf(
      stays('a', ['waiting', 0, 5], ['called', 5, 6], ['serving', 6, 1000], ['finished', 1000, null]),
      {
        day,
        endsAtMs: 600 * minute,
      },
    );
    expect(visit).toMatchObject({ isInaccurate: true, served: [] });
    expect(figuresOf(visit === undefined ? [] : [visit])).toMatchObject({
      inaccurate: 1,
      service: { n: 0 },
    });
  });

  it('left before anybody called: abandoned, and in no waiting time', () => {
    const visits = visitsOf(
      [
        ...stays('a', ['waiting', 0, 40], ['cancelled', 40, null]),
        ...stays('b', ['waiting', 0, 600], ['expired', 600, null]),
      ],
      { day, endsAtMs: null },
    );
    expect(figuresOf(visits)).toMatchObject({
      issued: 2,
      served: 0,
      abandoned: 2,
      wait: { n: 0, meanMs: null },
      abandonment: { value: 1 },
    });
  });
});

it('a counter that was open for an hour, served for twenty minutes, paused for ten and sat idle before a line for five', () => {
  const changes = [
    { atMs: 0, kind: 'open', counterId: one, isOn: true },
    { atMs: 0, kind: 'waits', serviceId: copies, by: 1 },
    { atMs: 5 * minute, kind: 'waits', serviceId: copies, by: -1 },
    { atMs: 5 * minute, kind: 'busy', counterId: one, isOn: true },
    { atMs: 25 * minute, kind: 'busy', counterId: one, isOn: false },
    { atMs: 30 * minute, kind: 'paused', counterId: one, isOn: true },
    { atMs: 30 * minute, kind: 'waits', serviceId: copies, by: 1 },
    { atMs: 40 * minute, kind: 'waits', serviceId: copies, by: -1 },
    { atMs: 40 * minute, kind: 'paused', counterId: one, isOn: false },
    { atMs: 60 * minute, kind: 'open', counterId: one, isOn: false },
  ] as const;
  const times = counterTimes(changes, new Map([[one, { services: new Set([copies]) }]]), 90 * minute);
  expect(times.get(one)).toEqual({
    openMs: 60 * minute,
    busyMs: 20 * minute,
    pausedMs: 10 * minute,
    idleWithQueueMs: 5 * minute,
  });
});

it('percentiles by nearest rank, shares with the interval of Wilson', () => {
  expect(spreadOf(Int32Array.of(5, 1, 4, 2, 3, 10, 9, 8, 7, 6))).toEqual({
    n: 10,
    meanMs: 5.5,
    p50Ms: 5,
    p90Ms: 9,
    maxMs: 10,
  });
  // 8 of 10: 49.0 to 94.3 % (Wilson).
  const share = shareOf(8, 10);
  expect([share.low, share.high].map((value) => Math.round((value ?? 0) * 1000))).toEqual([490, 943]);
  expect(shareOf(0, 0)).toEqual({ n: 0, count: 0, value: null, low: null, high: null });
});
