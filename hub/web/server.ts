// The hub's web server: the door for sites that join, and how the hub is.
import fastify, { type FastifyInstance } from 'fastify';
import type pg from 'pg';
import { JoinRequest } from '../../contract/hub.ts';
import { createGuesses } from '../../main/live/guesses.ts';
import { networkOf } from '../../main/live/network-of.ts';
import type { RightsKeeper } from '../admin/keep-rights.ts';
import { join, listSites } from '../admin/sites.ts';
import type { HubLog } from '../hub-error.ts';
import type { Ingest } from '../ingest/index.ts';
import { type CitizenRoutesDeps, registerCitizens } from './citizen-routes.ts';
import { registerCity } from './city-routes.ts';
import { hubFacts } from './hub-facts.ts';
import { metricsText } from './metrics.ts';

export interface HubWebDeps {
  readonly pool: pg.Pool;
  readonly rights: Pick<RightsKeeper, 'refresh'>;
  /** Where sites connect to. */
  readonly reach: { readonly servers: readonly string[]; readonly ca: string | null };
  /** Where citizens open the pages. */
  readonly pagesUrl: () => string;
  readonly citizens: Omit<CitizenRoutesDeps, 'screensFolder'>;
  readonly ingest: Pick<Ingest, 'status' | 'manager'>;
  /** Addresses or networks of servers before the web server, whose X-Forwarded-For is believed. Of nobody else's. */
  readonly trustProxy: readonly string[];
  readonly parts: number;
  /** Folder of the built screens. */
  readonly screensFolder: string;
  readonly now: () => number;
  readonly log: HubLog;
}

export const createHubWeb = (deps: HubWebDeps): FastifyInstance => {
  const { pool, rights, reach, ingest, parts, screensFolder, pagesUrl, citizens, now, log } = deps;
  // Phones that follow their turn would keep a hub that is told to end.
  const app = fastify({
    bodyLimit: 4096,
    logger: false,
    trustProxy: [...deps.trustProxy],
    forceCloseConnections: true,
  });
  // Only wrong ones are counted: a hundred wards may join from behind one address. A secret has 192 bits, so this keeps the log short.
  const joins = createGuesses({ monotonicMs: () => performance.now() });

  app.post('/join', async (request, reply) => {
    const waits = joins.refusal(networkOf(request.ip));
    if (waits !== null) return reply.code(429).send(waits);
    const asked = JoinRequest.safeParse(request.body);
    if (!asked.success) {
      joins.wrong(networkOf(request.ip));
      return reply.code(400).send({
        code: 'bad-input',
        message: `${asked.error.issues[0]?.path.join('.')}: ${asked.error.issues[0]?.message}`,
      });
    }
    const joined = await join(pool, asked.data, { ...reach, web: pagesUrl() });
    if (!joined.ok) {
      joins.wrong(networkOf(request.ip));
      log('warn', 'a site could not join', { site: asked.data.site, code: joined.error.code });
      return reply.code(403).send(joined.error);
    }
    // The servers know the key before the site is told that it may come.
    await rights.refresh();
    log('info', 'a site has joined', { site: asked.data.site });
    return joined.value;
  });

  app.get('/health', async (_request, reply) => {
    try {
      const sites = await listSites(pool);
      const { owned } = ingest.status();
      const aside = sites.reduce((sum, site) => sum + site.aside, 0);
      return {
        state: owned === parts && aside === 0 ? 'ok' : 'degraded',
        parts: { owned, of: parts },
        keptAside: aside,
        sites,
      };
    } catch {
      return reply
        .code(503)
        .send({ state: 'failed', message: 'The database does not answer; sites keep what they have.' });
    }
  });

  app.get('/metrics', async (_request, reply) =>
    reply
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(metricsText(await hubFacts({ pool, ingest, phones: citizens.counts, parts, nowMs: now() }))),
  );
  void app.register(async (pages) => {
    await registerCity(pages, { pool, now, screensFolder });
    registerCitizens(pages, { ...citizens, screensFolder });
  });
  return app;
};
