// A real site that is joined to a hub, its work, and what both sides have in the end.
import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import type pg from 'pg';
import { type HubRule, hubRules } from '../../contract/hub.ts';
import type { CounterId } from '../../contract/ids.ts';
import {
  type HubLink,
  type HubLinkDeps,
  joinHub,
  type Membership,
  openNatsLine,
  readMembership,
  startHubLink,
} from '../../main/services/hub-link/index.ts';
import { databaseFile } from '../../main/store/backup.ts';
import { accepted, clerk, counters, newKey, openTestSite, services, type TestSite } from './site.ts';
import { until } from './test-hub.ts';

const later = (delayMs: number, run: () => void): Disposable => {
  const timer = setTimeout(run, delayMs);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
};

/** Joins with a code, or as who it joined before when there is none. */
export const memberIn = async (folder: string, code: string | null): Promise<Membership> => {
  if (code !== null) accepted(await joinHub(code, folder));
  const membership = accepted(readMembership(folder));
  if (membership === null) throw new Error('The site did not join.');
  return membership;
};

/** Over a line of whatever kind. */
export const linkBy = (
  site: TestSite,
  key: string,
  openLine: HubLinkDeps['openLine'],
  obey: HubLinkDeps['obey'] = () => Promise.resolve(),
): HubLink =>
  startHubLink({
    ...{ db: site.db, ledger: site.ledger, now: Date.now, later, random: Math.random },
    ...{ site: key, openLine, obey },
    asked: () => Promise.resolve({ kind: 'refused', message: 'no screens here' }),
    word: () => ({ devices: 0, down: [] }),
    log: () => undefined,
    onChange: () => undefined,
  });

/** `servers`: by another way than the hub told. */
export const linkOf = (site: TestSite, { answer, seed }: Membership, servers = answer.servers): HubLink =>
  linkBy(site, answer.site, openNatsLine({ membership: { ...answer, servers }, seed }));

/** One ticket that is taken, called and served; or the one that lies at the counter since the host fell over. */
export const serveOne = async (site: TestSite, counterId: CounterId = counters.one): Promise<void> => {
  const inHand = () => site.queue.reads.allInHand().find((ticket) => ticket.counterId === counterId);
  if (inHand() === undefined) {
    await site.issue(services.copies);
    accepted(await site.queue.next(clerk(counterId), newKey()));
  }
  const ticket = inHand();
  if (ticket === undefined) throw new Error('Nobody was called.');
  if (ticket.state === 'called') accepted(await site.queue.step({ step: 'start' }, clerk(counterId), ticket.ticketId));
  accepted(await site.queue.step({ step: 'finish' }, clerk(counterId), ticket.ticketId));
};

export const serve = async (site: TestSite, count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await serveOne(site);
};

/** With the clock of this machine. */
export const openNow = (folder: string): TestSite =>
  openTestSite(folder, { clock: { nowMs: Date.now(), steadyMs: 0 } });

export const complete = (running: HubLink): Promise<void> =>
  until('the hub has the whole journal', () => running.status().state === 'up-to-date', 30_000);

/** What one side has of a site. */
export interface Held {
  readonly rows: number;
  /** SHA-256 of number, id and kind of every row, in their order. */
  readonly hash: string;
}

const heldOf = (lines: readonly string[]): Held => ({
  rows: lines.length,
  hash: createHash('sha256').update(lines.join('\n')).digest('hex'),
});

const doesLeave = (kind: string): boolean => {
  const rule: HubRule | undefined = (hubRules as Readonly<Record<string, HubRule>>)[kind];
  return rule !== undefined && 'leaves' in rule;
};

/** What has to be at the hub, read from the journal's file by nothing of the link. */
export const heldBySite = (databaseFile: string): Held => {
  const db = new Database(databaseFile, { readonly: true });
  try {
    const salt = db.prepare<[], Buffer>('SELECT salt FROM hub_link').pluck().get() ?? Buffer.alloc(0);
    const rows = db
      .prepare<[], { seq: number; type: string; hash: Buffer }>('SELECT seq, type, hash FROM journal ORDER BY seq')
      .all();
    return heldOf(
      rows
        .filter(({ type }) => doesLeave(type))
        .map(({ seq, type, hash }) => {
          const id = createHash('sha256').update(salt).update(hash).digest('hex').slice(0, 32);
          return `${seq} ${id} ${type}`;
        }),
    );
  } finally {
    db.close();
  }
};

export const heldByHub = async (pool: pg.Pool, site: string): Promise<Held> => {
  const { rows } = await pool.query(
    `SELECT event.seq, replace(event.id::text, '-', '') AS id, event.kind FROM event JOIN site ON site.no = event.site_no
     WHERE site.key = $1 ORDER BY event.seq, event.id`,
    [site],
  );
  return heldOf(rows.map(({ seq, id, kind }) => `${seq} ${id} ${kind}`));
};

/** Whether the hub has of the site what its journal holds, and nothing else. */
export const isComplete = async (pool: pg.Pool, site: TestSite, name: string): Promise<boolean> =>
  heldBySite(databaseFile(site.folder)).hash === (await heldByHub(pool, name)).hash;
