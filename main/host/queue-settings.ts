// What the configuration says of the queue, as its rules need it.
import type { CounterId, SeriesId, ServiceId } from '../../contract/ids.ts';
import { siteTimeZone } from '../../contract/time-zone.ts';
import type { QueueRules, QueueSettings } from '../services/queue/index.ts';
import type { UrgingLimits } from '../services/supervision/index.ts';
import type { SiteConfig } from './site-schema.ts';

const queueRules = ({ queue }: SiteConfig): QueueRules => ({
  passedMax: queue.passedMax,
  callsMax: queue.callsMax,
  missedMax: queue.missedMax,
  missedBehind: queue.missedBehind,
  reviveMs: queue.reviveMinutes * 60_000,
  undoMs: queue.undoSeconds * 1000,
  appointmentLeadMs: queue.appointmentLeadMinutes * 60_000,
});

export const urgingLimits = ({ urging }: SiteConfig): UrgingLimits => ({
  waitMs: urging.waitMinutes * 60_000,
  callMs: urging.callMinutes * 60_000,
  managerAfterMs: urging.managerAfterMinutes * 60_000,
});

export const dayStartsAtMinutes = ({ site }: Pick<SiteConfig, 'site'>): number => {
  const [hours = 0, minutes = 0] = site.dayStartsAt.split(':').map(Number);
  return hours * 60 + minutes;
};

export const queueSettings = (config: SiteConfig, priorities: QueueSettings['priorities']): QueueSettings => {
  return {
    timeZone: siteTimeZone,
    dayStartsAtMinutes: dayStartsAtMinutes(config),
    series: new Map<SeriesId, SiteConfig['series'][number]>(config.series.map((series) => [series.id, series])),
    services: new Map(
      config.services.map(({ id, series, needsResult }) => [id, { seriesId: series, needsResult }] as const),
    ),
    counters: new Map<CounterId, { services: ReadonlySet<ServiceId> }>(
      config.counters.map(({ id, services }) => [id, { services: new Set(services) }]),
    ),
    priorities,
    results: new Set(config.results.map(({ id }) => id)),
    rules: queueRules(config),
    numbers: {
      ...(config.satellite?.numbers ?? { from: 1, to: Infinity }),
      leftOut: config.satellites.map(({ numbers }) => numbers),
    },
    printsTickets: config.ticketPrinter !== undefined,
  };
};
