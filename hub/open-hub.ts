// A hub on one machine, whole: database, stream servers, engine. Ends all of it in the right order.
import type { HubLog } from './hub-error.ts';
import { type Engine, openEngine } from './open-engine.ts';
import { checkCertificate, type TlsFiles } from './servers/check-certificate.ts';
import { holdFolder } from './servers/hold-folder.ts';
import { createNatsServers, type NatsPlace, type NatsServers } from './servers/nats.ts';
import { type PostgresServer, startPostgres } from './servers/postgres.ts';
import { makeDataFolder, serverUser } from './servers/server-user.ts';

export interface HubConfig {
  readonly folder: string;
  readonly natsProgram: string;
  /** Where sites connect to and join; 0.0.0.0 for the network. */
  readonly host: string;
  /** Names or addresses by which sites reach this machine; the same as `host` where it says so. */
  readonly publicHost: string;
  readonly webPort: number;
  /** Where citizens open the pages; null: at `publicHost`. */
  readonly publicUrl: string | null;
  /** Addresses or networks of servers before the web server, whose X-Forwarded-For is believed. Of nobody else's. */
  readonly trustProxy: readonly string[];
  readonly postgresPort: number;
  /** One a node: more than one make a replicated stream, on this machine. */
  readonly natsPorts: NatsPlace['ports'];
  /** Of a new hub; later the database's word counts. */
  readonly parts: number;
  readonly maxStreamBytes: number;
  readonly tls: TlsFiles | null;
  /** Folder of the built screens. */
  readonly screensFolder: string;
  readonly log: HubLog;
  readonly now: () => number;
}

export interface Hub extends Engine {
  readonly postgres: PostgresServer;
  readonly nats: NatsServers;
}

/** Streams take at most this part of the space that the server may use. */
const STREAM_SHARE = 0.6;

/** Errors: HubError. Leaves nothing running when it throws. */
export const openHub = async (config: HubConfig): Promise<Hub> => {
  const { folder, host, publicHost, publicUrl, webPort, tls, parts, screensFolder, log, now } = config;
  const ca = tls === null ? null : checkCertificate(tls, { name: publicHost, nowMs: now() });
  await using opening = new AsyncDisposableStack();
  const user = serverUser();
  makeDataFolder(folder, user);
  opening.use(await holdFolder(folder));
  const postgres = await startPostgres({ folder, port: config.postgresPort, user });
  opening.defer(() => postgres.stop('fast'));
  const nats = createNatsServers({
    ...{ folder, program: config.natsProgram, user, host, ports: config.natsPorts, tls },
    maxFileBytes: Math.ceil(config.maxStreamBytes / STREAM_SHARE),
  });
  opening.defer(() => nats.stop());
  await nats.start();
  const reach = { servers: config.natsPorts.map(({ client }) => `${publicHost}:${client}`), ca };
  const engine = await openEngine({
    ...{ host, publicHost, publicUrl, webPort, parts, screensFolder, rights: nats, reach, log, now },
    trustProxy: config.trustProxy,
    database: postgres.address,
    stream: {
      ...{ seed: nats.seed, ca, maxBytes: config.maxStreamBytes },
      // A certificate is for the name that sites use.
      servers: tls === null ? nats.addresses : reach.servers,
    },
  });
  opening.defer(() => engine.stop());
  const running = opening.move();
  return { ...engine, postgres, nats, stop: () => running.disposeAsync() };
};
