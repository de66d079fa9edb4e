// The one configuration file of a site, validated whole before anything starts.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { distance } from 'fastest-levenshtein';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { CalendarDate } from '../../contract/appointment.ts';
import { CounterId, DeviceId, PriorityId, ResultId, SeriesId, ServiceId } from '../../contract/ids.ts';
import { LocalisedText } from '../../contract/ticket.ts';
import type { DeviceClass } from '../../drivers/core/device-classes.ts';
import type { DriverPlugin } from '../../drivers/core/plugin.ts';
import { parseTransportUrl, withoutUserInfo } from '../../drivers/core/transport-url.ts';
import { DRIVERS } from '../../drivers/registry.ts';
import { boardProblems, boardsSchema } from './boards-config.ts';

const deviceSchema = ({ name, options }: DriverPlugin) =>
  z.strictObject({
    id: DeviceId,
    driver: z.literal(name),
    label: z.string().min(1),
    url: z.string(),
    ...options.shape,
  });

/** The driver's own keys stand beside these. */
export interface DeviceConfig {
  readonly id: DeviceId;
  readonly driver: string;
  readonly label: string;
  readonly url: string;
  readonly [option: string]: unknown;
}

const devicesSchema = (plugins: readonly DriverPlugin[]): z.ZodType<DeviceConfig[]> =>
  z.array(z.discriminatedUnion('driver', plugins.map(deviceSchema) as never)) as unknown as z.ZodType<DeviceConfig[]>;

const Weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
const HoursRange = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'hh:mm-hh:mm, such as 07:30-11:30');
const workday = ['07:30-11:30', '13:30-17:00'];
const usualHours = { mon: workday, tue: workday, wed: workday, thu: workday, fri: workday };
const serviceAppointments = z.strictObject({
  slotMinutes: z.int().min(5).max(240).default(30),
  perSlot: z.int().min(0).max(200),
  /** Weekdays on which it is another number. */
  perSlotOn: z.partialRecord(Weekday, z.int().min(0).max(200)).default({}),
});

const onLine = z.strictObject({ device: DeviceId, address: z.int().min(1).max(247) });

