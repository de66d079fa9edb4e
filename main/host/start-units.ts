// Everything at the counters and over the hall that follows the queue: displays, boards of text, keypads, pads, terminals, the
// ticket printer.
import type { CounterId, ServiceId } from '../../contract/ids.ts';
import type { TicketPrinter } from '../../drivers/core/device-classes.ts';
import { startBoards } from '../services/boards/index.ts';
import { startDisplays } from '../services/displays/index.ts';
import { startKeypads } from '../services/keypads/index.ts';
import { startPads } from '../services/pads/index.ts';
import { settlePrints, startPrinting } from '../services/printing/index.ts';
import { collectSightings } from '../services/sightings/index.ts';
import type { createDevices } from './devices.ts';
import { drawTicket } from './draw-ticket.ts';
import type { OpenSite } from './open-site.ts';
import { padAsking } from './ratings-config.ts';
import type { SiteConfig } from './site-schema.ts';

export interface UnitsDeps {
  readonly site: OpenSite;
  readonly config: SiteConfig;
  readonly devices: ReturnType<typeof createDevices>;
  /** The one that prints tickets. */
  readonly printer: TicketPrinter | undefined;
  readonly turnUrl: (token: string) => string;
  readonly randomToken: () => string;
  readonly now: () => number;
  /** Runs once after so many milliseconds, or never when it is disposed of before. */
  readonly later: (delayMs: number, run: () => void) => Disposable;
  readonly log: (
    part: string,
  ) => (
    level: 'debug' | 'info' | 'warn' | 'error',
    message: string,
    detail?: Readonly<Record<string, unknown>>,
  ) => void;
}

/** Puts what it starts into `units`, but for the printing, which is to be stopped together with the devices. */
export const startUnits = (
  units: AsyncDisposableStack,
  { site, config, devices, printer, turnUrl, randomToken, now, later, log }: UnitsDeps,
): ReturnType<typeof startPrinting> | null => {
  const { ledger, queue, staff, pauses } = site;
  const onLine = <D>(
    kind: 'display' | 'keypad',
    lines: ReadonlyMap<string, D>,
  ): { counterId: CounterId; services: ReadonlySet<ServiceId>; line: D; address: number }[] =>
    config.counters.flatMap((counter) => {
      const place = counter[kind];
      const line = place === undefined ? undefined : lines.get(place.device);
      if (place === undefined || line === undefined) return [];
      return [{ counterId: counter.id, services: new Set(counter.services), line, address: place.address }];
    });
  units.use(startDisplays({ ledger, queue, units: onLine('display', devices.ofClass('queue-display')) }));
  const messageBoards = devices.ofClass('message-board');
  units.use(
    startBoards({
      ledger,
      queue,
      siteName: config.site.name.vi,
      boards: config.boards.flatMap(({ device, counters, flashSeconds }) => {
        const board = messageBoards.get(device);
        const counterNumbers = new Map(
          config.counters.filter(({ id }) => counters?.includes(id) ?? true).map(({ id, number }) => [id, number]),
        );
        return board === undefined ? [] : [{ board, counterNumbers, flashMs: flashSeconds * 1000 }];
      }),
      emergency: () => site.notices.emergency()?.text.vi ?? null,
      now,
      later,
    }),
  );
  units.use(
    startKeypads({
      ledger,
      queue,
      staff,
      pauses,
      units: onLine('keypad', devices.ofClass('call-keypad')),
      randomToken,
      log: log('keypads'),
    }),
  );
  const pads = devices.ofClass('rating-pad');
  units.use(
    startPads({
      ledger,
      db: site.db,
      queue,
      fees: site.fees,
      ratings: site.ratings,
      asking: () => padAsking(config.ratings, site.headquarters.form()),
      criterionName: (id) =>
        site.headquarters.everAsked().criteria.find((one) => one.id === id)?.name ?? { vi: id, en: id },
      openMs: config.ratings.openHours * 3_600_000,
      randomToken,
      now,
      later,
      log: log('pads'),
      siteName: config.site.name,
      turnUrl,
      units: config.counters.flatMap(({ id, number, pad }) => {
        const driver = pad === undefined ? undefined : pads.get(pad);
        return driver === undefined ? [] : [{ counterId: id, counterNumber: number, pad: driver }];
      }),
    }),
  );
  units.use(
    collectSightings({
      sightings: site.sightings,
      sources: devices.ofClass('attendance-source'),
      log: log('sightings'),
    }),
  );
  settlePrints({ queue, log: log('printing') });
  if (printer === undefined) return null;
  return startPrinting({
    ledger,
    queue,
    printer,
    draw: drawTicket({ config, widthPx: printer.capabilities.widthPx, turnUrl, promised: site.waits.promised }),
    log: log('printing'),
  });
};
