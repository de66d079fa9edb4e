import { expect, it } from 'vitest';
import { createBuckets } from './buckets.ts';

it('three at once, then one every two seconds; whoever asks too early is told the wait, and others are not touched', () => {
  let nowMs = 0;
  const buckets = createBuckets({ burst: 3, perSecond: 0.5, monotonicMs: () => nowMs });
  const take = () => buckets.take('a');
  expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 2]);
  expect(buckets.take('b')).toBe(0);
  nowMs = 1500;
  expect(take()).toBe(1);
  nowMs = 2000;
  expect([take(), take()]).toEqual([0, 2]);
  nowMs = 3_600_000;
  expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 2]);
});

it('somebody with thousands of addresses does not empty the bucket of whoever was seen last', () => {
  const buckets = createBuckets({ burst: 1, perSecond: 1, monotonicMs: () => 0 });
  expect(buckets.take('flood')).toBe(0);
  for (let n = 0; n < 30_000; n += 1) {
    buckets.take(String(n));
    if (n % 1000 === 0) expect(buckets.take('flood')).toBe(1);
  }
});