export const siteSchema = (plugins: readonly DriverPlugin[]) =>
  z.strictObject({
    site: z.strictObject({
      name: LocalisedText,
      /** Local time at which a new business day begins; before it the day before goes on. */
      dayStartsAt: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'hh:mm between 00:00 and 23:59, in quotes')
        .default('04:00'),
      /** Running text of the board. */
      notice: LocalisedText.nullable().default(null),
    }),
    server: z
      .strictObject({
        /** 127.0.0.1 = this machine only; 0.0.0.0 = the site's network too. */
        host: z.string().default('127.0.0.1'),
        port: z.int().min(0).max(65_535).default(8080),
        /** Addresses from which numbers may be taken. */
        kiosks: z.array(z.union([z.ipv4(), z.ipv6()])).default(['127.0.0.1', '::1']),
        /** What the QR on the ticket begins with; default http://<host>:<port>. */
        publicUrl: z.url({ protocol: /^https?$/ }).optional(),
      })
      .prefault({}),
    data: z
      .strictObject({
        /** Relative to the configuration file. */
        folder: z.string().default('data'),
      })
      .prefault({}),
    voice: z
      .strictObject({
        enabled: z.boolean().default(true),
        /** linh and nghìn, or lẻ and ngàn. */
        reading: z.enum(['north', 'south']).default('north'),
        /** Folder of a recorded pack, relative to the configuration file. */
        pack: z.string().optional(),
      })
      .prefault({}),
    series: z
      .array(
        z.strictObject({
          id: SeriesId,
          prefix: z.string().regex(/^[A-ZĐ]{0,2}$/, 'at most two capital letters'),
          digits: z.int().min(1).max(5).default(3),
        }),
      )
      .min(1),
    services: z
      .array(
        z.strictObject({
          id: ServiceId,
          name: LocalisedText,
          series: SeriesId,
          /** Taken by appointment: how many a slot holds on each weekday. */
          appointments: serviceAppointments.optional(),
          /** Weekdays on which it is done while one waits. */
          whileYouWait: z.array(Weekday).default([]),
          /** How long one person takes, until the software has learned it. */
          usualMinutes: z.number().min(1).max(240).default(10),
          /** Whether Finish asks for one of `results`. */
          needsResult: z.boolean().default(false),
        }),
      )
      .min(1),
    /** Reasons to come sooner, and by how much. */
    priorities: z
      .array(z.strictObject({ id: PriorityId, name: LocalisedText, minutes: z.int().min(1).max(480) }))
      .default([]),
    /** How a service may end. */
    results: z.array(z.strictObject({ id: ResultId, name: LocalisedText })).default([]),
    appointments: z
      .strictObject({
        /** Opening hours, `07:30-11:30`. */
        hours: z.partialRecord(Weekday, z.array(HoursRange)).default(usualHours),
        holidays: z.array(z.strictObject({ from: CalendarDate, to: CalendarDate, name: LocalisedText })).default([]),
        leadMinutes: z.int().min(0).max(10_080).default(60),
        horizonDays: z.int().min(1).max(90).default(14),
        perPersonPerDay: z.int().min(1).max(20).default(1),
        checkInBeforeMinutes: z.int().min(0).max(240).default(15),
        checkInAfterMinutes: z.int().min(0).max(240).default(15),
      })
      .prefault({}),
    queue: z
      .strictObject({
        passedMax: z.int().min(0).max(100).default(5),
        callsMax: z.int().min(1).max(20).default(3),
        missedMax: z.int().min(0).max(5).default(1),
        missedBehind: z.int().min(0).max(50).default(3),
        reviveMinutes: z.int().min(0).max(480).default(30),
        undoSeconds: z.int().min(0).max(60).default(5),
        appointmentLeadMinutes: z.int().min(0).max(240).default(15),
      })
      .prefault({}),
    counters: z
      .array(
        z.strictObject({
          id: CounterId,
          number: z.int().min(1).max(99),
          name: LocalisedText,
          services: z.array(ServiceId).min(1),
          display: onLine.optional(),
          keypad: onLine.optional(),
          /** A rating pad of its own. */
          pad: DeviceId.optional(),
          /** The card reader on its desk; those of no counter belong to the kiosk. */
          cardReader: DeviceId.optional(),
        }),
      )
      .min(1),
    devices: devicesSchema(plugins).default([]),
    /** Drivers outside the tree: files that export `plugin`, relative to the configuration file. */
    driverPackages: z.array(z.string().min(1)).default([]),
    cards: z
      .strictObject({
        /** What card readers in keyboard mode are set to type before a card. */
        typedPrefix: z
          .string()
          .regex(/^[!-~]{0,8}$/, 'at most eight characters that a keyboard has, no spaces')
          .default(''),
      })
      .prefault({}),
    kiosk: z
      .strictObject({
        /** The card reader and the scanner beside its glass. */
        cardReader: DeviceId.optional(),
        scanner: DeviceId.optional(),
        /** So many waiting, and the citizen is asked before a number is taken. */
        askAhead: z.int().min(1).max(1000).default(30),
        /** Whether opening hours count: outside of them no number is offered, and who comes late is warned. */
        hours: z.boolean().default(false),
      })
      .prefault({}),
    ticketPrinter: DeviceId.optional(),
    boards: boardsSchema,
    /** Windows of the Electron shell, one per display. */
    screens: z
      .array(z.strictObject({ page: z.enum(['kiosk', 'board', 'counter']), display: z.int().min(0).default(0) }))
      .default([{ page: 'kiosk', display: 0 }]),
  });
export type SiteConfig = z.infer<ReturnType<typeof siteSchema>>;

export interface LoadedConfig {
  readonly config: SiteConfig;
  /** Absolute. */
  readonly dataFolder: string;
  /** Folder of a recorded voice pack, absolute. */
  readonly voicePack: string | null;
  /** The drivers of the tree and those of `driverPackages`. */
  readonly plugins: readonly DriverPlugin[];
}

/** `message` lists every problem on a line of its own, each with its place, the value seen and what to do. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[]) {
    super([`The configuration ${file} cannot be used:`, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

type JsonSchema = {
  readonly properties?: Record<string, JsonSchema>;
  readonly items?: JsonSchema;
  readonly anyOf?: JsonSchema[];
  readonly oneOf?: JsonSchema[];
};

/** Keys allowed at a place of the schema, e.g. of `['server']` or `['devices', 0]`. */
const keysAt = (schema: JsonSchema, place: readonly PropertyKey[]): string[] => {
  const branches = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const [step, ...rest] = place;
  if (step === undefined) return [...new Set(branches.flatMap((branch) => Object.keys(branch.properties ?? {})))];
  return branches.flatMap((branch) => {
    const inner = typeof step === 'number' ? branch.items : branch.properties?.[String(step)];
    return inner === undefined ? [] : keysAt(inner, rest);
  });
};

const placeOf = (place: readonly PropertyKey[]): string =>
  place
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '') || 'the file';

const valueAt = (value: unknown, place: readonly PropertyKey[]): unknown =>
  place.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );

const describe = (issue: z.core.$ZodIssue, raw: unknown, schema: z.ZodType): string[] => {
  if (issue.code === 'unrecognized_keys') {
    const allowed = keysAt(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, issue.path);
    return issue.keys.map((key) => {
      const nearest = [...allowed].sort((a, b) => distance(a, key) - distance(b, key))[0];
      const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
      return `${placeOf(issue.path)}: the key "${key}" does not exist.${hint} Allowed: ${allowed.join(', ')}.`;
    });
  }
  const seen = valueAt(raw, issue.path);
  if (issue.code === 'invalid_type' && seen === undefined)
    return [`${placeOf(issue.path)}: is missing; needed is ${issue.expected}.`];
  return [`${placeOf(issue.path)}: ${issue.message} (found: ${seen === undefined ? 'nothing' : JSON.stringify(seen)})`];
};

