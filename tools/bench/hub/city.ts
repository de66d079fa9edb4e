// What a city sends, and a hub with real sites to measure it at.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { BusinessEvent } from '../../../contract/events.ts';
import { hubRules } from '../../../contract/hub.ts';
import type { BusinessDay } from '../../../contract/ids.ts';
import { invite } from '../../../hub/admin/sites.ts';
import type { Membership } from '../../../main/services/hub-link/index.ts';
import { createJournal } from '../../../main/store/journal.ts';
import { asItIs, type HubServers, startEngine, startHubServers } from '../../../test/support/hub-servers.ts';
import { memberIn, serveOne } from '../../../test/support/hub-site.ts';
import { accepted, openTestSite, type TestSite } from '../../../test/support/site.ts';
import { dataFolder } from '../data-folder.ts';

/** 126 wards with 300 tickets of 8 events, 2,900 schools with 1,000 pupils who come and go. */
const EVENTS_A_DAY = 126 * 300 * 8 + 2900 * 1000 * 2;
/** Over the eight hours of a working day: 212 a second, three times the mean of the whole day. */
export const CITY_MEAN_PER_SECOND = EVENTS_A_DAY / (8 * 3600);
/** Half of the pupils' events within 30 minutes, three times over. */
export const CITY_PEAK_PER_SECOND = ((2900 * 1000 * 2) / 2 / 1800) * 3;

export interface HubSizes {
  /** Stream servers, each with a copy of every message. */
  readonly nodes: number;
  readonly sites: number;
  readonly events: number;
  readonly rounds: number;
  readonly seconds: number;
  /** Of the slow line. */
  readonly megabits: number;
  /** That follow a turn. */
  readonly phones: number;
}

export interface City {
  readonly servers: HubServers;
  readonly pool: pg.Pool;
  readonly webUrl: string;
  readonly enginePid: number;
  /** A new site that has joined. */
  join(name: string): Promise<{ readonly site: TestSite; readonly member: Membership }>;
  /** Makes the folder that of a site that has joined. */
  joinFolder(name: string, folder: string): Promise<void>;
}

export const openCity = async (keep: AsyncDisposableStack, nodes: number): Promise<City> => {
  const servers = keep.use(await startHubServers({ nodes, prepare: asItIs }));
  const engine = keep.use(startEngine(servers, 'engine'));
  const webUrl = await engine.ready;
  const pool = new pg.Pool({ ...servers.postgres.address, max: 2 });
  keep.defer(() => pool.end());
  const home = dataFolder(keep);
  const { pid } = engine.child;
  if (pid === undefined) throw new Error('The engine has no process id: it did not start.');
  const memberOf = async (name: string, folder: string): Promise<Membership> => {
    const secret = accepted(await invite(pool, { site: name, name, province: 'hcm' }));
    return memberIn(folder, `${webUrl}/join#${name}.${secret}`);
  };
  return {
    ...{ servers, pool, webUrl, enginePid: pid },
    joinFolder: async (name, folder) => void (await memberOf(name, folder)),
    join: async (name) => {
      const folder = path.join(home, name);
      mkdirSync(folder);
      const member = await memberOf(name, folder);
      const clock = {
        get nowMs() {
          return Date.now();
        },
        get steadyMs() {
          return performance.now();
        },
      };
      return { site: keep.use(openTestSite(folder, { clock })), member };
    },
  };
};

/** At least so many rows that leave, by repeating a ticket that was really served. Returns the number of rows that leave. */
export const pileUp = async ({
  site,
  events,
}: {
  readonly site: TestSite;
  readonly events: number;
}): Promise<number> => {
  await serveOne(site);
  const rows = site.db
    .prepare<[], { type: string; body: string; day: string }>('SELECT type, body, day FROM journal ORDER BY seq')
    .all()
    .filter(({ type }) => 'leaves' in hubRules[type as BusinessEvent['type']]);
  const served = rows.filter(({ body }) => body.includes('"ticketId"'));
  const journal = createJournal(site.db);
  let count = rows.length;
  site.db.transaction(() => {
    const group = journal.begin(Date.now());
    for (let ticket = 0; count < events; ticket += 1) {
      const ticketId = `00000000-0000-7000-8000-${ticket.toString(16).padStart(12, '0')}`;
      for (const { type, body, day } of served) {
        group.append({ ...JSON.parse(body), ticketId, type } as BusinessEvent, day as BusinessDay);
        count += 1;
      }
    }
  })();
  return count;
};

export const eventsOf = async (pool: pg.Pool, names: readonly string[]): Promise<number> => {
  const { rows } = await pool.query(
    'SELECT count(*) AS n FROM event JOIN site ON site.no = event.site_no WHERE site.key = ANY ($1)',
    [names],
  );
  return Number(rows[0]?.n);
};
