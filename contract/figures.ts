// Figures that a site and the city's hub count in the same way. Source: Wilson 1927 for shares.
import { fewRatings, type RatingFigures } from './rating.ts';
import type { Share } from './report.ts';

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

/** How many ratings there are of each level, the first of level 1. */
export type LevelCounts = readonly [number, number, number, number, number];

/** Figures of so many ratings of each level; satisfied are levels 4 and 5. */
export const figuresOfCounts = (counts: LevelCounts): RatingFigures => {
  const n = counts.reduce((total, count) => total + count, 0);
  if (n < fewRatings) return { n, few: true };
  const sum = counts.reduce((total, count, at) => total + count * (at + 1), 0);
  return { n, few: false, mean: sum / n, satisfied: shareOf(counts[3] + counts[4], n) };
};

/** Of the group "satisfaction" of QĐ 766/QĐ-TTg. */
const INDEX_POINTS = 6;

/** The share of satisfied (levels 4 and 5 of all), by proportion. That the decision counts so is not verified against its text. */
export const indexPointsOf = (figures: RatingFigures): number | null =>
  figures.few || figures.satisfied.value === null ? null : INDEX_POINTS * figures.satisfied.value;
