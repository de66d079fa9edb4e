// The composition root: everything of a site is built here and passed in, the same under Node and inside Electron's
// utility process.
import path from 'node:path';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { AppointmentCode } from '../../contract/appointment.ts';
import type { Health } from '../../contract/device.ts';
import type { BusinessDay, CounterId, ServiceId } from '../../contract/ids.ts';
import type { Refusal } from '../../contract/refusal.ts';
import { siteOffsetMs } from '../../contract/time-zone.ts';
import { calendarFile } from '../server/calendar-file.ts';
import { createGuesses } from '../server/guesses.ts';
import { createHandlers } from '../server/handlers.ts';
import { createHttpServer, type HealthReport, type HttpDeps, turnKey } from '../server/http.ts';
import { createLiveHub } from '../server/live.ts';
import type { BoardScreen, SiteFacts } from '../server/site-facts.ts';
import { createViews } from '../server/views.ts';
import { createAnnouncer, createReadAloud, readsNothing, silentAnnouncer } from '../services/announce/index.ts';
import { hashPhone, openingAt } from '../services/appointments/index.ts';
import { startAttention } from '../services/attention/index.ts';
import { createAudit } from '../services/audit/index.ts';
import { startBoards } from '../services/boards/index.ts';
import { type Cards, hashCitizen, openSiteKey, startCards } from '../services/cards/index.ts';
import { createDeviceStatistics } from '../services/devices/index.ts';
import { startDisplays } from '../services/displays/index.ts';
import { startKeypads } from '../services/keypads/index.ts';
import { createMedia } from '../services/media/index.ts';
import { startPads } from '../services/pads/index.ts';
import { startPrinting } from '../services/printing/index.ts';
import { createReports } from '../services/reports/index.ts';
import { createScreens } from '../services/screens/index.ts';
import { collectSightings } from '../services/sightings/index.ts';
import type { LoadedConfig } from './config.ts';
import { demoLogins } from './demo.ts';
import { createDevices } from './devices.ts';
import { drawTicket } from './draw-ticket.ts';
import { listen } from './listen.ts';
import { type OpenSite, openSite, type SiteDeps } from './open-site.ts';
import { createTokenSource } from './random-token.ts';
import { importSample } from './sample-procedures.ts';
import { watchClock } from './watch-clock.ts';
import { watchStorage } from './watch-storage.ts';

export interface AppDeps extends Pick<SiteDeps, 'openDatabase' | 'now' | 'maxGroup'> {
  readonly loaded: LoadedConfig;
  readonly screensFolder: string;
  readonly logger: FastifyBaseLogger;
  readonly version: string;
  /** `demo`: the simulated hall, with its public accounts, in a folder of its own. */
  readonly kind: 'demo' | 'real';
}

export interface App {
  /** Base address, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Cards that people present; who wants to act on them listens. */
  readonly cards: Cards;
  /** The open store and its services, for tools that work in the same process. */
  readonly site: OpenSite;
  health(): HealthReport;
  /** Ends the job under way, answers what was asked, closes every line and the database. */
  stop(): Promise<void>;
}

const LATE_LOOKED_FOR_EVERY_MS = 10_000;
/** So many calls back a board may still have to speak. */
const SPOKEN_OF = 300;
const STATISTICS_SAVED_EVERY_MS = 60_000;
/** Long enough for somebody to come who can restore it. */
const CARD_KEY_LOSS_TOLD_MS = 7 * 24 * 3_600_000;

/** Where the configuration names no screens: one for everybody. */
const wholeHall: BoardScreen = {
  id: 'hall',
  name: { vi: 'Bảng của phòng', en: 'Board of the hall' },
  counters: null,
  layout: 'calls',
  speaks: true,
};

