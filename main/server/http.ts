// The site's web server: screens, rpc, live streams, voice, health. Everything it answers with comes from the services
// passed in.
import { existsSync } from 'node:fs';
import path from 'node:path';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import serveStatic from '@fastify/static';
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { z } from 'zod';
import { AppointmentCode } from '../../contract/appointment.ts';
import type { DeviceReport } from '../../contract/device.ts';
import { DeviceId, TicketToken } from '../../contract/ids.ts';
import type { Trace } from '../../drivers/core/trace.ts';
import type { Announcer, ReadAloud } from '../services/announce/index.ts';
import type { Audit } from '../services/audit/index.ts';
import type { Media } from '../services/media/index.ts';
import type { Staff } from '../services/staff/index.ts';
import { registerAudit } from './audit-handlers.ts';
import { readCookie, writeCookie } from './cookies.ts';
import type { Guesses } from './guesses.ts';
import type { LiveHub, LiveTopic } from './live.ts';
import { registerMedia } from './media-routes.ts';
import { type ProcedureRoutesDeps, registerProcedures } from './procedure-routes.ts';
import { registerReadAloud } from './read-aloud-route.ts';
import { type ReportDeps, registerReports } from './report-handlers.ts';
import { createRpcRouter, type Handlers, type RpcContext } from './rpc.ts';
import type { BoardScreen } from './site-facts.ts';
import type { Views } from './views.ts';

export interface HealthReport {
  readonly state: 'ok' | 'degraded' | 'failed';
  readonly version: string;
  readonly [detail: string]: unknown;
}

export interface HttpDeps {
  readonly handlers: Handlers;
  readonly views: Views;
  readonly hub: LiveHub;
  readonly staff: Staff;
  readonly announcer: Announcer;
  readonly readAloud: ReadAloud;
  readonly boardScreens: readonly BoardScreen[];
  readonly media: Media;
  readonly reports: ReportDeps;
  readonly audit: Audit;
  /** Whether numbers may be taken from this browser. */
  readonly isKiosk: (context: Pick<RpcContext, 'address' | 'cookie'>) => boolean;
  readonly health: () => HealthReport;
  /** Null for a device that is not there. */
  readonly trace: (device: DeviceId) => Trace | null;
  /** For the command line. */
  readonly deviceReports: () => readonly DeviceReport[];
  /** The calendar file of an appointment, or null. */
  readonly calendar: (code: AppointmentCode) => string | null;
  readonly guesses: Guesses;
  readonly procedures: ProcedureRoutesDeps;
  /** Folder of the built screens: `<screen>/index.html` and `assets/`. */
  readonly screensFolder: string;
  /** Whether this number was just called to this counter: nothing else is spoken. */
  readonly mayBeSpoken: (number: string, counterNumber: number) => boolean;
  readonly logger: FastifyBaseLogger;
}

/** Largest body of a request: the longest command is far below it. */
const bodyLimitBytes = 64 * 1024;

const screens = ['kiosk', 'counter', 'board', 'devices', 'manager', 'book', 'procedures'] as const;

const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    connectSrc: ["'self'"],
    fontSrc: ["'self'"],
    formAction: ["'self'"],
    // The manager's page shows the boards small.
    frameAncestors: ["'self'"],
    frameSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    mediaSrc: ["'self'"],
    objectSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
  },
};

/** A page of another site may not send commands: browsers say where a request comes from, and we listen. */
const isForeign = (request: FastifyRequest): boolean => {
  const site = request.headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return true;
  const { origin, host } = request.headers;
  return origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host);
};

/** A socket that listens on IPv6 too shows IPv4 callers with a prefix. */
const addressOf = ({ ip }: FastifyRequest): string => ip.replace(/^::ffff:/, '');

const sendScreen = (reply: FastifyReply, folder: string, screen: string) =>
  existsSync(path.join(folder, screen, 'index.html'))
    ? reply.header('cache-control', 'no-cache').sendFile(`${screen}/index.html`)
    : reply
        .code(503)
        .type('text/plain; charset=utf-8')
        .send(`Màn hình chưa được dựng. The screens are not built yet: start with "npm start".\n`);

const registerScreens = async (app: FastifyInstance, folder: string): Promise<void> => {
  await app.register(serveStatic, {
    root: folder,
    serve: false,
  });
  app.get('/', (_request, reply) => reply.redirect('/kiosk/'));
  for (const screen of screens) {
    app.get(`/${screen}`, (_request, reply) => reply.redirect(`/${screen}/`));
    app.get(`/${screen}/`, (_request, reply) => sendScreen(reply, folder, screen));
  }
  app.get('/board/:id', (request, reply) => reply.redirect(`${request.url.split('?')[0]}/`));
  app.get('/board/:id/', (_request, reply) => sendScreen(reply, folder, 'board'));
  app.get('/t/:token', (_request, reply) => sendScreen(reply, folder, 'phone'));
  app.get<{ Params: { '*': string } }>('/assets/*', (request, reply) =>
    // The policy is the page's; on each of its files a phone would pay for it again.
    reply
      .removeHeader('content-security-policy')
      .sendFile(`assets/${request.params['*']}`, folder, { maxAge: '365d', immutable: true }),
  );
};

