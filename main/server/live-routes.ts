// GET /live/…: whole views as they change, each to whoever may see it, for as long as they may.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { TicketToken } from '../../contract/ids.ts';
import { turnKey } from '../live/follow-turn.ts';
import type { LiveHub, LiveTopic } from '../live/live.ts';
import { lastEventIdOf, streamHead, takeOver } from '../live/open-stream.ts';
import type { Staff } from '../services/staff/index.ts';
import { addressOf } from './address-of.ts';
import { readCookie } from './cookies.ts';
import type { GateDoorDeps } from './gate-door.ts';
import type { RatingDeskDeps } from './rating-desk.ts';
import { sheetMember } from './sheet-handlers.ts';
import type { SheetWatch } from './sheet-watch.ts';
import type { BoardScreen } from './site-facts.ts';
import type { Views } from './views.ts';

export interface LiveRoutesDeps {
  readonly views: Views;
  readonly hub: LiveHub;
  readonly staff: Staff;
  readonly boardScreens: readonly BoardScreen[];
  readonly ratingDesk: Pick<RatingDeskDeps, 'live'>;
  readonly sheets: { readonly watch: Pick<SheetWatch, 'view'> };
  readonly gates: GateDoorDeps;
}

export const noSuchBoard = {
  code: 'not-found',
  message: 'There is no such board: see boardScreens in site.yaml.',
} as const;

/** One phone must not take the last file descriptors: the screens of the hall find room when the phones' is used up. */
const mostStreams = { phones: 6_000, all: 6_500 };

export const registerLive = (
  app: FastifyInstance,
  { views, hub, staff, boardScreens, ratingDesk, sheets, gates }: LiveRoutesDeps,
): void => {
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
    const { socket } = request;
    socket.write(streamHead(reply));
    takeOver(reply);
    hub.open(socket, topic, { view, lastEventId: lastEventIdOf(request) });
    return reply;
  };
  app.get('/live/kiosk', (request, reply) =>
    open(request, reply, { key: 'kiosk', kind: 'kiosk', pace: 'hall', view: views.kiosk }),
  );
  const openBoard = (request: FastifyRequest, reply: FastifyReply, screen: BoardScreen | undefined) =>
    screen === undefined
      ? reply.code(404).send(noSuchBoard)
      : open(request, reply, {
          key: `board ${screen.id}`,
          kind: 'board',
          pace: 'hall',
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
  app.get('/live/reception', (request, reply) => {
    const office = readCookie(request, 'office');
    const view = () => (staff.office.allow(office, 'reception').ok ? views.reception() : undefined);
    if (view() === undefined) return notLoggedIn(reply);
    return open(request, reply, { key: `reception ${office}`, kind: 'reception', pace: 'now', view });
  });
  app.get('/live/ratings', (request, reply) => {
    const office = readCookie(request, 'office');
    const view = () => {
      const manager = staff.office.allow(office, 'manager');
      return manager.ok ? { me: manager.value.id, ...ratingDesk.live() } : undefined;
    };
    if (view() === undefined) return notLoggedIn(reply);
    return open(request, reply, { key: `ratings ${office}`, kind: 'ratings', pace: 'now', view });
  });
  app.get('/live/sheets', (request, reply) => {
    const office = readCookie(request, 'office');
    const view = () => (sheetMember(staff, office).ok ? sheets.watch.view() : undefined);
    if (view() === undefined) return notLoggedIn(reply);
    return open(request, reply, { key: `sheets ${office}`, kind: 'sheets', pace: 'now', view });
  });
  app.get<{ Params: { id: string } }>('/live/gate/:id', (request, reply) => {
    const asker = { address: addressOf(request), cookie: () => readCookie(request, 'screen') };
    const gate = gates.gates.gates.find(({ id }) => id === request.params.id);
    if (!gates.isLetIn(asker)) return reply.code(401).send({ code: 'not-a-kiosk', message: 'Pair this screen first.' });
    if (gate === undefined) return reply.code(404).send({ code: 'unknown-gate', message: 'There is no such gate.' });
    const view = () => (gates.isLetIn(asker) ? gates.view(gate) : undefined);
    return open(request, reply, {
      key: `gate ${gate.id} ${asker.address} ${asker.cookie()}`,
      kind: 'gate',
      pace: 'now',
      view,
    });
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