const duplicates = (what: string, values: readonly (string | number)[]): string[] =>
  [...new Set(values.filter((value, index) => values.indexOf(value) !== index))].map(
    (value) => `${what}: "${value}" stands there twice; each must be there once.`,
  );

const missing = (what: string, wanted: string, known: readonly string[]): string[] =>
  known.includes(wanted) ? [] : [`${what}: "${wanted}" does not exist. Known: ${known.join(', ') || 'none'}.`];

const crossCheck = (config: SiteConfig, plugins: readonly DriverPlugin[]): string[] => {
  const pluginOf = (device: DeviceConfig) => plugins.find(({ name }) => name === device.driver);
  const idsOf = (deviceClass: DeviceClass) =>
    config.devices.filter((device) => pluginOf(device)?.deviceClass === deviceClass).map(({ id }) => id);
  const services = config.services.map(({ id }) => id);
  const units = (kind: 'display' | 'keypad') =>
    config.counters.flatMap((counter) =>
      counter[kind] === undefined ? [] : [`${counter[kind].device} ${counter[kind].address}`],
    );
  return [
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
    ...(config.kiosk.scanner === undefined ? [] : missing('kiosk.scanner', config.kiosk.scanner, idsOf('scanner'))),
    ...(config.ticketPrinter === undefined
      ? []
      : missing('ticketPrinter', config.ticketPrinter, idsOf('ticket-printer'))),
  ];
};

const namesOf = (raw: unknown): string[] => {
  const names = valueAt(raw, ['driverPackages']);
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
};

/** Loads the drivers outside the tree; each problem names its file. */
const loadPackages = (raw: unknown, file: string): { plugins: DriverPlugin[]; problems: string[] } => {
  const require = createRequire(path.resolve(file));
  const plugins: DriverPlugin[] = [];
  const problems: string[] = [];
  for (const name of namesOf(raw)) {
    try {
      const { plugin } = require(path.resolve(path.dirname(file), name)) as { plugin?: DriverPlugin };
      if (typeof plugin?.build === 'function') plugins.push(plugin);
      else problems.push(`driverPackages: "${name}" exports no \`plugin\`; see docs/drivers/adding-a-device.md.`);
    } catch (cause) {
      problems.push(
        `driverPackages: "${name}" cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
    }
  }
  return { plugins, problems };
};

/** Errors: ConfigError with every problem of the file at once. `file` names it in the messages. */
export const parseConfig = (text: string, file: string): Omit<LoadedConfig, 'dataFolder'> => {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0)
    throw new ConfigError(
      file,
      document.errors.map((error) => error.message.split('\n')[0] ?? error.message),
    );
  const raw: unknown = document.toJS();
  const packages = loadPackages(raw, file);
  if (packages.problems.length > 0) throw new ConfigError(file, packages.problems);
  const plugins = [...DRIVERS, ...packages.plugins];
  const schema = siteSchema(plugins);
  const parsed = schema.safeParse(raw ?? {});
  if (!parsed.success)
    throw new ConfigError(
      file,
      parsed.error.issues.flatMap((issue) => describe(issue, raw, schema)),
    );
  const problems = crossCheck(parsed.data, plugins);
  if (problems.length > 0) throw new ConfigError(file, problems);
  const { pack } = parsed.data.voice;
  const voicePack = pack === undefined ? null : path.resolve(path.dirname(path.resolve(file)), pack);
  return { config: parsed.data, plugins, voicePack };
};

/** File names of a device are relative to the configuration, so that a site moves as one folder. */
const withAbsoluteFiles = (config: SiteConfig, folder: string): SiteConfig => ({
  ...config,
  devices: config.devices.map((device) => {
    const { passwordFile } = device;
    return typeof passwordFile === 'string' ? { ...device, passwordFile: path.resolve(folder, passwordFile) } : device;
  }),
});

/** Reads `file` (YAML, or JSON as a part of it). Errors: ConfigError. */
export const loadConfig = (file: string): LoadedConfig => {
  const absolute = path.resolve(file);
  let text: string;
  try {
    text = readFileSync(absolute, 'utf8');
  } catch (cause) {
    throw new ConfigError(file, [
      `it cannot be read: ${cause instanceof Error ? cause.message : String(cause)}. Copy site.demo.yaml to begin with.`,
    ]);
  }
  const parsed = parseConfig(text, file);
  const folder = path.dirname(absolute);
  return {
    ...parsed,
    config: withAbsoluteFiles(parsed.config, folder),
    dataFolder: path.resolve(folder, parsed.config.data.folder),
  };
};
