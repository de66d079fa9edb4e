import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BusinessDay, TicketId } from '../../../contract/ids.ts';
import { GivenApart } from '../../../contract/satellite.ts';
import { judgeGiven, onHostClock, type Standing } from './rules.ts';

const today = '2026-11-23' as BusinessDay;
const nowMs = Date.parse('2026-11-23T09:00:00+07:00');
const given = GivenApart.parse({
  ...{ ticketId: 'a'.repeat(22), token: 'b'.repeat(22), key: 'c'.repeat(22), day: today, seriesId: 'a' },
  ...{ sequence: 601, number: 'A601', serviceId: 'chung-thuc', language: 'vi', further: [] },
  ...{ givenAtMs: nowMs - 60_000, served: null, leadMs: 0, priority: null, source: 'kiosk' },
});
const standing: Standing = {
  ...{ day: today, givenOn: today, services: new Set(['chung-thuc']), isKnown: false, bearer: null },
};

test('a number of today is taken over once', () => {
  expect(judgeGiven(given, standing)).toBe('new');
  expect(judgeGiven(given, { ...standing, isKnown: true, bearer: given.ticketId })).toBe('known');
});

test('two machines were set up alike: the second bearer of a number is named, not put in the line', () => {
  expect(judgeGiven(given, { ...standing, bearer: 'd'.repeat(22) as TicketId })).toBe('doubled');
});

test('the host’s own clock is a day behind, and yesterday’s bearer still stands there: the number is asked for again', () => {
  const tomorrow = { ...given, day: '2026-11-24' as BusinessDay };
  expect(judgeGiven(tomorrow, { ...standing, bearer: 'd'.repeat(22) as TicketId })).toBe('early');
});

test('a number for a service that this hall does not have', () => {
  expect(judgeGiven(given, { ...standing, services: new Set() })).toBe('doubled');
});

test('yesterday’s number is over; the clock of a machine that is a day ahead costs nobody the place', () => {
  const yesterday = '2026-11-22' as BusinessDay;
  expect(judgeGiven({ ...given, day: yesterday }, { ...standing, givenOn: yesterday })).toBe('over');
  // Its clock stood still over the night.
  expect(judgeGiven({ ...given, day: yesterday }, standing)).toBe('new');
  expect(judgeGiven({ ...given, day: '2026-11-24' as BusinessDay }, standing)).toBe('new');
});

test('a clock three hours wrong: everybody stands where they came, nobody in the future, moments in their order', () => {
  const aheadMs = 3 * 3_600_000;
  const wrong = onHostClock({ ...given, givenAtMs: given.givenAtMs + aheadMs }, { sentAtMs: nowMs + aheadMs, nowMs });
  expect(wrong.givenAtMs).toBe(given.givenAtMs);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 4, maxLength: 4 }), (offsets) => {
      const at = (index: number): number => nowMs + (offsets[index] ?? 0);
      const served = { state: 'finished', calledAtMs: at(1), startedAtMs: at(2), endedAtMs: at(3) } as const;
      const moved = onHostClock({ ...given, givenAtMs: at(0), served }, { sentAtMs: nowMs, nowMs });
      const moments = [
        moved.givenAtMs,
        moved.served?.calledAtMs ?? 0,
        moved.served?.startedAtMs ?? 0,
        moved.served?.endedAtMs ?? 0,
        nowMs,
      ];
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    }),
  );
});
