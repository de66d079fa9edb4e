// Pages for citizens away from the hall, under /s/<site>/: the same files, the same tokens, the answers of the site itself.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HEARD_AT_HEADER } from '../../contract/heard-at.ts';
import { HubName } from '../../contract/hub.ts';
import { mayRelay } from '../../contract/hub-relay.ts';
import { TicketToken } from '../../contract/ids.ts';
import type { WrongCode } from '../../main/live/guesses.ts';
import type { LiveHub } from '../../main/live/live.ts';
import { lastEventIdOf, streamHead, takeOver } from '../../main/live/open-stream.ts';
import type { FollowedTurn, FollowedTurns } from '../turns/followed-turns.ts';
import { silentHall, tooMany } from './citizen-answers.ts';
import { type ErrandRoutesDeps, registerErrands } from './errand-routes.ts';
import type { LastKnown } from './last-known.ts';
import type { PhoneCounts } from './phone-counts.ts';
import type { RelayLimits } from './relay-limits.ts';
import { sendPage } from './send-page.ts';

export interface CitizenRoutesDeps extends Pick<ErrandRoutesDeps, 'errands'> {
  readonly turns: FollowedTurns;
  readonly live: LiveHub;
  readonly lastKnown: LastKnown;
  readonly limits: RelayLimits;
  readonly counts: PhoneCounts;
  /** Answers a code that opens nothing. */
  readonly wrongCode: WrongCode;
  /** Folder of the built screens. */
  readonly screensFolder: string;
}

const STREAMS_MAX = 20_000;
/** The longest command is a rating with its text. */
const BODY_MAX_BYTES = 16 * 1024;

const unknownTicket = { code: 'unknown-ticket', message: 'There is no ticket with this code.' } as const;

/** `/s/<site>` and what the site calls the rest. */
const restOf = (url: string): string => url.replace(/^\/s\/[^/]+/, '');

export const registerCitizens = (app: FastifyInstance, deps: CitizenRoutesDeps): void => {
  const { turns, live, lastKnown, limits, counts, wrongCode, screensFolder } = deps;
  const silent = (reply: FastifyReply): FastifyReply => {
    counts.toldSilent();
    return reply.code(503);
  };
  registerErrands(app, deps);
  const page = (screen: string) => (_request: FastifyRequest, reply: FastifyReply) =>
    existsSync(path.join(screensFolder, screen, 'index.html'))
      ? sendPage(reply, `${screen}/index.html`)
      : reply
          .code(503)
          .type('text/plain; charset=utf-8')
          .send('The screens are not built yet: npm run build:screens\n');
  app.get('/s/:site/t/:token', page('phone'));
  app.get('/s/:site/book/', page('book'));

  const keepOpen = (
    request: FastifyRequest,
    reply: FastifyReply,
    { key, turn }: { key: string; turn: FollowedTurn },
  ) => {
    const room = limits.stream(request.ip);
    if ('seconds' in room) {
      turn.leave();
      return tooMany(reply, room.seconds);
    }
    const leave = () => {
      turn.leave();
      room.leave();
    };
    const { socket } = request;
    if (socket.destroyed) {
      leave();
      return reply;
    }
    socket.once('close', leave);
    socket.write(streamHead(reply));
    takeOver(reply);
    live.open(
      socket,
      { key, kind: 'turn', pace: 'soon', view: turn.view },
      { view: turn.view(), lastEventId: lastEventIdOf(request) },
    );
    return reply;
  };

  app.get<{ Params: { site: string; token: string } }>('/s/:site/live/turn/:token', async (request, reply) => {
    const site = HubName.safeParse(request.params.site);
    const token = TicketToken.safeParse(request.params.token);
    if (!site.success || !token.success) return reply.code(404).send(unknownTicket);
    if (live.streams >= STREAMS_MAX) {
      counts.refused('all-streams');
      return reply.code(503).header('retry-after', '10').send(silentHall);
    }
    const seconds = turns.isFollowed(site.data, token.data) ? 0 : limits.turn(site.data, request.ip);
    if (seconds > 0) return tooMany(reply, seconds);
    const turn = await turns.open(site.data, token.data);
    if (turn === 'silent') return silent(reply).header('retry-after', '5').send(silentHall);
    if (turn !== 'unknown') return keepOpen(request, reply, { key: `${site.data} ${token.data}`, turn });
    const wrong = await wrongCode(request.ip, unknownTicket);
    return wrong.ok ? reply : reply.code(wrong.error.code === unknownTicket.code ? 404 : 429).send(wrong.error);
  });

  const relay = async (request: FastifyRequest<{ Params: { site: string } }>, reply: FastifyReply) => {
    const asked = restOf(request.url);
    const site = HubName.safeParse(request.params.site);
    const method = request.method === 'POST' ? 'POST' : 'GET';
    if (!site.success || !mayRelay(method, asked))
      return reply.code(404).send({ code: 'not-found', message: 'There is nothing here for phones outside the hall.' });
    const room = limits.request(site.data, request.ip);
    if ('seconds' in room) return tooMany(reply, room.seconds);
    const answer = await turns
      .request(site.data, {
        ...{ method, path: asked, address: request.ip },
        body: method === 'POST' ? JSON.stringify(request.body ?? {}) : null,
      })
      .finally(room.leave);
    if (answer === null) {
      const said = lastKnown.of(site.data, asked);
      if (said === null) return silent(reply).send(silentHall);
      void reply.header(HEARD_AT_HEADER, String(said.atMs)).header('cache-control', 'no-store');
      return reply.type(said.type).send(said.body);
    }
    if (answer.kind === 'refused') return reply.code(400).send({ code: 'bad-input', message: answer.message });
    if (answer.status === 200) lastKnown.keep(site.data, asked, answer);
    return reply.code(answer.status).type(answer.type).header('cache-control', 'no-store').send(answer.body);
  };
  app.get('/s/:site/book/:file', relay);
  app.get('/s/:site/rpc/:name', relay);
  app.post('/s/:site/rpc/:name', { bodyLimit: BODY_MAX_BYTES }, relay);
};
