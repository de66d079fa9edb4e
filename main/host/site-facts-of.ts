// What screens need of the configuration.
import type { BoardScreen, SiteFacts } from '../server/site-facts.ts';
import type { Headquarters } from '../services/headquarters/index.ts';
import type { SiteConfig } from './site-schema.ts';

/** Where the configuration names no screens: one for everybody. */
const wholeHall: BoardScreen = {
  id: 'hall',
  name: { vi: 'Bảng của phòng', en: 'Board of the hall' },
  counters: null,
  layout: 'calls',
  speaks: true,
};

export const siteFactsOf = (config: SiteConfig, headquarters: Pick<Headquarters, 'priorities'>): SiteFacts => ({
  name: config.site.name,
  notice: config.site.notice,
  cardPrefix: config.cards.typedPrefix,
  askAhead: config.kiosk.askAhead,
  takes: { cards: config.kiosk.cardReader !== undefined, codes: config.kiosk.scanner !== undefined },
  services: config.services.map(({ id, name, field, series, needsResult, feeDong }) => ({
    id,
    name,
    field: field ?? null,
    seriesId: series,
    prefix: config.series.find((one) => one.id === series)?.prefix ?? '',
    needsResult,
    feeDong: feeDong ?? null,
  })),
  counters: config.counters.map(({ id, number, name, services }) => ({
    id,
    number,
    name,
    services: new Set(services),
  })),
  priorities: headquarters.priorities,
  priorityName: (id) =>
    [...headquarters.priorities(), ...config.priorities].find((one) => one.id === id)?.name ?? { vi: id, en: id },
  results: config.results,
  boardScreens:
    config.boardScreens.length === 0
      ? [wholeHall]
      : config.boardScreens.map(({ counters, ...screen }) => ({
          ...screen,
          counters: counters === undefined ? null : new Set(counters),
        })),
  payee: config.payment?.name ?? null,
  passedMax: config.queue.passedMax,
  reviveMs: config.queue.reviveMinutes * 60_000,
});
