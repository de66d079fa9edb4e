/** The smallest value that at least `share` (0 to 1) of the values do not exceed. Needs at least one value. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error('Nothing was measured, so there is no percentile.');
  return found;
};

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** What one run of people who take numbers gives. */
export interface Rate {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
}

export const rateOf = (latenciesMs: readonly number[], tookMs: number): Rate => ({
  p50Ms: percentile(latenciesMs, 0.5),
  p99Ms: percentile(latenciesMs, 0.99),
  perSecond: (latenciesMs.length / tookMs) * 1000,
});

/** Each value by itself: the median over the rounds. */
export const medianRate = (rates: readonly Rate[]): Rate => ({
  p50Ms: median(rates.map(({ p50Ms }) => p50Ms)),
  p99Ms: median(rates.map(({ p99Ms }) => p99Ms)),
  perSecond: median(rates.map((rate) => rate.perSecond)),
});
