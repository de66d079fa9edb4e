// Ratings → what managers are shown of them. Without I/O.
import { figuresOfCounts } from '../../../contract/figures.ts';
import type { BusinessDay } from '../../../contract/ids.ts';
import { fewRatings, type RatingFigures } from '../../../contract/rating.ts';
import type { HeatBand, RatingHeatCell } from '../../../contract/rating-results.ts';
import type { Weekday } from '../../../contract/report.ts';

/** Ratings of one thing, counted by level. */
export const createLevels = () => {
  const counts: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  return {
    add: (level: number): void => {
      const at = level - 1;
      if (at >= 0 && at < 5) counts[at as 0] += 1;
    },
    counts: (): typeof counts => [...counts],
    figures: (): RatingFigures => figuresOfCounts(counts),
  };
};
type Levels = ReturnType<typeof createLevels>;

/** The levels of each key, made when it is first met. */
export const createLevelsBy = <K>() => {
  const by = new Map<K, Levels>();
  return {
    of: (key: K): Levels => {
      const known = by.get(key) ?? createLevels();
      by.set(key, known);
      return known;
    },
    all: (): [K, Levels][] => [...by],
  };
};

const DAY_MS = 24 * 3_600_000;
/** More days than these are drawn by week. */
const DAYS_DRAWN = 35;

export const trendUnit = (from: BusinessDay, to: BusinessDay): 'day' | 'week' =>
  (Date.parse(to) - Date.parse(from)) / DAY_MS < DAYS_DRAWN ? 'day' : 'week';

/** Monday of the week in which the date lies. */
export const mondayOf = (date: string): BusinessDay => {
  const atMs = Date.parse(`${date}T00:00:00Z`);
  const weekday = new Date(atMs).getUTCDay() || 7;
  return new Date(atMs - (weekday - 1) * DAY_MS).toISOString().slice(0, 10) as BusinessDay;
};

export const bandOf = (share: number): HeatBand => {
  if (share < 0.6) return 1;
  if (share < 0.8) return 2;
  return share < 0.9 ? 3 : 4;
};

/**
 * What is told of an hour of the week: nothing below ten ratings, else a band and whole tens, so that two ranges that differ
 * in one visit show the same but where a band or a ten is passed.
 */
export const heatCell = (weekday: Weekday, hour: number, figures: RatingFigures): RatingHeatCell => ({
  weekday,
  hour,
  told:
    figures.few || figures.satisfied.value === null
      ? null
      : { band: bandOf(figures.satisfied.value), atLeast: figures.n - (figures.n % fewRatings) },
});
