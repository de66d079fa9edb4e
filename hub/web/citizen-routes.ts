// Pages for citizens away from the hall, under /s/<site>/: the same files, the same tokens, the answers of the site itself.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HubName } from '../../contract/hub.ts';
import { mayRelay } from '../../contract/hub-relay.ts';
import { TicketToken } from '../../contract/ids.ts';
import type { Guesses } from '../../main/live/guesses.ts';
import type { LiveHub } from '../../main/live/live.ts';
import { lastEventIdOf, streamHead, takeOver } from '../../main/live/open-stream.ts';
import type { FollowedTurns } from '../turns/followed-turns.ts';
import { sendPage } from './send-page.ts';

export interface CitizenRoutesDeps {
  readonly turns: FollowedTurns;
  readonly live: LiveHub;
  readonly guesses: Guesses;
  /** Folder of the built screens. */
  readonly screensFolder: string;
}

const STREAMS_MAX = 20_000;

const unknownTicket = { code: 'unknown-ticket', message: 'There is no ticket with this code.' } as const;
const silentHall = { code: 'hall-silent', message: 'The hall does not answer at the moment.' } as const;

/** `/s/<site>` and what the site calls the rest. */
const restOf = (url: string): string => url.replace(/^\/s\/[^/]+/, '');

export const registerCitizens = (app: FastifyInstance, deps: CitizenRoutesDeps): void => {
  const { turns, live, guesses, screensFolder } = deps;
  const page = (screen: string) => (_request: FastifyRequest, reply: FastifyReply) =>
    existsSync(path.join(screensFolder, screen, 'index.html'))
      ? sendPage(reply, `${screen}/index.html`)
      : reply
          .code(503)
          .type('text/plain; charset=utf-8')
          .send('The screens are not built yet: npm run build:screens\n');
  app.get('/s/:site/t/:token', page('phone'));
  app.get('/s/:site/book/', page('book'));

  app.get<{ Params: { site: string; token: string } }>('/s/:site/live/turn/:token', async (request, reply) => {
    const site = HubName.safeParse(request.params.site);
    const token = TicketToken.safeParse(request.params.token);
    if (!site.success || !token.success) return reply.code(404).send(unknownTicket);
    if (live.streams >= STREAMS_MAX) return reply.code(503).header('retry-after', '10').send(silentHall);
    if (!turns.isKnown(site.data, token.data)) {
      // A token has 128 bits: this keeps a guesser from making work for the hall.
      const waits = guesses.refusal(request.ip);
      if (waits !== null) return reply.code(429).send(waits);
    }
    const turn = await turns.open(site.data, token.data);
    if (turn === 'unknown') {
      guesses.wrong(request.ip);
      return reply.code(404).send(unknownTicket);
    }
    if (turn === 'silent') return reply.code(503).header('retry-after', '5').send(silentHall);
    const { socket } = request;
    if (socket.destroyed) {
      turn.leave();
      return reply;
    }
    socket.once('close', turn.leave);
    socket.write(streamHead(reply));
    takeOver(reply);
    live.open(
      socket,
      { key: `${site.data} ${token.data}`, kind: 'turn', pace: 'soon', view: turn.view },
      { view: turn.view(), lastEventId: lastEventIdOf(request) },
    );
    return reply;
  });

  const relay = async (request: FastifyRequest<{ Params: { site: string } }>, reply: FastifyReply) => {
    const asked = restOf(request.url);
    const site = HubName.safeParse(request.params.site);
    const method = request.method === 'POST' ? 'POST' : 'GET';
    if (!site.success || !mayRelay(method, asked))
      return reply.code(404).send({ code: 'not-found', message: 'There is nothing here for phones outside the hall.' });
    const answer = await turns.request(site.data, {
      ...{ method, path: asked, address: request.ip },
      body: method === 'POST' ? JSON.stringify(request.body ?? {}) : null,
    });
    if (answer === null) return reply.code(503).send(silentHall);
    if (answer.kind === 'refused') return reply.code(400).send({ code: 'bad-input', message: answer.message });
    return reply.code(answer.status).type(answer.type).header('cache-control', 'no-store').send(answer.body);
  };
  app.get('/s/:site/book/:file', relay);
  app.get('/s/:site/rpc/:name', relay);
  app.post('/s/:site/rpc/:name', relay);
};
