// What a browser asks of a satellite and only the host of the hall knows is asked there.
import replyFrom from '@fastify/reply-from';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HostLine } from '../services/host-line/index.ts';
import { screenCookie } from './cookies.ts';

export interface SatelliteDoor {
  readonly line: Pick<HostLine, 'state'>;
  /** Without a slash at the end. */
  readonly hostUrl: string;
  /** The cookie that the host gave this machine when it was paired. */
  readonly pairing: { read(): string | null; write(cookie: string): void };
  /** Whether people are called and served here while the host is away. */
  readonly serves: boolean;
  readonly isKiosk: (request: FastifyRequest) => boolean;
}

/** Answered here whether the host is there or not: the glass of this machine. */
const ownPaths = /^\/(kiosk|assets|live\/kiosk|health|read-aloud|rpc\/kiosk\.(issue|reprint))(\/|\?|$)|^\/(\?|$)/;
/** Answered here while the host is away. */
const ownWhenAlone = /^\/(live\/turn\/|rpc\/(pairing\.mayTakeNumbers|screens\.report)(\?|$))/;

const awayRefusal = {
  code: 'host-away',
  message:
    'The host of the hall does not answer. Numbers are given all the same; everything else goes on when it is back.',
} as const;

/** A form in a file is not carried over; nobody sends one from a kiosk. */
export const registerSatelliteDoor = async (app: FastifyInstance, door: SatelliteDoor): Promise<void> => {
  const { line, hostUrl, pairing, serves, isKiosk } = door;
  await app.register(replyFrom, {
    base: hostUrl,
    disableRequestLogging: true,
    // A live stream says nothing for as long as nothing happens, and beats every ten seconds.
    undici: { headersTimeout: 8000, bodyTimeout: 60_000 },
  });
  app.addHook('preHandler', async (request, reply) => {
    if (ownPaths.test(request.url) || !isKiosk(request)) return undefined;
    if (line.state === 'away') {
      return serves || ownWhenAlone.test(request.url) ? undefined : reply.code(503).send(awayRefusal);
    }
    return reply.from(request.url, {
      rewriteRequestHeaders: (_request, headers) => {
        // This machine speaks for itself: its own door has looked where the request came from.
        const { origin: _origin, 'sec-fetch-site': _site, ...others } = headers;
        return { ...others, cookie: screenCookie.put(headers.cookie, pairing.read()) };
      },
      rewriteHeaders: (headers) => {
        const { given, others } = screenCookie.take(headers['set-cookie']);
        if (given !== null) pairing.write(given);
        const { 'set-cookie': _, ...rest } = headers;
        return others.length === 0 ? rest : { ...rest, 'set-cookie': others };
      },
      onError: (answer) => {
        void answer.code(503).send(awayRefusal);
      },
    });
  });
};
