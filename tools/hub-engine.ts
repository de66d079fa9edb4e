// npm run hub -- engine: the hub without its servers, for a city whose stream servers and database run on machines of their own.
import { existsSync, readFileSync } from 'node:fs';
import { nkeys } from '@nats-io/nats-core';
import type { Command } from 'commander';
import { HubError } from '../hub/hub-error.ts';
import { openEngine } from '../hub/open-engine.ts';
import type { DatabaseAddress } from '../hub/servers/postgres.ts';
import { createRightsFiles, type StreamNode } from '../hub/servers/rights-files.ts';
import { serverUser } from '../hub/servers/server-user.ts';
import { builtScreens } from './build-screens.ts';
import { gigabytes, log, noteRunning, partitions, port, proxy, stopOnSignal } from './hub-console.ts';

interface EngineOptions {
  readonly databaseUrl?: string;
  readonly nats: readonly string[];
  readonly natsNode: readonly string[];
  readonly seedFile: string;
  readonly natsCa?: string;
  readonly siteServer?: readonly string[];
  readonly host: string;
  readonly publicHost: string;
  readonly webPort: number;
  readonly publicUrl?: string;
  readonly trustProxy: readonly string[];
  readonly parts: number;
  readonly streamGigabytes: number;
}

/** `postgres://hub:secret@db.city.example:5432/hub` */
const databaseAddress = (text: string | undefined): DatabaseAddress => {
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : null;
  const database = url?.pathname.slice(1);
  // The value is not repeated: it holds a password.
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol) || !database || !url.username)
    throw new HubError(
      'The database’s address is missing or none. Say --database-url or MOTCUA_HUB_DATABASE_URL, like postgres://hub:PASSWORD@db.city.example:5432/hub',
    );
  return {
    ...{ host: url.hostname, port: Number(url.port || 5432), database: decodeURIComponent(database) },
    ...{ user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
  };
};

/** `/var/lib/motcua-hub/nats:8222` */
const streamNode = (text: string): StreamNode => {
  const [, folder, monitorPort] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (folder === undefined || monitorPort === undefined || !existsSync(folder))
    throw new HubError(
      `--nats-node "${text}" is no folder with a monitor port, such as /var/lib/motcua-hub/nats:8222. The folder holds nats.conf and is there before the engine.`,
    );
  return { folder, monitorPort: Number(monitorPort) };
};

const readSecret = (file: string): Uint8Array => {
  if (!existsSync(file))
    throw new HubError(
      `The hub's key ${file} is not there. "npm run hub -- new-key" prints one; every engine has the same.`,
    );
  return new TextEncoder().encode(readFileSync(file, 'utf8').trim());
};

const runEngine = async (folder: string, options: EngineOptions): Promise<void> => {
  const database = databaseAddress(options.databaseUrl ?? process.env['MOTCUA_HUB_DATABASE_URL']);
  const seed = readSecret(options.seedFile);
  const ca = options.natsCa === undefined ? null : readFileSync(options.natsCa, 'utf8');
  const { host, publicHost, webPort, parts, nats, trustProxy } = options;
  const engine = await openEngine({
    ...{ database, host, publicHost, webPort, trustProxy, parts, log, now: Date.now },
    publicUrl: options.publicUrl?.replace(/\/$/, '') ?? null,
    screensFolder: builtScreens,
    stream: { servers: nats, seed, ca, maxBytes: options.streamGigabytes * 2 ** 30 },
    rights: createRightsFiles({
      nodes: options.natsNode.map(streamNode),
      user: serverUser(),
      hubKey: nkeys.fromSeed(seed).getPublicKey(),
    }),
    reach: { servers: options.siteServer ?? nats, ca },
  });
  noteRunning(folder, { database, webUrl: engine.webUrl });
  process.send?.({ webUrl: engine.webUrl });
  log('info', 'the hub’s engine runs', { web: engine.webUrl });
  stopOnSignal(() => engine.stop());
};

/** `folderOf`: where the other verbs look for a running hub. */
export const addEngineVerbs = (program: Command, folderOf: () => string): void => {
  program
    .command('engine')
    .description('engine, rights and web server alone, beside stream servers and a database that run already')
    .option('--database-url <url>', 'else the variable MOTCUA_HUB_DATABASE_URL, which no list of processes shows')
    .requiredOption('--nats <address...>', 'every stream server: hub-1:4222 hub-2:4222 hub-3:4222')
    .requiredOption('--nats-node <folder:port...>', 'folder and monitor port of the stream server on this machine')
    .requiredOption('--seed-file <file>', 'the hub’s own key, the same at every engine')
    .option('--nats-ca <file>', 'who signed the stream servers’ certificates')
    .option('--site-server <address...>', 'what sites are told, where it is not the same as --nats')
    .option('--host <address>', '0.0.0.0 for the network', '127.0.0.1')
    .requiredOption('--public-host <name>', 'by which sites reach the web server')
    .option('--web-port <port>', 'join and health; 0: any', (text) => (text === '0' ? 0 : port(text)), 8095)
    .option('--public-url <url>', 'where citizens open the pages, such as that of an https server before this one')
    .option(
      '--trust-proxy <address...>',
      'of servers before the web server, whose X-Forwarded-For is believed',
      proxy,
      [],
    )
    .option('--parts <count>', 'partitions of a new hub, 1 to 64', partitions, 4)
    .option('--stream-gigabytes <count>', 'space of a new stream', gigabytes, 6)
    .action((options: EngineOptions) => runEngine(folderOf(), options));
  program
    .command('new-key')
    .description('a new key for --seed-file')
    .action(() => console.log(new TextDecoder().decode(nkeys.createUser().getSeed())));
};
