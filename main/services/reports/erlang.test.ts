import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countersNeeded, waitProbability, waitsLonger } from './erlang.ts';

const minute = 60_000;

describe('how many counters a morning needs', () => {
  // The formula written out with factorials, which is exact for few counters.
  const byFactorials = (load: number, counters: number): number => {
    const term = (count: number): number => {
      let product = 1;
      for (let k = 1; k <= count; k += 1) product *= load / k;
      return product;
    };
    const last = (term(counters) * counters) / (counters - load);
    let sum = last;
    for (let k = 0; k < counters; k += 1) sum += term(k);
    return last / sum;
  };

  it('the recursion says what the formula says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 15 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (counters, use) => {
          const flow = { perHour: counters * use * 6, serviceMeanMs: 10 * minute };
          expect(waitProbability(flow, counters)).toBeCloseTo(byFactorials(counters * use, counters), 9);
        },
      ),
    );
  });

  it('one counter is the plain queue: whoever comes finds it busy with the probability of its use', () => {
    expect(waitProbability({ perHour: 4, serviceMeanMs: 10 * minute }, 1)).toBeCloseTo(4 / 6, 9);
  });

  it('a textbook case: 20 people an hour, 6 minutes each, 3 counters: 44.4 % wait', () => {
    // Load 2, 3 counters: 4/9.
    expect(waitProbability({ perHour: 20, serviceMeanMs: 6 * minute }, 3)).toBeCloseTo(4 / 9, 9);
  });

  it('simulated: the share that waits longer than a quarter of an hour is the formula’s', () => {
    const flow = { perHour: 22, serviceMeanMs: 10 * minute };
    let state = 7;
    const random = (): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return (state + 1) / 2_147_483_649;
    };
    const free = [0, 0, 0, 0];
    let nowMs = 0;
    let late = 0;
    const people = 400_000;
    for (let person = 0; person < people; person += 1) {
      nowMs += (-Math.log(random()) * 3_600_000) / flow.perHour;
      free.sort((a, b) => a - b);
      const startMs = Math.max(nowMs, free[0] ?? 0);
      free[0] = startMs - Math.log(random()) * flow.serviceMeanMs;
      if (startMs - nowMs > 15 * minute) late += 1;
    }
    expect(late / people).toBeCloseTo(waitsLonger(flow, 4, 15 * minute), 1);
    expect(Math.abs(late / people / waitsLonger(flow, 4, 15 * minute) - 1)).toBeLessThan(0.1);
  });

  it('more work than counters: everybody waits, and the advice is more counters, never fewer for more people', () => {
    expect(waitsLonger({ perHour: 60, serviceMeanMs: 10 * minute }, 10, minute)).toBe(1);
    const needed = (perHour: number) =>
      countersNeeded({ perHour, serviceMeanMs: 10 * minute }, { waitMs: 15 * minute, share: 0.1 });
    expect(needed(0)).toBe(0);
    expect([6, 12, 24, 48, 96].map(needed)).toEqual(
      [6, 12, 24, 48, 96].map(needed).toSorted((a, b) => (a ?? 100) - (b ?? 100)),
    );
    expect(needed(6000)).toBeNull();
  });
});
