import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

const LiveQuery = z.object({ since: z.string().max(40).optional().catch(undefined) });

/** What a screen has already: one that opens its stream anew says it in the address, a browser that reopens it in the header. */
export const lastEventIdOf = (request: FastifyRequest): string | undefined => {
  const since = request.headers['last-event-id'] ?? LiveQuery.parse(request.query).since;
  return typeof since === 'string' ? since : undefined;
};

/** The head of an answer whose body ends with the connection. */
export const streamHead = (reply: FastifyReply): string => {
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
export const takeOver = (reply: FastifyReply): void => {
  reply.hijack();
  for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name);
  reply.raw.removeAllListeners();
};
