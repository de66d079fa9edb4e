// The composition root: everything of a site is built here and passed in, the same under Node and inside Electron's
// utility process.
import path from 'node:path';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Health } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { createGuesses, createWrongCodes } from '../live/guesses.ts';
import { createLiveHub } from '../live/live.ts';
import { addressOf } from '../server/address-of.ts';
import { createHandlers } from '../server/handlers.ts';
import { createHttpServer, type HealthReport, type HttpDeps } from '../server/http.ts';
import { createRater } from '../server/rater.ts';
import { createViews } from '../server/views.ts';
import { createAnnouncer, createReadAloud, readsNothing, silentAnnouncer } from '../services/announce/index.ts';
import { hashPhone, openingAt, opensAfter } from '../services/appointments/index.ts';
import { startAttention } from '../services/attention/index.ts';
import { type Cards, hashCard, hashCitizen, openSiteKey, startCards } from '../services/cards/index.ts';
import { createMedia } from '../services/media/index.ts';
import type { Remarks } from '../services/remarks/index.ts';
import { createScreens } from '../services/screens/index.ts';
import { startTerminals } from '../services/terminals/index.ts';
import { createAddresses } from './addresses.ts';
import { calendarOf } from './booking-calendar.ts';
import type { LoadedConfig } from './config.ts';
import { createDevices } from './devices.ts';
import { furnishDemo } from './furnish-demo.ts';
import { createHealth } from './health.ts';
import { addressesOf, listen } from './listen.ts';
import { openGates } from './open-gates.ts';
import { openHubLink } from './open-hub-link.ts';
import { openRemarks } from './open-remarks.ts';
import { openSatellite } from './open-satellite.ts';
import { openSheets } from './open-sheets.ts';
import { type OpenSite, openSite, type SiteDeps } from './open-site.ts';
import { peopleDoorOf } from './people-door.ts';
import { printerRefusal } from './printer-refusal.ts';
import { createTokenSource } from './random-token.ts';
import { createRatingDesk } from './rating-desk.ts';
import { auditOf, reportsOf, satellitesOf } from './records.ts';
import { mayBeSpoken } from './said-aloud.ts';
import { siteFactsOf } from './site-facts-of.ts';
import { startUnits } from './start-units.ts';
import { followHall, keepUp } from './upkeep.ts';

export interface AppDeps extends Pick<SiteDeps, 'openDatabase' | 'now' | 'monotonicMs' | 'maxGroup'> {
  readonly loaded: LoadedConfig;
  readonly screensFolder: string;
  /** Where the model packs that come with the program may lie. */
  readonly packFolders: readonly string[];
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
  readonly remarks: Remarks;
  health(): HealthReport;
  /** Ends the job under way, answers what was asked, closes every line and the database. */
  stop(): Promise<void>;
}

