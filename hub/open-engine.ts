// The hub without its servers: engine, rights and web server, beside a database and stream servers that run already.
import { randomUUID } from 'node:crypto';
import { setTimeout as pauseAsync } from 'node:timers/promises';
import pg from 'pg';
import { createGuesses, createWrongCodes } from '../main/live/guesses.ts';
import { createLiveHub } from '../main/live/live.ts';
import { keepRights } from './admin/keep-rights.ts';
import { startDownlink } from './downlink/index.ts';
import { createErrands } from './errands/index.ts';
import { HubError, type HubLog } from './hub-error.ts';
import { type Ingest, startIngest } from './ingest/index.ts';
import type { DatabaseAddress } from './servers/postgres.ts';
import type { RightsFiles } from './servers/rights-files.ts';
import { hubMigrations, migrateHub } from './store/migrate.ts';
import { createFollowedTurns } from './turns/followed-turns.ts';
import { keepUp } from './upkeep/upkeep.ts';
import { createLastKnown } from './web/last-known.ts';
import { createPhoneCounts } from './web/phone-counts.ts';
import { createRelayLimits } from './web/relay-limits.ts';
import { createHubWeb } from './web/server.ts';

export interface EngineConfig {
  readonly database: DatabaseAddress;
  readonly stream: {
    /** Every stream server; as many as there are hold each message. */
    readonly servers: readonly string[];
    /** The private half of the hub's own key. */
    readonly seed: Uint8Array;
    /** PEM of whoever signed the servers' certificates; null where lines are not encrypted. */
    readonly ca: string | null;
    /** Of a new stream, bytes. */
    readonly maxBytes: number;
  };
  readonly rights: RightsFiles;
  /** Of the web server; 0.0.0.0 for the network. */
  readonly host: string;
  readonly publicHost: string;
  readonly webPort: number;
  /** Where citizens open the pages, such as https://… of a server before this one; null: at `publicHost`. */
  readonly publicUrl: string | null;
  /** Addresses or networks of servers before the web server, whose X-Forwarded-For is believed. Of nobody else's. */
  readonly trustProxy: readonly string[];
  /** What sites are told when they join. */
  readonly reach: { readonly servers: readonly string[]; readonly ca: string | null };
  /** Of a new hub; later the database's word counts. */
  readonly parts: number;
  /** Folder of the built screens. */
  readonly screensFolder: string;
  readonly log: HubLog;
  readonly now: () => number;
}

export interface Engine {
  readonly webUrl: string;
  readonly pool: pg.Pool;
  readonly ingest: Ingest;
  stop(): Promise<void>;
}

const settingsOf = async (pool: pg.Pool, parts: number): Promise<number> => {
  await pool.query('INSERT INTO setting (parts) VALUES ($1) ON CONFLICT DO NOTHING', [parts]);
  const { rows } = await pool.query<{ parts: number }>('SELECT parts FROM setting');
  return rows[0]?.parts ?? parts;
};

/** Errors: HubError; what the database says when it cannot be used. Leaves nothing running when it throws. */
export const openEngine = async (config: EngineConfig): Promise<Engine> => {
  const { database, stream, log, now } = config;
  await using opening = new AsyncDisposableStack();
  // Compiling a question of the city's view takes longer than answering it.
  const options = '-c jit=off';
  const pool = new pg.Pool({ ...database, options, max: 6, connectionTimeoutMillis: 5000 });
  pool.on('error', () => undefined);
  opening.defer(() => pool.end());
  const client = await pool.connect();
  try {
    const steps = await migrateHub(client, hubMigrations);
    if (steps.length > 0) log('info', 'the database was brought to this version', { steps });
  } finally {
    client.release();
  }
  const parts = await settingsOf(pool, config.parts);
  const upkeep = await keepUp({ pool, now, log });
  opening.defer(() => upkeep.stop());
  const keeper = await keepRights({ pool, servers: config.rights, log });
  opening.defer(() => keeper.stop());
  const ingest = await startIngest({
    ...{ servers: stream.servers, seed: stream.seed, ca: stream.ca, database, parts, now, log },
    replicas: stream.servers.length,
    maxStreamBytes: stream.maxBytes,
    pause: (ms) => pauseAsync(ms),
  });
  opening.defer(() => ingest.stop());
  const downlink = await startDownlink({ pool, connection: ingest.connection, now, log });
  opening.defer(() => downlink.stop());
  const live = createLiveHub({ now, read: (work) => work(), log });
  opening.defer(() => live.close());
  const turns = createFollowedTurns({
    ...{ connection: ingest.connection, follower: randomUUID(), now, log },
    onChange: () => live.touch(),
  });
  opening.defer(() => turns.stop());
  const monotonicMs = () => performance.now();
  const wrongCode = createWrongCodes({
    guesses: createGuesses({ monotonicMs }),
    wait: (ms) => pauseAsync(ms),
  });
  const counts = createPhoneCounts();
  let webUrl = '';
  const web = createHubWeb({
    citizens: {
      ...{ turns, live, errands: createErrands({ pool, now }) },
      lastKnown: createLastKnown({ now }),
      limits: createRelayLimits({ monotonicMs, counts }),
      counts,
      wrongCode,
    },
    pagesUrl: () => webUrl,
    ...{ pool, rights: keeper, ingest, parts, now, log },
    ...{ reach: config.reach, screensFolder: config.screensFolder, trustProxy: config.trustProxy },
  });
  opening.defer(() => web.close());
  try {
    await web.listen({ host: config.host, port: config.webPort });
  } catch (cause) {
    throw new HubError(
      `The web server cannot listen on port ${config.webPort}: ${cause instanceof Error ? cause.message : String(cause)}. Choose another one: --web-port`,
    );
  }
  const address = web.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.webPort;
  webUrl = config.publicUrl ?? `http://${config.publicHost}:${port}`;
  const running = opening.move();
  return { webUrl: `http://${config.publicHost}:${port}`, pool, ingest, stop: () => running.disposeAsync() };
};
