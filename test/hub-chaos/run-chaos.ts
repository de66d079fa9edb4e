// Cuts lines and kills processes of a whole hub under load, and compares after each round what the sites have with what the hub has.
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { invite } from '../../hub/admin/sites.ts';
import { asItIs, type EngineProcess, type HubServers, startEngine, startHubServers } from '../support/hub-servers.ts';
import { heldByHub } from '../support/hub-site.ts';
import { seeded } from '../support/seeded.ts';
import { accepted, temporaryFolder } from '../support/site.ts';
import { type ChaosSite, openChaosSite } from './chaos-site.ts';

export interface ChaosOptions {
  readonly cuts: number;
  readonly kills: number;
  readonly rounds: number;
  readonly sites: number;
  readonly seed: number;
  /** Ends everything that was started; the run then rejects. */
  readonly signal: AbortSignal;
  readonly onRound: (report: RoundReport) => void;
}

const victims = ['site', 'engine', 'stream server', 'database'] as const;
export type Victim = (typeof victims)[number];

export interface RoundReport {
  readonly round: number;
  readonly cuts: number;
  readonly killed: Readonly<Record<Victim, number>>;
  /** Of all sites since the beginning. */
  readonly events: number;
  /** Rows that came a second time and were dropped. */
  readonly doubles: number;
  /** From the last ticket until both sides were the same. */
  readonly caughtUpMs: number;
  /** Empty when the hub has what the sites have, each event once. */
  readonly differences: readonly string[];
}

const WITHIN_MS = 180_000;

/** Whom a kill meets, of a hundred. */
const victimOf = (share: number): Victim =>
  share < 0.4 ? 'site' : share < 0.7 ? 'engine' : share < 0.85 ? 'stream server' : 'database';

const createFaults = (at: {
  readonly servers: HubServers;
  readonly sites: readonly ChaosSite[];
  readonly engines: EngineProcess[];
  readonly random: () => number;
}) => {
  const { servers, sites, engines, random } = at;
  const oneOf = <T>(all: readonly T[]): T => {
    const picked = all[Math.floor(random() * all.length)];
    if (picked === undefined) throw new Error('There is nobody to pick.');
    return picked;
  };
  const connected = async (): Promise<ChaosSite> => {
    for (const endMs = performance.now() + WITHIN_MS; performance.now() < endMs; await pause(5)) {
      const there = sites.filter((site) => site.isConnected());
      if (there.length > 0) return oneOf(there);
    }
    throw new Error(`No site came back within ${WITHIN_MS / 1000} s.`);
  };
  const kill: Readonly<Record<Victim, () => Promise<void>>> = {
    site: () => oneOf(sites).kill(),
    engine: async () => {
      const index = Math.floor(random() * engines.length);
      engines[index]?.child.kill('SIGKILL');
      await engines[index]?.ended;
      engines[index] = startEngine(servers, `engine-${index}`);
    },
    'stream server': async () => {
      const node = Math.floor(random() * servers.nodes.length);
      await servers.nats.kill(node);
      await pause(random() * 500);
      await servers.nats.start([node]);
    },
    database: async () => {
      await servers.postgres.stop(random() < 0.5 ? 'immediate' : 'fast');
      await pause(random() * 500);
      await servers.postgres.start();
    },
  };
  return {
    /** Only a line that somebody uses is cut. */
    cut: async (): Promise<void> => {
      const { lines } = await connected();
      await pause(random() * 60);
      const how = random();
      if (how < 0.15) {
        for (const line of lines) line.silence();
        await pause(random() * 500);
      } else if (how < 0.4) {
        const bytes = Math.floor(random() * 2000);
        for (const line of lines) line.cutAfter(bytes);
        await pause(random() * 100);
      }
      for (const line of lines) line.cut();
    },
    kill: async (): Promise<Victim> => {
      const victim = victimOf(random());
      await pause(random() * 100);
      await kill[victim]();
      return victim;
    },
  };
};

/** What the hub's own books say against each other; empty when sound. */
const bookkeeping = async (pool: pg.Pool): Promise<string[]> => {
  const { rows } = await pool.query<Record<string, string>>(`SELECT
    (SELECT count(*) FROM event) - (SELECT count(*) FROM (SELECT DISTINCT site_no, epoch_no, seq FROM event) AS once) AS "rows that stand twice",
    (SELECT count(*) FROM kept_aside) AS "rows kept aside",
    (SELECT count(*) FROM event) - (SELECT coalesce(sum(n), 0) FROM day_count) AS "events not in the day's counts",
    (SELECT count(*) FROM event WHERE kind = 'ticket-finished') - (SELECT count(*) FROM ticket WHERE state = 'finished') AS "finished tickets in another state",
    (SELECT count(*) FROM epoch) - (SELECT count(*) FROM site) AS "epochs too many"`);
  return Object.entries(rows[0] ?? {}).flatMap(([what, count]) => (Number(count) === 0 ? [] : [`${what}: ${count}`]));
};