/** Long enough for somebody to come who can restore it. */
const CARD_KEY_LOSS_TOLD_MS = 7 * 24 * 3_600_000;

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
    config,
    dataFolder,
    randomToken,
    log: log('store'),
  });
  opening.defer(() => site.close());
  const { queue, staff, pairing, pauses, notes, ledger } = site;
  await queue.openDay();
  await site.ratingSigns.prepare();
  await staff.vacateUnknown(new Set(config.counters.map(({ id }) => id)));
  const logins = deps.kind === 'demo' ? await furnishDemo(site, config) : [];

  const statistics = keepUp(opening, site, log);
  const terminals = opening.use(
    startTerminals({
      ...{ ledger: site.ledger, db: site.db, attendance: site.attendance, people: site.people, now, later },
      settings: new Map(config.attendance.terminals.map(({ device, ...setting }) => [device, setting])),
      log: log('terminals'),
    }),
  );
  const sightings = (id: DeviceId) => ({ ...site.sightings.summary(id), ...terminals.report(id) });
  const devices = createDevices({ loaded, statistics, sightings, log: (id) => log(id) });
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
  const facts = siteFactsOf(config, site.headquarters);
  const screens = createScreens({ monotonicMs: () => performance.now(), now });
  const hub = createLiveHub({ now, read: ledger.read, log: log('live') });
  opening.defer(() => hub.close());
  const siteKey = openSiteKey({ dataFolder, db: site.db, now, log: log('cards') });
  const atGates = new Set(config.attendance.gates.map(({ cardReader }) => cardReader));
  const cards = opening.use(
    startCards({
      key: siteKey.key,
      readers: [...devices.ofClass('card-reader')]
        .filter(([id]) => !atGates.has(id))
        .map(([id, reader]) => ({
          reader,
          counterId: config.counters.find(({ cardReader }) => cardReader === id)?.id ?? null,
        })),
      now,
      onChange: () => hub.touch(),
      log: log('cards'),
    }),
  );
  const addresses = createAddresses(
    () => hubLink,
    () => satellite?.turnBase() ?? null,
  );
  let door: Pick<FastifyInstance, 'inject'> | null = null;
  const attention = opening.use(
    startAttention({
      cards,
      cardReader: config.kiosk.cardReader,
      scanner: config.kiosk.scanner === undefined ? undefined : devices.ofClass('scanner').get(config.kiosk.scanner),
      publicUrls: addresses.all,
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
    db: site.db,
    ledger,
    boards: new Set(facts.boardScreens.map(({ id }) => id)),
    workingDay: site.workingDay,
    onChange: () => hub.touch(),
  });
  void media.refresh();
  const cardKeyLostAtMs = (): number | null =>
    siteKey.lostAtMs !== null && now() - siteKey.lostAtMs < CARD_KEY_LOSS_TOLD_MS ? siteKey.lostAtMs : null;
  const hubLink = openHubLink({
    ...{ site, media, config, dataFolder, now, later, hub, deviceReports: devices.reports },
    views: () => views,
    door: () => door,
    monotonicMs: () => performance.now(),
    log: log('hub'),
    onChange: () => hub.touch(),
  });
  opening.defer(() => hubLink.stop());
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
    appointments: site.appointments,
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
    opensAfter: (day) => (config.kiosk.hours ? opensAfter(day, site.appointments.rules) : null),
    cardKeyLostAtMs,
    devices,
    hubLink,
    kioskOf: (own) => satellite?.kioskView(own) ?? own,
  });

  const health = createHealth({
    ...{ version: deps.version, ledger, queue, hub, devices, hubLink },
    satellites: () => ({ host: satellite?.door.line.state ?? null, untaken: satellites.untaken() }),
  });
  const wrongCode = createWrongCodes({
    guesses: createGuesses({ monotonicMs: () => performance.now() }),
    wait: (ms) => setTimeoutAsync(ms),
  });
  const reports = reportsOf({ site, config, facts, now });
  const ratingDesk = opening.use(
    createRatingDesk({
      ...{ site, facts, dataFolder, now },
      signUrl: addresses.sign,
    }),
  );
  const satellites = satellitesOf(site, config, { life: randomToken(), log: log('satellites') });
  const audit = auditOf(site, facts);
  const kiosks = new Set(config.server.kiosks);
  const isKiosk: HttpDeps['isKiosk'] = ({ address, cookie }) =>
    kiosks.has(address) || pairing.isPaired(cookie('screen'), 'kiosk');
  const satellite = openSatellite({
    ...{ site, config, dataFolder, printer, now, later, log: log('satellite') },
    printerRefusal: () => printerRefusal(printerHealth()),
    isKiosk: (request) => kiosks.has(addressOf(request)),
    mayTakeNumbers: isKiosk,
    onChange: () => hub.touch(),
  });
  if (satellite !== null) opening.defer(() => satellite.stop());
  const gateScreens = new Set<string>(config.attendance.screens);
  const gates = opening.use(
    openGates({
      ...{ site, config, devices, now, later, siteName: facts.name },
      packFolders: [path.join(dataFolder, 'packs'), ...deps.packFolders],
      hashCard: (card) => hashCard(siteKey.key, card),
      isLetIn: ({ address, cookie }) => gateScreens.has(address) || pairing.isPaired(cookie('screen'), 'attendance'),
      monotonicMs: () => performance.now(),
      wait: (ms) => setTimeoutAsync(ms),
      onChange: () => hub.touch(),
      log: log('gates'),
    }),
  );
  const remarks = openRemarks({
    site,
    config,
    dataFolder,
    now,
    monotonicMs: () => performance.now(),
    randomToken,
    wait: (ms) => setTimeoutAsync(ms),
    publicUrl: () => addresses.site,
    isKiosk,
    printer,
    printerRefusal: () => printerRefusal(printerHealth()),
  });
  const sheets = opening.use(
    openSheets({ site, config, now, randomToken, onChange: () => hub.touch(), log: log('attendance') }),
  );
  await sheets.look();
  const peopleDoor = peopleDoorOf(site, config, { now, hashCard: (card) => hashCard(siteKey.key, card) });
  const handlers = createHandlers({
    site: facts,
    sheets: sheets.handlers,
    remarks: remarks.handlers,
    queue,
    staff,
    satellites,
    kioskView: views.kiosk,
    receptionDesk: views.reception,
    turnBase: addresses.turnBase,
    kioskOf: (own) => satellite?.kioskHandlers(own) ?? own,
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
    ratingDesk,
    ratingSigns: site.ratingSigns,
    rater: createRater({
      isKiosk,
      phoneHosts: new Set(config.server.phoneHosts),
      guesses: createGuesses({ monotonicMs: () => performance.now() }),
      wait: (ms) => setTimeoutAsync(ms),
    }),
    ratingForm: site.headquarters.form,
    randomToken,
    audit,
    now,
    attention,
    appointments: site.appointments,
    wrongCode,
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
    people: peopleDoor,
    gates,
    procedureUrl: addresses.procedure,
    turnUrl: addresses.turn,
    kiosks,
    mayTakeNumbers: isKiosk,
    printerRefusal: () => printerRefusal(printerHealth()),
    demoLogins: logins,
  });
  const server = await createHttpServer({
    handlers,
    satellite: satellite?.door ?? null,
    views,
    hub,
    staff,
    announcer,
    readAloud: config.voice.enabled ? createReadAloud(config.voice.reading) : readsNothing,
    ratingForm: site.headquarters.form,
    isKiosk,
    boardScreens: facts.boardScreens,
    media,
    reports: { site: facts, staff, reports, now },
    ratingDesk,
    audit,
    remarks: remarks.routes,
    sheets: sheets.routes,
    gates,
    calendar: calendarOf({ appointments: site.appointments, facts, publicUrl: addresses.turnBase, now }),
    wrongCode,
    trace: devices.trace,
    deviceReports: devices.reports,
    people: peopleDoor,
    procedures: {
      service: site.procedures,
      siteName: config.site.name,
      serviceIds: new Set(config.services.map(({ id }) => id)),
      url: addresses.procedure,
      now,
    },
    health,
    mayBeSpoken: mayBeSpoken(queue, facts),
    screensFolder: deps.screensFolder,
    logger,
  });
  opening.defer(() => server.close());
  door = server;
  const port = await listen(server, config.server);
  const { url, publicUrl } = addressesOf(config.server, port);
  addresses.site = publicUrl;

  followHall(opening, {
    ...{ site, hub, devices, ratingDesk, remarks: remarks.remarks, reports, sheets, now, log },
    monotonicMs: deps.monotonicMs,
  });
  const printing = startUnits(opening, {
    site,
    config,
    devices,
    printer,
    turnUrl: addresses.turn,
    randomToken,
    now,
    later,
    log,
  });
  devices.start();
  // Together: a job under way ends only when its driver is told to stop, and its outcome is still to be stored.
  opening.defer(async () => void (await Promise.all([printing?.stop(), devices.stop()])));

  const running = opening.move();
  return { url, port, site, remarks: remarks.remarks, cards, health, stop: () => running.disposeAsync() };
};
