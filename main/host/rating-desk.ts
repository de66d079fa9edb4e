// What managers work with of ratings, put together: results, alerts, what screens follow, the report of the week.
import path from 'node:path';
import type { SignToken } from '../../contract/ids.ts';
import type { RatingsLive } from '../../contract/rating-results.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { siteOffsetMs } from '../../contract/time-zone.ts';
import { type RatingDeskDeps, ratingPaper, ratingRowsMax } from '../server/rating-desk.ts';
import type { SiteFacts } from '../server/site-facts.ts';
import { createRatingResults } from '../services/rating-results/index.ts';
import { createWeekly, type Weekly } from '../services/rating-results/weekly.ts';
import { figuresOf } from '../services/ratings/index.ts';
import type { OpenSite } from './open-site.ts';

export interface DeskParts {
  readonly site: OpenSite;
  readonly facts: SiteFacts;
  readonly dataFolder: string;
  readonly now: () => number;
  /** What the code of a sign opens. */
  readonly signUrl: (token: SignToken) => string;
}

const isOfRatings = /^(sign-)?rating-|^day-opened$|^staff-|^roles-/;

/** `desk.live` is computed once for each change, for all who look. */
export const createRatingDesk = ({
  site,
  facts,
  dataFolder,
  now,
  signUrl,
}: DeskParts): Omit<RatingDeskDeps, 'staff'> & { readonly weekly: Weekly } & Disposable => {
  const { db, ledger, queue, ratings, ratingAlerts: alerts } = site;
  const nameOf = (id: string, kind: 'criteria' | 'reasons'): LocalisedText =>
    site.headquarters.everAsked()[kind].find((one) => one.id === id)?.name ?? { vi: id, en: id };
  const results = createRatingResults({
    ...{ db, ratings, alerts, signs: site.ratingSigns, offsetMs: siteOffsetMs },
    names: {
      ...{ services: facts.services, counters: facts.counters },
      criterion: (id) => nameOf(id, 'criteria'),
      reason: (id) => nameOf(id, 'reasons'),
    },
  });
  const levelsOf = db.prepare<[string], number>('SELECT level FROM rating WHERE day = ?').pluck();
  // Begins at the time, so that a screen that comes back after a restart does not take an old version for the newest.
  let version = now();
  let known: (Omit<RatingsLive, 'me'> & { readonly version: number }) | null = null;
  const following = ledger.subscribe((recorded) => {
    if (recorded.some(({ event }) => isOfRatings.test(event.type))) version += 1;
  });
  const weekly = createWeekly({
    folder: path.join(dataFolder, 'reports', 'ratings'),
    now,
    offsetMs: siteOffsetMs,
    write: async (from, to) => {
      const read = await results.read({ from, to }, ratingRowsMax);
      return read.response.n === 0 && read.signs.total.n === 0 ? null : ratingPaper(facts.name.vi, read, now());
    },
  });
  return {
    ...{ site: facts, results, alerts, weekly, now },
    signs: () =>
      facts.counters.flatMap(({ id, number, name }) => {
        const token = site.ratingSigns.tokenOf(id);
        return token === null ? [] : [{ number, name, url: signUrl(token) }];
      }),
    live: () => {
      if (known?.version !== version) {
        const day = queue.reads.openDay();
        known = {
          version,
          today: figuresOf(day === null ? [] : levelsOf.all(day)),
          alerts: alerts.pending().map(results.named),
        };
      }
      return known;
    },
    [Symbol.dispose]: () => following[Symbol.dispose](),
  };
};
