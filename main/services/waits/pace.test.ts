import { expect, test } from 'vitest';
import type { CounterId, ServiceId, TicketId } from '../../../contract/ids.ts';
import { learnPast, type Stay, workOf } from './pace.ts';

const minuteMs = 60_000;
const copies = 'chung-thuc' as ServiceId;
const desk = 'quay-1' as CounterId;
const options = { usualMs: () => 10 * minuteMs, hourOf: () => 8 };
const nothing = { occupations: [], waited: 0, left: 0 };

/** People who came at minute 0, one after the other at one counter, each so many minutes, with a pause after each. */
const day = (tookMinutes: readonly number[], pauseMinutes: number): Stay[] => {
  let atMs = 0;
  return tookMinutes.flatMap((took, index): Stay[] => {
    const base = { ticketId: `t${index}` as TicketId, serviceId: copies };
    const calledMs = atMs;
    const endMs = calledMs + took * minuteMs;
    atMs = endMs + pauseMinutes * minuteMs;
    return [
      { ...base, state: 'waiting', counterId: null, fromMs: -1, toMs: calledMs },
      { ...base, state: 'called', counterId: desk, fromMs: calledMs, toMs: calledMs + 1000 },
      { ...base, state: 'serving', counterId: desk, fromMs: calledMs + 1000, toMs: endMs },
      { ...base, state: 'finished', counterId: desk, fromMs: endMs, toMs: null },
    ];
  });
};

test('a clerk who pauses a minute after each person is slower by that minute', () => {
  expect(workOf(day([4, 4, 4], 1)).occupations.map(({ tookMs }) => tookMs / minuteMs)).toEqual([5, 5, 4]);
});

test('somebody called in vain counts as absent and not as a quick service', () => {
  const base = { ticketId: 't' as TicketId, serviceId: copies };
  const { occupations, waited } = workOf([
    { ...base, state: 'waiting', counterId: null, fromMs: 0, toMs: 10 },
    { ...base, state: 'called', counterId: desk, fromMs: 10, toMs: 40 },
    { ...base, state: 'called', counterId: desk, fromMs: 40, toMs: 90 },
    { ...base, state: 'no-show', counterId: desk, fromMs: 90, toMs: null },
  ]);
  expect([occupations, waited]).toEqual([[{ serviceId: copies, atMs: 10, tookMs: 80, isAbsent: true }], 1]);
});

test('who leaves the line is counted, who is still served is not yet a service', () => {
  const base = { ticketId: 't' as TicketId, serviceId: copies };
  const left: Stay[] = [
    { ...base, state: 'waiting', counterId: null, fromMs: 0, toMs: 10 },
    { ...base, state: 'cancelled', counterId: null, fromMs: 10, toMs: null },
  ];
  const served: Stay[] = [
    { ...base, ticketId: 'u' as TicketId, state: 'called', counterId: desk, fromMs: 0, toMs: 5 },
    { ...base, ticketId: 'u' as TicketId, state: 'serving', counterId: desk, fromMs: 5, toMs: null },
  ];
  expect(workOf([...left, ...served])).toEqual({ occupations: [], waited: 1, left: 1 });
});

test('the first morning begins with the guess of the configuration and ends with what was seen', () => {
  const learn = learnPast([], options);
  const mean = (count: number): number =>
    learn(count === 0 ? nothing : workOf(day(Array(count).fill(4), 0))).paceOf(copies, 0).meanMs / minuteMs;
  expect(mean(0)).toBe(10);
  expect(mean(5)).toBeLessThan(10);
  expect(mean(100)).toBeCloseTo(4, 0);
});

test('after weeks of four minutes one slow hour moves the mean a little, and a slow morning much', () => {
  const past = Array.from({ length: 10 }, () => workOf(day(Array(40).fill(4), 0)));
  const learn = learnPast(past, options);
  const mean = (count: number): number =>
    learn(workOf(day(Array(count).fill(8), 0))).paceOf(copies, 0).meanMs / minuteMs;
  expect(mean(2)).toBeLessThan(5);
  expect(mean(60)).toBeGreaterThan(6.5);
  expect(learn(nothing).paceOf(copies, 0).doubt).toBeLessThan(learnPast([], options)(nothing).paceOf(copies, 0).doubt);
});
