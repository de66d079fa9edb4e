// A site for the benchmarks of ratings: counters with or without a pad, and this machine is a phone and no kiosk.
import { stringify } from 'yaml';
import type { CounterId, TicketId, TicketToken } from '../../../contract/ids.ts';
import { startApp, type TestApp } from '../../../test/support/app.ts';
import { accepted, clerk, demoConfig, newKey, services } from '../../../test/support/site.ts';

/** `padUrls`: one counter for each; none: one counter without a pad. */
export const openRatingSite = (folder: string, padUrls: readonly string[]): Promise<TestApp> => {
  const { site, series, services: offered } = demoConfig();
  const counters = (padUrls.length === 0 ? [null] : padUrls).map((url, index) => ({
    id: `quay-${index + 1}`,
    number: index + 1,
    name: { vi: `Quầy ${index + 1}`, en: `Counter ${index + 1}` },
    services: offered.map(({ id }) => id),
    ...(url === null ? {} : { pad: `man-${index + 1}` }),
  }));
  const devices = padUrls.map((url, index) => ({
    id: `man-${index + 1}`,
    driver: 'rating-pad-nextion',
    label: `Màn ${index + 1}`,
    url,
  }));
  const configured = stringify({
    site,
    server: { port: 0, kiosks: ['192.0.2.7'] },
    series,
    services: offered.map(({ id, name, series: of }) => ({ id, name, series: of })),
    counters,
    ratings: { pad: { askSeconds: 600, thanksSeconds: 1 } },
    devices,
  });
  return startApp({ folder, configure: () => configured });
};

/** Somebody takes a number and is served at the counter, up to Finish. */
export const serve = async (
  { site: { queue } }: TestApp,
  counterId: CounterId,
): Promise<{ readonly ticketId: TicketId; readonly token: TicketToken }> => {
  const by = clerk(counterId);
  accepted(await queue.issue({ serviceId: services.copies, language: 'vi', key: newKey() }));
  // Several counters call at once: whoever comes is served.
  const { ticketId } = accepted(await queue.next(by, newKey()));
  accepted(await queue.step({ step: 'start' }, by, ticketId));
  accepted(await queue.step({ step: 'finish' }, by, ticketId));
  const token = queue.reads.byId(ticketId)?.token;
  if (token === undefined) throw new Error(`Ticket ${ticketId} is gone`);
  return { ticketId, token };
};

export const ratingsIn = ({ site }: TestApp): number =>
  site.db.prepare<[], number>('SELECT count(*) FROM rating').pluck().get() ?? 0;
