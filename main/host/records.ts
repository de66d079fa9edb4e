// What managers read afterwards, with the names that this site gives to its services and counters; and whose numbers satellites give.
import { siteOffsetMs, siteTimeZone } from '../../contract/time-zone.ts';
import type { SiteFacts } from '../server/site-facts.ts';
import { type Audit, createAudit } from '../services/audit/index.ts';
import { createCalendar } from '../services/queue/index.ts';
import { createReports, type Reports } from '../services/reports/index.ts';
import { createSatellites, type Satellites, type SatellitesDeps } from '../services/satellites/index.ts';
import type { OpenSite } from './open-site.ts';
import { dayStartsAtMinutes } from './queue-settings.ts';
import type { SiteConfig } from './site-schema.ts';

export const auditOf = ({ db }: Pick<OpenSite, 'db'>, facts: SiteFacts): Audit =>
  createAudit({
    db,
    counterNumber: (id) => facts.counters.find((counter) => counter.id === id)?.number ?? null,
    serviceName: (id) => facts.services.find((service) => service.id === id)?.name ?? { vi: id, en: id },
    resultName: (id) => facts.results.find((result) => result.id === id)?.name ?? { vi: id, en: id },
  });

export const reportsOf = ({
  site,
  config,
  facts,
  now,
}: {
  readonly site: Pick<OpenSite, 'db' | 'ledger' | 'waits' | 'staff'>;
  readonly config: Pick<SiteConfig, 'services' | 'reports'>;
  readonly facts: SiteFacts;
  readonly now: () => number;
}): Reports =>
  createReports({
    db: site.db,
    write: site.ledger.submit,
    waits: site.waits,
    services: config.services,
    counters: new Map(facts.counters.map((counter) => [counter.id, counter])),
    staffName: (id) => site.staff.list().find((member) => member.id === id)?.name ?? null,
    now,
    offsetMs: siteOffsetMs,
    target: { minutes: config.reports.waitMinutes, share: config.reports.lateShare },
  });

export const satellitesOf = (
  { ledger, db, queue, workingDay }: Pick<OpenSite, 'ledger' | 'db' | 'queue' | 'workingDay'>,
  config: Pick<SiteConfig, 'satellites' | 'services' | 'site'>,
  { life, log }: Pick<SatellitesDeps, 'life' | 'log'>,
): Satellites =>
  createSatellites({
    ...{ ledger, db, reads: queue.reads, workingDay, life, log },
    dayAt: createCalendar({ timeZone: siteTimeZone, dayStartsAtMinutes: dayStartsAtMinutes(config) }),
    bands: new Map(config.satellites.map(({ id, numbers }) => [id, numbers])),
    services: new Set(config.services.map(({ id }) => id)),
  });