const siteFacts = ({ config }: LoadedConfig): SiteFacts => ({
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
  priorities: config.priorities,
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

/** Why a printer in this state cannot take a job. */
const printerRefusal = (health: Health | null): Refusal | null =>
  health === null || health.state === 'ready' || health.state === 'degraded'
    ? null
    : {
        code: 'printer-not-ready',
        message: `The printer is ${health.state}: ${health.fault?.message ?? 'no answer yet'}`,
      };

/** Under what name this machine itself reaches an address that it listens on. */
const reachable = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
};

const later = (delayMs: number, run: () => void): Disposable => {
  const timer = setTimeout(run, delayMs);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
};

/** Errors: StoreError (folder-in-use, newer-database, cannot-open …), ListenError. Leaves nothing open when it throws. */
export const createApp = async (deps: AppDeps): Promise<App> => {
  const { loaded, logger, now } = deps;
  const { config, dataFolder } = loaded;
  const randomToken = createTokenSource();
  await using opening = new AsyncDisposableStack();
  const log =
    (part: string) =>
    (level: 'debug' | 'info' | 'warn' | 'error', message: string, detail?: Readonly<Record<string, unknown>>) =>
      logger[level]({ part, ...detail }, message);

  const site = openSite({
    ...deps,
    monotonicMs: () => performance.now(),
    config,
    dataFolder,
    randomToken,
    log: log('store'),
  });
  opening.defer(() => site.close());
  const { queue, staff, pairing, pauses, notes, ledger } = site;
  await queue.openDay();
  await staff.vacateUnknown(new Set(config.counters.map(({ id }) => id)));
  const logins = deps.kind === 'demo' ? demoLogins : [];
  if (staff.list().length === 0)
    for (const login of logins) await staff.add({ ...login, roles: [...login.roles] }, null);
  if (deps.kind === 'demo' && site.procedures.count() === 0) await importSample(site.procedures, config);

  const statistics = createDeviceStatistics({ db: site.db, log: log('devices') });
  const saving = setInterval(statistics.save, STATISTICS_SAVED_EVERY_MS);
  opening.defer(() => {
    clearInterval(saving);
    statistics.save();
  });
  const devices = createDevices({ loaded, statistics, sightings: site.sightings, log: (id) => log(id) });
  const announcer = config.voice.enabled
    ? createAnnouncer({
        folder: path.join(dataFolder, 'cache', 'voice'),
        pack: loaded.voicePack,
        reading: config.voice.reading,
        log: log('voice'),
      })
    : silentAnnouncer;
  const printer =
    config.ticketPrinter === undefined ? undefined : devices.ofClass('ticket-printer').get(config.ticketPrinter);
  const printerHealth = (): Health | null => printer?.health ?? null;
  const facts = siteFacts(loaded);
  const screens = createScreens({ monotonicMs: () => performance.now(), now });
  const hub = createLiveHub({ now, log: log('live') });
  opening.defer(() => hub.close());
  const siteKey = openSiteKey({ dataFolder, db: site.db, now, log: log('cards') });
  const cards = opening.use(
    startCards({
      key: siteKey.key,
      readers: [...devices.ofClass('card-reader')].map(([id, reader]) => ({
        reader,
        counterId: config.counters.find(({ cardReader }) => cardReader === id)?.id ?? null,
      })),
      now,
      onChange: () => hub.touch(),
      log: log('cards'),
    }),
  );
  let publicUrl = '';
  const attention = opening.use(
    startAttention({
      cards,
      cardReader: config.kiosk.cardReader,
      scanner: config.kiosk.scanner === undefined ? undefined : devices.ofClass('scanner').get(config.kiosk.scanner),
      publicUrls: () => [publicUrl],
      hashCitizen: (idNumber) => hashCitizen(siteKey.key, idNumber),
      onCounter: (hash, counterId) =>
        void site.visits
          .collect(hash, counterId)
          .catch((error: unknown) => log('cards')('error', 'a card was not collected', { error, counterId })),
      now,
      monotonicMs: () => performance.now(),
      later,
      onChange: () => hub.touch(),
    }),
  );
  const media = createMedia({
    folder: path.resolve(dataFolder, config.media.folder),
    ledger,
    workingDay: site.workingDay,
    onChange: () => hub.touch(),
  });
  void media.refresh();
  const cardKeyLostAtMs = (): number | null =>
    siteKey.lostAtMs !== null && now() - siteKey.lostAtMs < CARD_KEY_LOSS_TOLD_MS ? siteKey.lostAtMs : null;
  const views = createViews({
    site: facts,
    queue,
    waits: site.waits,
    staff,
    pauses,
    notes,
    fees: site.fees,
    supervision: site.supervision,
    procedures: site.procedures,
    now,
    ledger,
    announcer,
    notices: site.notices,
    media,
    printerHealth,
    screens,
    cards,
    attention,
    openingNow: () => (config.kiosk.hours ? openingAt(now(), site.appointments.rules) : null),
    cardKeyLostAtMs,
    devices,
  });

  const health = (): HealthReport => {
    const list = devices.health();
    const facts = {
      version: deps.version,
      hostPid: process.pid,
      storage: ledger.condition,
      liveScreens: hub.streams,
      devices: list,
    };
    // After the disk failed the database is closed, and this is the one page that must still answer.
    if (ledger.condition === 'failed') return { state: 'failed', businessDay: null, ...facts };
    const isWell = list.every(({ state }) => state === 'ready');
    const state = ledger.condition === 'full' ? 'failed' : isWell ? 'ok' : 'degraded';
    return { state, businessDay: queue.reads.openDay(), ...facts };
  };

  const turnUrl = (ticketToken: string): string => `${publicUrl}/t/${ticketToken}`;
  const procedureUrl = (code: string): string => `${publicUrl}/procedures/?${new URLSearchParams({ code })}`;
  const guesses = createGuesses({ monotonicMs: () => performance.now() });
  const calendar = (code: AppointmentCode): string | null => {
    const found = site.appointments.find(code);
    const service = facts.services.find(({ id }) => id === found?.serviceId);
    if (found === null || service === undefined) return null;
    const slotMinutes = site.appointments.rules.services.get(service.id)?.slotMinutes ?? 30;
    const url = `${publicUrl}/book/#code=${code}`;
    return calendarFile({ ...found, slotMinutes, service: service.name, siteName: facts.name, url });
  };
  const reports = createReports({
    db: site.db,
    waits: site.waits,
    services: config.services,
    counters: new Map(facts.counters.map((counter) => [counter.id, counter])),
    staffName: (id) => staff.list().find((member) => member.id === id)?.name ?? null,
    now,
    offsetMs: siteOffsetMs,
    target: { minutes: config.reports.waitMinutes, share: config.reports.lateShare },
  });
  const audit = createAudit({
    db: site.db,
    counterNumber: (id) => facts.counters.find((counter) => counter.id === id)?.number ?? null,
    serviceName: (id) => facts.services.find((service) => service.id === id)?.name.vi ?? id,
    resultName: (id) => facts.results.find((result) => result.id === id)?.name.vi ?? id,
  });
  const kiosks = new Set(config.server.kiosks);
  const isKiosk: HttpDeps['isKiosk'] = ({ address, cookie }) =>
    kiosks.has(address) || pairing.isPaired(cookie('screen'));
  const handlers = createHandlers({
    site: facts,
    queue,
    staff,
    screens: {
      report: (report, address) => {
        screens.report(report, address);
        hub.touch();
      },
    },
    pairing,
    cards,
    visits: site.visits,
    supervision: site.supervision,
    notices: site.notices,
    media,
    reports,
    ratings: site.ratings,
    ticketGuesses: createGuesses({ monotonicMs: () => performance.now() }),
    ratingForm: config.ratings,
    wait: (ms) => setTimeoutAsync(ms),
    audit,
    now,
    attention,
    appointments: site.appointments,
    guesses,
    hashPhone: (phone) => hashPhone(siteKey.key, phone),
    pauses,
    notes: {
      add: async (by, note) => {
        const added = await notes.add(by, note);
        // A note is no event, so nobody else tells the other counters.
        hub.touch();
        return added;
      },
    },
    fees: site.fees,
    procedures: site.procedures,
    procedureUrl,
    turnUrl,
    kiosks,
    mayTakeNumbers: isKiosk,
    printerRefusal: () => printerRefusal(printerHealth()),
    demoLogins: logins,
  });
  const mayBeSpoken = (number: string, counterNumber: number): boolean =>
    queue.reads
      .lastCalled(queue.reads.openDay() ?? ('' as BusinessDay), SPOKEN_OF)
      .some(
        (ticket) =>
          ticket.number === number &&
          facts.counters.some(({ id, number: at }) => id === ticket.counterId && at === counterNumber),
      );
  const server = await createHttpServer({
    handlers,
    views,
    hub,
    staff,
    announcer,
    readAloud: config.voice.enabled ? createReadAloud(config.voice.reading) : readsNothing,
    isKiosk,
    boardScreens: facts.boardScreens,
    media,
    reports: { site: facts, staff, reports, now },
    audit,
    calendar,
    guesses,
    trace: devices.trace,
    deviceReports: devices.reports,
    procedures: {
      service: site.procedures,
      siteName: config.site.name,
      serviceIds: new Set(config.services.map(({ id }) => id)),
      url: procedureUrl,
      now,
    },
    health,
    mayBeSpoken,
    screensFolder: deps.screensFolder,
    logger,
  });
  opening.defer(() => server.close());
  const port = await listen(server, config.server);
  const url = `http://${reachable(config.server.host)}:${port}`;
  publicUrl = (config.server.publicUrl ?? url).replace(/\/$/, '');

  opening.use(
    ledger.subscribe((recorded) => {
      // Whoever is called is told before the thousands whose place moved.
      const called = recorded.flatMap(({ event }) =>
        event.type === 'ticket-called' ? [queue.reads.byId(event.ticketId)?.token ?? ''] : [],
      );
      hub.touchFirst(called.map(turnKey));
    }),
  );
  opening.use(site.waits.onChange(() => hub.touch()));
  // Somebody is late when nothing happens.
  const lookingForLate = setInterval(() => hub.touch(), LATE_LOOKED_FOR_EVERY_MS);
  opening.defer(() => clearInterval(lookingForLate));
  opening.use(ledger.onCondition(() => hub.touch()));
  opening.use(watchStorage(site));
  opening.use(devices.onHealth(() => hub.touch()));
  opening.use(
    watchClock({
      now,
      log: log('clock'),
      atEachCheck: () => {
        void queue.openDayIfDue().catch(() => undefined);
        void site.appointments.closePast().catch(() => undefined);
        // A screen that says nothing any more changes no table.
        hub.touch();
      },
    }),
  );

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
  opening.use(startDisplays({ ledger, queue, units: onLine('display', devices.ofClass('queue-display')) }));
  const messageBoards = devices.ofClass('message-board');
  opening.use(
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
  opening.use(
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
  opening.use(
    startPads({
      ledger,
      queue,
      fees: site.fees,
      siteName: config.site.name,
      turnUrl,
      units: config.counters.flatMap(({ id, number, pad }) => {
        const driver = pad === undefined ? undefined : pads.get(pad);
        return driver === undefined ? [] : [{ counterId: id, counterNumber: number, pad: driver }];
      }),
    }),
  );
  opening.use(
    collectSightings({
      sightings: site.sightings,
      sources: devices.ofClass('attendance-source'),
      log: log('sightings'),
    }),
  );
  const printing =
    printer === undefined
      ? null
      : startPrinting({
          ledger,
          queue,
          printer,
          draw: drawTicket({ config, widthPx: printer.capabilities.widthPx, turnUrl, promised: site.waits.promised }),
          log: log('printing'),
        });
  devices.start();
  // Together: a job under way ends only when its driver is told to stop, and its outcome is still to be stored.
  opening.defer(async () => void (await Promise.all([printing?.stop(), devices.stop()])));

  const running = opening.move();
  return { url, port, site, cards, health, stop: () => running.disposeAsync() };
};
