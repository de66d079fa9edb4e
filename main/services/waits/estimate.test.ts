import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CounterId, ServiceId, TicketId } from '../../../contract/ids.ts';
// The order is the queue's: the forecast may not have another.
import { byCallOrder, chooseNext, passedBy } from '../queue/index.ts';
import { seededRandom } from './chance.ts';
import { playLine, runsFor } from './estimate.ts';
import type { Desk, Hall } from './hall.ts';
import { quantile, rangeOf } from './range.ts';

const nowMs = Date.UTC(2026, 10, 23, 1);
const minuteMs = 60_000;
const copies = 'chung-thuc' as ServiceId;
const land = 'dat-dai' as ServiceId;

const waiting = (index: number, change: Partial<Hall['waiting'][number]> = {}): Hall['waiting'][number] => ({
  ticketId: `t${String(index).padStart(4, '0')}` as TicketId,
  serviceId: copies,
  sequence: index + 1,
  lineAtMs: nowMs - 1_000_000 + index * 1000,
  joinedAtMs: nowMs - 1_000_000 + index * 1000,
  notBeforeMs: null,
  forCounter: null,
  passed: 0,
  ...change,
});

const desk = (number: number, services: readonly ServiceId[], change: Partial<Desk> = {}): Desk => ({
  counterId: `quay-${number}` as CounterId,
  services: new Set(services),
  busy: null,
  pausedUntilMs: null,
  ...change,
});

const hall = (change: Partial<Hall>): Hall => ({
  nowMs,
  waiting: [],
  desks: [desk(1, [copies])],
  paceOf: () => ({ meanMs: 6 * minuteMs, cv: 0.8, doubt: 0.2 }),
  absent: { share: 0, tookMs: 0 },
  leaving: 0,
  comers: [],
  passedMax: 5,
  ...change,
});

const play = (change: Partial<Hall>) => playLine(hall(change), 200, seededRandom(1));
const middle = (waits: Float64Array | undefined): number => quantile(waits ?? new Float64Array(), 0.5) / minuteMs;

test('ten wait for one clerk: the range of the tenth is around nine services, and the first goes at once', () => {
  const { ofWaiting, ofNewcomer } = play({ waiting: Array.from({ length: 10 }, (_, index) => waiting(index)) });
  expect(rangeOf(ofWaiting[0] ?? new Float64Array())).toEqual({ low: 0, high: 2 });
  const tenth = rangeOf(ofWaiting[9] ?? new Float64Array());
  expect(tenth?.low).toBeGreaterThanOrEqual(25);
  expect(tenth?.low).toBeLessThan(54);
  expect(tenth?.high).toBeGreaterThan(54);
  expect(tenth?.high).toBeLessThanOrEqual(95);
  expect(middle(ofNewcomer.get(copies))).toBeGreaterThan(middle(ofWaiting[9]));
});

test('a second clerk who serves something else does not shorten the line', () => {
  const line = Array.from({ length: 6 }, (_, index) => waiting(index));
  const alone = play({ waiting: line });
  const beside = play({ waiting: line, desks: [desk(1, [copies]), desk(2, [land])] });
  const helped = play({ waiting: line, desks: [desk(1, [copies]), desk(2, [copies, land])] });
  expect(middle(beside.ofWaiting[5]) / middle(alone.ofWaiting[5])).toBeCloseTo(1, 0);
  expect(middle(helped.ofWaiting[5])).toBeLessThan(middle(alone.ofWaiting[5]) * 0.7);
});

test('nobody works at the only counter of a service: no range is shown rather than an invented one', () => {
  const { ofWaiting, ofNewcomer } = play({ waiting: [waiting(0, { serviceId: land })] });
  expect([rangeOf(ofWaiting[0] ?? new Float64Array()), ofNewcomer.get(land)?.length]).toEqual([null, 0]);
});

test('the clerk is on a break for ten minutes: nobody is promised less', () => {
  const { ofWaiting } = play({
    waiting: [waiting(0)],
    desks: [desk(1, [copies], { pausedUntilMs: nowMs + 10 * minuteMs })],
  });
  expect(rangeOf(ofWaiting[0] ?? new Float64Array())).toEqual({ low: 10, high: 12 });
});

test('a service that has lasted an hour already is not expected to end at once', () => {
  const busy = { serviceId: copies, sinceMs: nowMs - 60 * minuteMs };
  const { ofWaiting } = play({ waiting: [waiting(0)], desks: [desk(1, [copies], { busy })] });
  expect(middle(ofWaiting[0])).toBeGreaterThan(2);
});

test('two who come every ten minutes with priority make the last of a line wait longer', () => {
  const line = Array.from({ length: 10 }, (_, index) => waiting(index));
  const comers = [{ serviceId: copies, leadMs: 30 * minuteMs, perHour: 12 }];
  const before = middle(play({ waiting: line }).ofWaiting[9]);
  expect(middle(play({ waiting: line, comers }).ofWaiting[9])).toBeGreaterThan(before * 1.2);
});

const person = fc.record({
  serviceId: fc.constantFrom(copies, land),
  sinceMs: fc.integer({ min: 0, max: 3_600_000 }),
  leadMs: fc.constantFrom(0, 0, 0, 1_800_000),
  notBeforeMs: fc.constantFrom(null, null, null, nowMs + 5 * minuteMs, nowMs - minuteMs),
  forCounter: fc.constantFrom(null, null, null, 'quay-1' as CounterId),
  passed: fc.constantFrom(0, 0, 4, 5, 6),
});

test('people are called in the very order of chooseNext, passings and appointments included', () => {
  fc.assert(
    fc.property(fc.array(person, { minLength: 1, maxLength: 25 }), (persons) => {
      const line = persons
        .map(({ sinceMs, leadMs, ...one }, index) =>
          waiting(index, { ...one, joinedAtMs: nowMs - sinceMs, lineAtMs: nowMs - sinceMs - leadMs }),
        )
        .toSorted(byCallOrder);
      // One clerk who takes exactly a minute for each: the order is all that is left to chance.
      const paceOf = () => ({ meanMs: minuteMs, cv: 1e-9, doubt: 0 });
      const { ofWaiting } = playLine(
        hall({ waiting: line, desks: [desk(1, [copies, land])], paceOf }),
        1,
        seededRandom(1),
      );
      const played = line
        .map((_, index) => index)
        .toSorted((a, b) => (ofWaiting[a]?.[0] ?? 0) - (ofWaiting[b]?.[0] ?? 0));
      const counter = { counterId: 'quay-1' as CounterId, services: new Set([copies, land]) };
      let rest = line;
      const expected: number[] = [];
      for (let atMs = nowMs; rest.length > 0; atMs += minuteMs) {
        const chosen = chooseNext(rest, counter, { nowMs: atMs, passedMax: 5 });
        if (chosen === undefined) break;
        expected.push(line.findIndex(({ ticketId }) => ticketId === chosen.ticketId));
        const passed = new Set(passedBy(rest, chosen, counter, atMs).map(({ ticketId }) => ticketId));
        rest = rest
          .filter(({ ticketId }) => ticketId !== chosen.ticketId)
          .map((one) => (passed.has(one.ticketId) ? { ...one, passed: one.passed + 1 } : one));
      }
      expect(played).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test('five thousand watch a line of five thousand: the work stays bounded', () => {
  expect([runsFor(10), runsFor(400), runsFor(5000)]).toEqual([200, 100, 24]);
});
