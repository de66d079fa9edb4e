// Figures of samples. Sources: Wilson 1927 for shares; the nearest-rank method for percentiles.
import type { Share, Spread } from '../../../contract/report.ts';

/** Standard normal quantile of 97.5 %. */
const z = 1.959964;

/** 95 % Wilson interval of `count` among `n`. */
export const shareOf = (count: number, n: number): Share => {
  if (n === 0) return { n, count, value: null, low: null, high: null };
  const share = count / n;
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const middle = share + (z * z) / (2 * n);
  const scale = 1 + (z * z) / n;
  return {
    n,
    count,
    value: share,
    low: Math.max(0, (middle - spread) / scale),
    high: Math.min(1, (middle + spread) / scale),
  };
};

export const spreadOf = (samplesMs: readonly number[]): Spread => {
  const n = samplesMs.length;
  if (n === 0) return { n, meanMs: null, p50Ms: null, p90Ms: null, maxMs: null };
  const sorted = Float64Array.from(samplesMs).sort();
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * n) - 1)] ?? 0;
  let sum = 0;
  for (const sample of sorted) sum += sample;
  return { n, meanMs: sum / n, p50Ms: rank(0.5), p90Ms: rank(0.9), maxMs: sorted[n - 1] ?? 0 };
};

/** Of a list that may be in any order; 0 of an empty one. */
export const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};
