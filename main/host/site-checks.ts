// What the shape alone cannot tell of a configuration: names that must exist, and that must exist once.
import type { DeviceClass } from '../../drivers/core/device-classes.ts';
import type { DriverPlugin } from '../../drivers/core/plugin.ts';
import { parseTransportUrl, withoutUserInfo } from '../../drivers/core/transport-url.ts';
import { boardScreenProblems } from './board-screens-config.ts';
import { boardProblems } from './boards-config.ts';
import { gateProblems, terminalProblems } from './gates-config.ts';
import { ratingProblems, ratingQuestions } from './ratings-config.ts';
import { satelliteProblems } from './satellite-problems.ts';
import type { DeviceConfig, SiteConfig } from './site-schema.ts';

const duplicates = (what: string, values: readonly (string | number)[]): string[] =>
  [...new Set(values.filter((value, index) => values.indexOf(value) !== index))].map(
    (value) => `${what}: "${value}" stands there twice; each must be there once.`,
  );

const missing = (what: string, wanted: string, known: readonly string[]): string[] =>
  known.includes(wanted) ? [] : [`${what}: "${wanted}" does not exist. Known: ${known.join(', ') || 'none'}.`];

/** Every problem, a line each; empty when all is well. */
export const crossCheck = (config: SiteConfig, plugins: readonly DriverPlugin[]): string[] => {
  const pluginOf = (device: DeviceConfig) => plugins.find(({ name }) => name === device.driver);
  const idsOf = (deviceClass: DeviceClass) =>
    config.devices.filter((device) => pluginOf(device)?.deviceClass === deviceClass).map(({ id }) => id);
  const services = config.services.map(({ id }) => id);
  const units = (kind: 'display' | 'keypad') =>
    config.counters.flatMap((counter) =>
      counter[kind] === undefined ? [] : [`${counter[kind].device} ${counter[kind].address}`],
    );
  return [
    ...satelliteProblems(config),
    ...duplicates(
      'satellites',
      config.satellites.map(({ id }) => id),
    ),
    ...duplicates(
      'series',
      config.series.map(({ id }) => id),
    ),
    ...duplicates(
      'series prefix',
      config.series.map(({ prefix }) => prefix),
    ),
    ...duplicates('services', services),
    ...duplicates(
      'counters',
      config.counters.map(({ id }) => id),
    ),
    ...duplicates(
      'counter number',
      config.counters.map(({ number }) => number),
    ),
    ...duplicates(
      'devices',
      config.devices.map(({ id }) => id),
    ),
    ...duplicates(
      'device url',
      config.devices.map(({ url }) => url),
    ),
    ...duplicates('display', units('display')),
    ...duplicates('keypad', units('keypad')),
    ...duplicates(
      'pad',
      config.counters.flatMap(({ pad }) => (pad === undefined ? [] : [pad])),
    ),
    ...duplicates(
      'cardReader',
      config.counters.flatMap(({ cardReader }) => (cardReader === undefined ? [] : [cardReader])),
    ),
    ...config.services.flatMap(({ id, series }) =>
      missing(
        `services ${id}, series`,
        series,
        config.series.map((one) => one.id),
      ),
    ),
    ...config.counters.flatMap((counter) => [
      ...counter.services.flatMap((service) => missing(`counters ${counter.id}, services`, service, services)),
      ...(counter.display === undefined
        ? []
        : missing(`counters ${counter.id}, display`, counter.display.device, idsOf('queue-display'))),
      ...(counter.keypad === undefined
        ? []
        : missing(`counters ${counter.id}, keypad`, counter.keypad.device, idsOf('call-keypad'))),
      ...(counter.cardReader === undefined
        ? []
        : missing(`counters ${counter.id}, cardReader`, counter.cardReader, idsOf('card-reader'))),
      ...(counter.pad === undefined ? [] : missing(`counters ${counter.id}, pad`, counter.pad, idsOf('rating-pad'))),
    ]),
    ...duplicates(
      'priorities',
      config.priorities.map(({ id }) => id),
    ),
    ...ratingProblems(config.ratings),
    ...(config.ratings.pad.criterion === undefined
      ? []
      : missing(
          'ratings.pad.criterion',
          config.ratings.pad.criterion,
          ratingQuestions(config.ratings).criteria.map(({ id }) => id),
        )),
    ...duplicates(
      'remarks.units',
      config.remarks.units.map(({ id }) => id),
    ),
    ...duplicates(
      'remarks.places',
      config.remarks.places.map(({ id }) => id),
    ),
    ...duplicates(
      'results',
      config.results.map(({ id }) => id),
    ),
    ...config.services
      .filter(({ needsResult }) => needsResult && config.results.length === 0)
      .map(
        ({ id }) =>
          `services ${id}, needsResult: there are no results to choose from, so nobody could be finished. List them under results.`,
      ),
    ...services
      .filter((id) => !config.counters.some((counter) => counter.services.includes(id)))
      .map((id) => `services ${id}: no counter serves it, so its people would wait for ever. Add it to a counter.`),
    ...(['0.0.0.0', '::'].includes(config.server.host) && config.server.publicUrl === undefined
      ? [
          'server.publicUrl: is missing; phones need the address of this machine on the hall’s network, e.g. http://192.168.1.10:8080 (server.host lets them in).',
        ]
      : []),
    ...config.counters.flatMap((counter) => {
      const device = config.devices.find(({ id }) => id === counter.display?.device);
      const plugin = device === undefined ? undefined : pluginOf(device);
      if (device === undefined || plugin === undefined) return [];
      const shown = config.series.filter(({ id }) =>
        config.services.some((service) => service.series === id && counter.services.includes(service.id)),
      );
      return shown
        .filter(({ prefix, digits }) => !plugin.fits(device, prefix + '9'.repeat(digits)))
        .map(
          ({ id, digits }) =>
            `counters ${counter.id}, display: ${device.id} cannot show ${digits} digits of series ${id}. Lower its digits, or take a wider display.`,
        );
    }),
    ...config.devices.flatMap((device) => {
      const { id, url } = device;
      const parsed = parseTransportUrl(url);
      if (!parsed.ok) return [`devices ${id}, url: ${parsed.error} (found: "${withoutUserInfo(url)}")`];
      const schemes = pluginOf(device)?.schemes ?? [];
      return schemes.some((scheme) => url.startsWith(scheme))
        ? []
        : [`devices ${id}, url: ${device.driver} speaks over ${schemes.join(', ')} (found: "${url}")`];
    }),
    ...boardScreenProblems(
      config.boardScreens,
      config.counters.map(({ id }) => id),
    ),
    ...boardProblems({
      boards: config.boards,
      devices: idsOf('message-board'),
      counters: config.counters.map(({ id }) => id),
    }),
    ...(config.kiosk.cardReader === undefined
      ? []
      : missing('kiosk.cardReader', config.kiosk.cardReader, idsOf('card-reader'))),
    ...config.counters
      .filter(({ cardReader }) => cardReader !== undefined && cardReader === config.kiosk.cardReader)
      .map(
        ({ id }) => `kiosk.cardReader: "${config.kiosk.cardReader}" stands at counter ${id}. Each place has its own.`,
      ),
    ...terminalProblems(
      config.attendance.terminals.map(({ device }) => device),
      idsOf('attendance-source'),
    ),
    ...gateProblems(config.attendance.gates, {
      idsOf,
      devices: config.devices.map(({ id }) => id),
      taken: new Map([
        ...config.counters.flatMap(({ id, cardReader }) =>
          cardReader === undefined ? [] : [[cardReader, `counters ${id}`] as const],
        ),
        ...[config.kiosk.cardReader, config.kiosk.scanner].flatMap((device) =>
          device === undefined ? [] : [[device, 'kiosk'] as const],
        ),
      ]),
    }),
    ...(config.kiosk.scanner === undefined ? [] : missing('kiosk.scanner', config.kiosk.scanner, idsOf('scanner'))),
    ...(config.ticketPrinter === undefined
      ? []
      : missing('ticketPrinter', config.ticketPrinter, idsOf('ticket-printer'))),
  ];
};
