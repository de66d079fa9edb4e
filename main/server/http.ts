// The site's web server: screens, rpc, live streams, voice, health. Everything it answers with comes from the services
// passed in.
import { existsSync } from 'node:fs';
import path from 'node:path';
import cookie from '@fastify/cookie';
import serveStatic from '@fastify/static';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { z } from 'zod';
import { AppointmentCode } from '../../contract/appointment.ts';
import type { RatingQuestions } from '../../contract/rating.ts';
import type { WrongCode } from '../live/guesses.ts';
import type { Announcer, ReadAloud } from '../services/announce/index.ts';
import type { Audit } from '../services/audit/index.ts';
import type { Media } from '../services/media/index.ts';
import { addressOf } from './address-of.ts';
import { registerAudit } from './audit-handlers.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { fixedHeaders } from './fixed-headers.ts';
import { registerGates } from './gate-door.ts';
import { type LiveRoutesDeps, noSuchBoard, registerLive } from './live-routes.ts';
import { type MaintenanceDeps, registerMaintenance } from './maintenance-routes.ts';
import { registerMedia } from './media-routes.ts';
import { type PeopleDoorDeps, registerPeople } from './people-routes.ts';
import { type ProcedureRoutesDeps, registerProcedures } from './procedure-routes.ts';
import { registerRateAloud } from './rate-aloud-route.ts';
import { type RatingDeskDeps, registerRatingDesk } from './rating-desk.ts';
import { registerReadAloud } from './read-aloud-route.ts';
import { type RemarkRoutesDeps, registerRemarks } from './remark-routes.ts';
import { type ReportDeps, registerReports } from './report-handlers.ts';
import { type Handlers, type RpcContext, registerRpc } from './rpc.ts';
import { registerSatelliteDoor, type SatelliteDoor } from './satellite-door.ts';
import { registerSheets, type SheetRoutesDeps } from './sheet-routes.ts';
import type { SheetWatch } from './sheet-watch.ts';

export interface HealthReport {
  readonly state: 'ok' | 'degraded' | 'failed';
  readonly version: string;
  readonly [detail: string]: unknown;
}

export interface HttpDeps extends LiveRoutesDeps, MaintenanceDeps {
  readonly handlers: Handlers;
  /** Null for a host with a hall of its own. */
  readonly satellite: SatelliteDoor | null;
  readonly announcer: Announcer;
  readonly readAloud: ReadAloud;
  /** What phones may have read to them. */
  readonly ratingForm: () => RatingQuestions;
  readonly media: Media;
  readonly reports: ReportDeps;
  readonly ratingDesk: Omit<RatingDeskDeps, 'staff'>;
  readonly audit: Audit;
  readonly people: PeopleDoorDeps;
  readonly remarks: RemarkRoutesDeps;
  readonly sheets: Omit<SheetRoutesDeps, 'staff'> & { readonly watch: Pick<SheetWatch, 'view'> };
  /** Whether numbers may be taken from this browser. */
  readonly isKiosk: (context: Pick<RpcContext, 'address' | 'cookie'>) => boolean;
  readonly health: () => HealthReport;
  /** The calendar file of an appointment, or null. */
  readonly calendar: (code: AppointmentCode) => string | null;
  readonly wrongCode: WrongCode;
  readonly procedures: ProcedureRoutesDeps;
  /** Folder of the built screens: `<screen>/index.html` and `assets/`. */
  readonly screensFolder: string;
  /** Whether this number was just called to this counter: nothing else is spoken. */
  readonly mayBeSpoken: (number: string, counterNumber: number) => boolean;
  readonly logger: FastifyBaseLogger;
}

/** Largest body of a request: the longest command is far below it. */
const bodyLimitBytes = 64 * 1024;

const screens = [
  'kiosk',
  'counter',
  'board',
  'devices',
  'manager',
  'book',
  'procedures',
  'remarks',
  'attendance',
] as const;

/** A page of another site may not send commands: browsers say where a request comes from, and we listen. */
const isForeign = (request: FastifyRequest): boolean => {
  const site = request.headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return true;
  const { origin, host } = request.headers;
  return origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host);
};

const sendScreen = (reply: FastifyReply, folder: string, screen: string) =>
  existsSync(path.join(folder, screen, 'index.html'))
    ? reply.header('cache-control', 'no-cache').sendFile(`${screen}/index.html`)
    : reply
        .code(503)
        .type('text/plain; charset=utf-8')
        .send(`Màn hình chưa được dựng. The screens are not built yet: start with "npm start".\n`);

const registerScreens = async (
  app: FastifyInstance,
  { screensFolder: folder, boardScreens }: Pick<HttpDeps, 'screensFolder' | 'boardScreens'>,
): Promise<void> => {
  await app.register(serveStatic, {
    root: folder,
    serve: false,
    // As the build wrote them: a phone at the edge of the net waits for every kilobyte.
    preCompressed: true,
  });
  app.get('/', (_request, reply) => reply.redirect('/kiosk/'));
  for (const screen of screens) {
    app.get(`/${screen}`, (_request, reply) => reply.redirect(`/${screen}/`));
    app.get(`/${screen}/`, (_request, reply) => sendScreen(reply, folder, screen));
  }
  app.get('/board/:id', (request, reply) => reply.redirect(`${request.url.split('?')[0]}/`));
  app.get<{ Params: { id: string } }>('/board/:id/', (request, reply) =>
    boardScreens.some(({ id }) => id === request.params.id)
      ? sendScreen(reply, folder, 'board')
      : reply.code(404).send(noSuchBoard),
  );
  for (const page of ['/t/:token', '/rate/:token'])
    app.get(page, (_request, reply) => sendScreen(reply, folder, 'phone'));
  app.get<{ Params: { '*': string } }>('/assets/*', (request, reply) =>
    // The policy is the page's; on each of its files a phone would pay for it again.
    reply
      .removeHeader('content-security-policy')
      .sendFile(`assets/${request.params['*']}`, folder, { maxAge: '365d', immutable: true }),
  );
};