const LiveQuery = z.object({ since: z.string().max(40).optional().catch(undefined) });

/** One phone must not take the last file descriptors: the screens of the hall find room when the phones' is used up. */
const mostStreams = { phones: 6_000, all: 6_500 };

/** The head of an answer whose body ends with the connection. */
const streamHead = (reply: FastifyReply): string => {
  reply.headers({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    connection: 'close',
  });
  const lines = Object.entries(reply.getHeaders()).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 200 OK\r\n${lines.join('')}\r\n`;
};

/**
 * Takes an answer out of the hands of Fastify and of Node's http: the stream writes to the socket itself. Both would keep
 * the headers, the request and their own bookkeeping for as long as it is open, twice the memory of all the rest.
 */
const takeOver = (reply: FastifyReply): void => {
  reply.hijack();
  for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name);
  reply.raw.removeAllListeners();
};

const registerLive = (app: FastifyInstance, { views, hub, staff, boardScreens }: HttpDeps): void => {
  const open = (request: FastifyRequest, reply: FastifyReply, topic: LiveTopic) => {
    if (hub.streams >= (topic.pace === 'soon' ? mostStreams.phones : mostStreams.all)) {
      return reply.code(503).header('retry-after', '10').send({
        code: 'too-many-streams',
        message: 'Too many screens follow this site at the moment. Try again in ten seconds.',
      });
    }
    // Before the answer is taken out of Fastify's hands, so that a failure here is still answered.
    const view = topic.view();
    if (view === undefined) return reply.code(404).send({ code: 'unknown-topic', message: 'This has just ended.' });
    // A screen that opens its stream anew says what it has in the address; a browser that reopens it, in the header.
    const since = request.headers['last-event-id'] ?? LiveQuery.parse(request.query).since;
    const { socket } = request;
    socket.write(streamHead(reply));
    takeOver(reply);
    hub.open(socket, topic, { view, lastEventId: typeof since === 'string' ? since : undefined });
    return reply;
  };
  app.get('/live/kiosk', (request, reply) =>
    open(request, reply, { key: 'kiosk', kind: 'kiosk', pace: 'now', view: views.kiosk }),
  );
  const openBoard = (request: FastifyRequest, reply: FastifyReply, screen: BoardScreen | undefined) =>
    screen === undefined
      ? reply.code(404).send({ code: 'not-found', message: 'There is no such board: see boardScreens in site.yaml.' })
      : open(request, reply, {
          key: `board ${screen.id}`,
          kind: 'board',
          pace: 'now',
          view: () => views.board(screen),
        });
  app.get('/live/board', (request, reply) => openBoard(request, reply, boardScreens[0]));
  app.get<{ Params: { id: string } }>('/live/board/:id', (request, reply) =>
    openBoard(
      request,
      reply,
      boardScreens.find(({ id }) => id === request.params.id),
    ),
  );
  const notLoggedIn = (reply: FastifyReply) =>
    reply.code(401).send({ code: 'not-logged-in', message: 'Log in at /counter/ or /manager/ first.' });
  // Both end when the log-in does.
  app.get('/live/counter', (request, reply) => {
    const held = readCookie(request, 'counter');
    const sessionNow = () => (held === null ? null : staff.session(held));
    if (sessionNow() === null) return notLoggedIn(reply);
    const view = () => {
      const session = sessionNow();
      return session === null ? undefined : views.counter(session);
    };
    return open(request, reply, { key: `counter ${held}`, kind: 'counter', pace: 'now', view });
  });
  app.get('/live/hall', (request, reply) => {
    const office = readCookie(request, 'office');
    const isManager = () => staff.office.allow(office, 'manager').ok;
    if (!isManager()) return notLoggedIn(reply);
    const view = () => (isManager() ? views.hall() : undefined);
    return open(request, reply, { key: `hall ${office}`, kind: 'hall', pace: 'now', view });
  });
  app.get('/live/devices', (request, reply) => {
    const [counter, office] = [readCookie(request, 'counter'), readCookie(request, 'office')];
    const isKnown = () => (counter !== null && staff.session(counter) !== null) || staff.office.member(office) !== null;
    if (!isKnown()) return notLoggedIn(reply);
    const view = () => (isKnown() ? views.devices() : undefined);
    return open(request, reply, { key: `devices ${counter} ${office}`, kind: 'devices', pace: 'now', view });
  });
  app.get<{ Params: { token: string } }>('/live/turn/:token', (request, reply) => {
    const token = TicketToken.safeParse(request.params.token);
    if (!token.success || views.turn(token.data) === null) {
      return reply.code(404).send({ code: 'unknown-ticket', message: 'There is no ticket with this code.' });
    }
    return open(request, reply, {
      key: turnKey(token.data),
      kind: 'turn',
      pace: 'soon',
      view: () => views.turn(token.data) ?? undefined,
    });
  });
};

/** Key of the live topic of a ticket. */
export const turnKey = (token: string): string => `turn ${token}`;

const VoiceParams = z.object({ number: z.string().max(8), file: z.string().regex(/^\d{1,2}\.wav$/) });

/** What the phone's calendar is given; null for a code that is none. */
const registerCalendar = (app: FastifyInstance, { calendar, guesses }: HttpDeps): void => {
  app.get<{ Params: { file: string } }>('/book/:file', (request, reply) => {
    const address = addressOf(request);
    const waits = guesses.refusal(address);
    if (waits !== null) return reply.code(429).send(waits);
    const code = AppointmentCode.safeParse(request.params.file.replace(/\.ics$/, ''));
    const text = code.success ? calendar(code.data) : null;
    if (text === null) {
      guesses.wrong(address);
      return reply.code(404).send({ code: 'unknown-appointment', message: 'There is no appointment with this code.' });
    }
    return reply.type('text/calendar; charset=utf-8').header('cache-control', 'no-store').send(text);
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

/** For the command line on this machine: card numbers and citizens' data are not in it. */
const registerMaintenance = (app: FastifyInstance, { trace, deviceReports }: HttpDeps): void => {
  const isLocal = ({ ip }: FastifyRequest) => ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(ip);
  const refuse = (reply: FastifyReply) =>
    reply.code(403).send({ code: 'not-here', message: 'Only on this machine itself.' });
  app.get('/maintenance/devices', (request, reply) =>
    isLocal(request) ? reply.header('cache-control', 'no-store').send(deviceReports()) : refuse(reply),
  );
  app.get<{ Params: { id: string } }>('/maintenance/trace/:id', (request, reply) => {
    if (!isLocal(request)) return refuse(reply);
    const id = DeviceId.safeParse(request.params.id);
    const found = id.success ? trace(id.data) : null;
    if (found === null) return reply.code(404).send({ code: 'unknown-device', message: 'There is no such device.' });
    return reply.header('cache-control', 'no-store').send(found.entries());
  });
};

const registerRpc = async (app: FastifyInstance, handlers: Handlers): Promise<void> => {
  const createContext = ({ req, res }: { req: FastifyRequest; res: FastifyReply }): RpcContext => ({
    cookie: (kind) => readCookie(req, kind),
    address: addressOf(req),
    setCookie: (kind, value) => writeCookie(res, kind, value),
  });
  await app.register(fastifyTRPCPlugin, {
    prefix: '/rpc',
    trpcOptions: { router: createRpcRouter(handlers), createContext, allowBatching: false },
  });
};

/** Builds the server without listening. */
export const createHttpServer = async (deps: HttpDeps): Promise<FastifyInstance> => {
  const app = fastify({
    loggerInstance: deps.logger,
    logController: new LogController({ disableRequestLogging: true }),
    // One logger for all requests: thousands of open streams would each keep one of their own.
    childLoggerFactory: (logger) => logger,
    bodyLimit: bodyLimitBytes,
    requestTimeout: 15_000,
    connectionTimeout: 0,
    keepAliveTimeout: 30_000,
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: true,
  });
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy,
    // The site speaks http on its own network; a promise of https would lock screens out.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD' && isForeign(request)) {
      await reply.code(403).send({
        code: 'foreign-origin',
        message: `A page of ${request.headers.origin ?? 'another site'} may not send commands here.`,
      });
    }
  });
  app.get('/health', (_request, reply) => {
    const report = deps.health();
    return reply
      .code(report.state === 'failed' ? 503 : 200)
      .header('cache-control', 'no-store')
      .send(report);
  });
  await registerScreens(app, deps.screensFolder);
  registerLive(app, deps);
  registerCalendar(app, deps);
  registerVoice(app, deps);
  registerReports(app, deps.reports);
  registerAudit(app, deps);
  await registerMedia(app, deps);
  registerReadAloud(app, {
    readAloud: deps.readAloud,
    isKiosk: (request) => deps.isKiosk({ address: addressOf(request), cookie: (kind) => readCookie(request, kind) }),
  });
  registerMaintenance(app, deps);
  await registerProcedures(app, {
    ...deps.procedures,
    member: (request) => deps.staff.office.allow(readCookie(request, 'office'), 'admin'),
  });
  await registerRpc(app, deps.handlers);
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ code: 'not-found', message: `There is nothing at ${request.url.split('?')[0]}.` }),
  );
  return app;
};