const differencesOf = async (pool: pg.Pool, sites: readonly ChaosSite[]): Promise<string[]> => {
  const differing: string[] = [];
  for (const site of sites) {
    const [own, hubs] = [site.held(), await heldByHub(pool, site.name)];
    if (own.hash !== hubs.hash)
      differing.push(
        `${site.name}: ${own.rows} rows ${own.hash.slice(0, 12)} at the site, ${hubs.rows} ${hubs.hash.slice(0, 12)} at the hub`,
      );
  }
  if (sites.every((site) => site.held().rows === 0)) differing.push('no site has anything to compare');
  return differing.length > 0 ? differing : bookkeeping(pool);
};

/** Until both sides are the same, or what still differs when the time is over. */
const settle = async (at: {
  readonly pool: pg.Pool;
  readonly sites: readonly ChaosSite[];
  readonly signal: AbortSignal;
}): Promise<string[]> => {
  for (const endMs = performance.now() + WITHIN_MS; ; await pause(50)) {
    at.signal.throwIfAborted();
    const differences = await differencesOf(at.pool, at.sites).catch((error: unknown) => [String(error)]);
    if (differences.length === 0 || performance.now() > endMs) return differences;
  }
};

/** Every round's share of a whole: the sum over all rounds is exact. */
const shareOf = (whole: number, { round, rounds }: { readonly round: number; readonly rounds: number }): number =>
  Math.floor((whole * round) / rounds) - Math.floor((whole * (round - 1)) / rounds);

export const runChaos = async (options: ChaosOptions): Promise<readonly RoundReport[]> => {
  const { cuts, kills, rounds, seed, signal, onRound } = options;
  const random = seeded(seed);
  using temporary = temporaryFolder();
  await using running = new AsyncDisposableStack();
  const servers = running.use(await startHubServers({ nodes: 3, prepare: asItIs }));
  const engines = ['engine-0', 'engine-1'].map((name) => startEngine(servers, name));
  running.defer(async () => {
    for (const { child } of engines) child.kill('SIGKILL');
    await Promise.all(engines.map(({ ended }) => ended));
  });
  const [webUrl = ''] = await Promise.all(engines.map(({ ready }) => ready));
  const pool = new pg.Pool({ ...servers.postgres.address, max: 2, connectionTimeoutMillis: 5000 });
  pool.on('error', () => undefined);
  running.defer(() => pool.end());
  const sites: ChaosSite[] = [];
  for (let n = 1; n <= options.sites; n += 1) {
    const name = `ward-${n}`;
    const code = `${webUrl}/join#${name}.${accepted(await invite(pool, { site: name, name, province: 'hcm' }))}`;
    const natsPorts = servers.nats.addresses.map((address) => Number(address.split(':')[1]));
    sites.push(running.use(await openChaosSite({ folder: temporary.folder, name, code, natsPorts })));
  }
  const faults = createFaults({ servers, sites, engines, random });
  const reports: RoundReport[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const left = { cuts: shareOf(cuts, { round, rounds }), kills: shareOf(kills, { round, rounds }) };
    const all = left.cuts;
    const killed: Record<Victim, number> = { site: 0, engine: 0, 'stream server': 0, database: 0 };
    while (left.cuts + left.kills > 0) {
      signal.throwIfAborted();
      if (random() * (left.cuts + left.kills) < left.cuts) {
        await faults.cut();
        left.cuts -= 1;
      } else {
        killed[await faults.kill()] += 1;
        left.kills -= 1;
      }
    }
    for (const site of sites) await site.rest();
    const restedMs = performance.now();
    const differences = await settle({ pool, sites, signal });
    const caughtUpMs = performance.now() - restedMs;
    const { rows } = await pool.query(
      'SELECT (SELECT count(*) FROM event) AS events, (SELECT sum(doubles) FROM epoch) AS doubles',
    );
    const report: RoundReport = {
      ...{ round, cuts: all, killed, caughtUpMs, differences },
      events: Number(rows[0]?.events),
      doubles: Number(rows[0]?.doubles),
    };
    reports.push(report);
    onRound(report);
    if (differences.length > 0) break;
    for (const site of sites) site.work();
  }
  return reports;
};
