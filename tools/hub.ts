// npm run hub: the city's hub on one machine. Without a verb it starts everything and Ctrl-C ends everything.
//
//   npm run hub
//   npm run hub -- invite ward-7 --name "Phường 7" --province hcm
//   npm run hub -- sites | revoke ward-7 | aside
//   npm run hub -- engine … | new-key
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import pg from 'pg';
import { invite, listSites, revoke } from '../hub/admin/sites.ts';
import { HubError } from '../hub/hub-error.ts';
import { type HubConfig, openHub } from '../hub/open-hub.ts';
import type { DatabaseAddress } from '../hub/servers/postgres.ts';
import { closedFolders, serverUser } from '../hub/servers/server-user.ts';
import { buildScreens, builtScreens } from './build-screens.ts';
import { addCityVerbs } from './hub-city.ts';
import { gigabytes, log, noteRunning, partitions, port, proxy, runningFile, stopOnSignal } from './hub-console.ts';
import { addDownlink } from './hub-downlink.ts';
import { addEngineVerbs } from './hub-engine.ts';
import { addOperations } from './hub-operations.ts';
import { ensureHubPackages } from './hub-packages.ts';

interface Options {
  readonly data?: string;
}

interface StartOptions extends Options {
  readonly host: string;
  readonly publicHost?: string;
  readonly webPort: number;
  readonly publicUrl?: string;
  readonly trustProxy: readonly string[];
  readonly natsPort: number;
  readonly postgresPort: number;
  readonly parts: number;
  readonly streamGigabytes: number;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsCa?: string;
}

/** In the clone; for root, whose home is closed to the database's user, where system data lies. */
const dataFolder = ({ data }: Options): string => {
  if (data !== undefined) return path.resolve(data);
  const usual = path.resolve('data/hub');
  return existsSync('/usr/lib/postgresql') && closedFolders(usual, serverUser()).length > 0
    ? '/var/lib/motcua-hub'
    : usual;
};

/** Errors: HubError for one or two of the three: half of them would mean lines that are not encrypted. */
const tlsOf = ({ tlsCert, tlsKey, tlsCa }: StartOptions): HubConfig['tls'] => {
  if (tlsCert && tlsKey && tlsCa) return { certFile: tlsCert, keyFile: tlsKey, caFile: tlsCa };
  if (tlsCert || tlsKey || tlsCa)
    throw new HubError('Encrypted lines need all three: --tls-cert, --tls-key and --tls-ca. Nothing was started.');
  return null;
};

/** Errors: HubError where sites would be told an address that means themselves. */
const publicHostOf = ({ host, publicHost }: StartOptions): string => {
  if (publicHost === undefined && ['0.0.0.0', '::'].includes(host))
    throw new HubError(
      `--host ${host} is every address of this machine. Say also by which name or address sites reach it: --public-host hub.city.example`,
    );
  return publicHost ?? host;
};

const start = async (options: StartOptions): Promise<void> => {
  const tls = tlsOf(options);
  const publicHost = publicHostOf(options);
  const natsProgram = await ensureHubPackages();
  await buildScreens();
  const folder = dataFolder(options);
  const opening = openHub({
    ...{ folder, natsProgram, publicHost, tls, log, now: Date.now },
    host: options.host,
    webPort: options.webPort,
    trustProxy: options.trustProxy,
    publicUrl: options.publicUrl?.replace(/\/$/, '') ?? null,
    postgresPort: options.postgresPort,
    natsPorts: [{ client: options.natsPort, monitor: options.natsPort + 4000, cluster: options.natsPort + 2000 }],
    parts: options.parts,
    maxStreamBytes: options.streamGigabytes * 2 ** 30,
    screensFolder: builtScreens,
  });
  // From the first server on: whoever stops a hub that is still starting leaves none behind.
  const isStopping = stopOnSignal(async () => (await opening).stop());
  const hub = await opening;
  if (isStopping()) return;
  noteRunning(folder, { database: hub.postgres.address, webUrl: hub.webUrl });
  console.log(`
  Máy chủ thành phố đã chạy · the hub runs

  Toàn cảnh  · city     ${hub.webUrl}/city/
  Tình trạng · health   ${hub.webUrl}/health
  Số đo      · metrics  ${hub.webUrl}/metrics
  Các nơi    · sites    nats://${publicHost}:${options.natsPort}
  Dữ liệu    · data     ${folder}

  Mời một nơi · invite  npm run hub -- invite <site> --name "…" --province <province>
  Cho người xem · let look  npm run hub -- account add <name>
  Ctrl-C để dừng · to stop
`);
};