const VoiceParams = z.object({ number: z.string().max(8), file: z.string().regex(/^\d{1,2}\.wav$/) });

/** What the phone's calendar is given; null for a code that is none. */
const registerCalendar = (app: FastifyInstance, { calendar, wrongCode }: HttpDeps): void => {
  app.get<{ Params: { file: string } }>('/book/:file', async (request, reply) => {
    const code = AppointmentCode.safeParse(request.params.file.replace(/\.ics$/, ''));
    const text = code.success ? calendar(code.data) : null;
    if (text !== null) return reply.type('text/calendar; charset=utf-8').header('cache-control', 'no-store').send(text);
    const unknown = { code: 'unknown-appointment', message: 'There is no appointment with this code.' } as const;
    const wrong = await wrongCode(addressOf(request), unknown);
    return wrong.ok ? reply : reply.code(wrong.error.code === unknown.code ? 404 : 429).send(wrong.error);
  });
};

const registerVoice = (app: FastifyInstance, { announcer, mayBeSpoken }: HttpDeps): void => {
  app.get('/voice/:number/:file', async (request, reply) => {
    const params = VoiceParams.safeParse(request.params);
    const counterNumber = params.success ? Number.parseInt(params.data.file, 10) : 0;
    const number = params.success ? params.data.number : '';
    const clip = mayBeSpoken(number, counterNumber) ? await announcer.clip(number, counterNumber) : null;
    if (clip === null) return reply.code(404).send({ code: 'no-voice', message: 'This call cannot be spoken here.' });
    return reply.type('audio/wav').header('cache-control', 'max-age=86400').send(clip);
  });
};

const rpcContext = (request: FastifyRequest, reply: FastifyReply): RpcContext => ({
  cookie: (kind) => readCookie(request, kind),
  address: addressOf(request),
  hostName: request.hostname,
  setCookie: (kind, value) => writeCookie(reply, kind, value),
});

/** Builds the server without listening. */
export const createHttpServer = async (deps: HttpDeps): Promise<FastifyInstance> => {
  const app = fastify({
    loggerInstance: deps.logger,
    logController: new LogController({ disableRequestLogging: true }),
    // One logger for all requests: thousands of open streams would each keep one of their own.
    childLoggerFactory: (logger) => logger,
    bodyLimit: bodyLimitBytes,
    // A film for the boards takes a minute on a slow network.
    requestTimeout: 120_000,
    connectionTimeout: 0,
    keepAliveTimeout: 30_000,
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: true,
  });
  await app.register(cookie);
  const headers = fixedHeaders();
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    if (request.method === 'GET' || request.method === 'HEAD' || !isForeign(request)) return done();
    void reply.code(403).send({
      code: 'foreign-origin',
      message: `A page of ${request.headers.origin ?? 'another site'} may not send commands here.`,
    });
  });
  if (deps.satellite !== null) await registerSatelliteDoor(app, deps.satellite);
  app.get('/health', (_request, reply) => {
    const report = deps.health();
    return reply
      .code(report.state === 'failed' ? 503 : 200)
      .header('cache-control', 'no-store')
      .send(report);
  });
  await registerScreens(app, deps);
  registerLive(app, deps);
  registerCalendar(app, deps);
  registerVoice(app, deps);
  registerReports(app, deps.reports);
  registerRatingDesk(app, { ...deps.ratingDesk, staff: deps.staff });
  registerAudit(app, deps);
  registerSheets(app, { ...deps.sheets, staff: deps.staff });
  await registerMedia(app, deps);
  await registerRemarks(app, { ...deps.remarks, staff: deps.staff, addressOf });
  registerReadAloud(app, {
    readAloud: deps.readAloud,
    isKiosk: (request) => deps.isKiosk({ address: addressOf(request), cookie: (kind) => readCookie(request, kind) }),
  });
  registerRateAloud(app, { readAloud: deps.readAloud, questions: deps.ratingForm });
  registerMaintenance(app, deps);
  await registerGates(app, { ...deps.gates, addressOf, cookieOf: (request) => readCookie(request, 'screen') });
  await registerPeople(app, {
    ...deps.people,
    member: (request) => deps.staff.office.allow(readCookie(request, 'office'), 'admin'),
  });
  await registerProcedures(app, {
    ...deps.procedures,
    member: (request) => deps.staff.office.allow(readCookie(request, 'office'), 'admin'),
  });
  registerRpc(app, deps.handlers, rpcContext);
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ code: 'not-found', message: `There is nothing at ${request.url.split('?')[0]}.` }),
  );
  return app;
};
