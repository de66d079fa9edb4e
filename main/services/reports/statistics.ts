// Figures of samples. Source: the nearest-rank method for percentiles.
import type { Spread } from '../../../contract/report.ts';

const buckets = 4096;

/**
 * The samples at these places of the sorted list, the first being 1. Counted into buckets first, so that only the few in the
 * bucket of a place are sorted: a year's waits are a quarter of a million.
 */
const atRanks = (samples: Int32Array, ranks: readonly number[], range: { min: number; max: number }): number[] => {
  const width = (range.max - range.min + 1) / buckets;
  const bucketOf = (sample: number): number => Math.floor((sample - range.min) / width);
  const counts = new Uint32Array(buckets);
  for (const sample of samples) counts[bucketOf(sample)] = (counts[bucketOf(sample)] ?? 0) + 1;
  return ranks.map((rank) => {
    let bucket = 0;
    let before = 0;
    for (; before + (counts[bucket] ?? 0) < rank; bucket += 1) before += counts[bucket] ?? 0;
    return samples.filter((sample) => bucketOf(sample) === bucket).sort()[rank - before - 1] ?? 0;
  });
};

export const spreadOf = (samplesMs: Int32Array): Spread => {
  const n = samplesMs.length;
  if (n === 0) return { n, meanMs: null, p50Ms: null, p90Ms: null, maxMs: null };
  let [sum, min, max] = [0, Infinity, -Infinity];
  for (const sample of samplesMs) {
    sum += sample;
    if (sample < min) min = sample;
    if (sample > max) max = sample;
  }
  const rankOf = (share: number): number => Math.max(1, Math.ceil(share * n));
  const [p50Ms = 0, p90Ms = 0] = atRanks(samplesMs, [rankOf(0.5), rankOf(0.9)], { min, max });
  return { n, meanMs: sum / n, p50Ms, p90Ms, maxMs: max };
};

/** Of a list that may be in any order; 0 of an empty one. */
export const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};