const withHub = async (
  options: Options,
  work: (pool: pg.Pool, webUrl: string, database: DatabaseAddress) => Promise<void>,
): Promise<void> => {
  const file = runningFile(dataFolder(options));
  if (!existsSync(file)) throw new HubError(`No hub ever ran in ${dataFolder(options)}. Start it with: npm run hub`);
  const { database, webUrl } = JSON.parse(readFileSync(file, 'utf8'));
  const pool = new pg.Pool({ ...database, max: 1, connectionTimeoutMillis: 5000 });
  try {
    await work(pool, webUrl, database);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED')
      throw new HubError('The hub does not run. Start it with: npm run hub');
    throw error;
  } finally {
    await pool.end();
  }
};

const since = (atMs: number | null): string =>
  atMs === null ? 'never' : `${Math.round((Date.now() - atMs) / 1000)} s ago`;

const program = new Command('hub')
  .description('the city’s hub')
  .showHelpAfterError()
  .option('--data <folder>', 'where everything lies');
program
  .command('start', { isDefault: true })
  .description('start database, stream server, engine and web server')
  .option('--host <address>', '0.0.0.0 for the network', '127.0.0.1')
  .option('--public-host <name>', 'by which sites reach this machine')
  .option('--web-port <port>', 'join and health', port, 8095)
  .option('--public-url <url>', 'where citizens open the pages, such as that of an https server before this one')
  .option(
    '--trust-proxy <address...>',
    'of servers before the web server, whose X-Forwarded-For is believed',
    proxy,
    [],
  )
  .option('--nats-port <port>', 'for the sites', port, 4222)
  .option('--postgres-port <port>', 'loopback only', port, 54_329)
  .option('--parts <count>', 'partitions of a new hub, 1 to 64', partitions, 4)
  .option('--stream-gigabytes <count>', 'space of the stream', gigabytes, 6)
  .option('--tls-cert <file>', 'certificate for the sites’ connections')
  .option('--tls-key <file>', 'its key')
  .option('--tls-ca <file>', 'who signed it')
  .action((options: StartOptions) => start({ ...program.opts<Options>(), ...options }));
program
  .command('invite')
  .description('a one-time join code for a site; again for one that lost its key')
  .argument('<site>')
  .requiredOption('--name <name>', 'as people know it')
  .requiredOption('--province <province>', 'a token of its subject, such as hcm')
  .action((site: string, { name, province }: { name: string; province: string }) =>
    withHub(program.opts(), async (pool, webUrl) => {
      const secret = await invite(pool, { site, name, province });
      if (!secret.ok) throw new HubError(secret.error.message);
      console.log(
        `Good once, for seven days. At the site:\n\n  npm run -s motcua -- hub join '${webUrl}/join#${site}.${secret.value}'\n`,
      );
    }),
  );
program
  .command('revoke')
  .description('cut a site off; what it sent stays')
  .argument('<site>')
  .action((site: string) =>
    withHub(program.opts(), async (pool) => {
      const done = await revoke(pool, site);
      if (!done.ok) throw new HubError(done.error.message);
      console.log(`${site} is cut off within a second`);
    }),
  );
program
  .command('sites')
  .description('every site and how far it is')
  .action(() =>
    withHub(program.opts(), async (pool) => {
      for (const site of await listSites(pool))
        console.log(
          `${site.key}\t${site.name}\t${site.state}\trows ${site.applied}\tlast ${since(site.lastSeenMs)}\tclock ${Math.round(site.clockOffMs / 1000)} s\tkept aside ${site.aside}`,
        );
    }),
  );
addOperations(program, {
  with: (work) => withHub(program.opts(), work),
  folder: () => dataFolder(program.opts()),
});

addCityVerbs(program, (work) => withHub(program.opts(), work));

addDownlink(program, (work) => withHub(program.opts(), work));
addEngineVerbs(program, () => dataFolder(program.opts<Options>()));

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof HubError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
