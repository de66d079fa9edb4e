// PostgreSQL of Debian's package in a folder of ours, on loopback, with a password of its own.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { HubError } from '../hub-error.ts';
import { needFreePort } from './free-port.ts';
import { isOurs, lastLines, type ServerProcess, startServer } from './server-process.ts';
import type { ServerUser } from './server-user.ts';

export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface PostgresServer {
  readonly address: DatabaseAddress;
  /** `fast` ends open work, `immediate` is a crash. */
  stop(how: 'fast' | 'immediate'): Promise<void>;
  start(): Promise<void>;
  readonly isRunning: () => boolean;
}

const READY_WITHIN_MS = 60_000;
const ROOT = '/usr/lib/postgresql';

/** The newest that is installed. Errors: HubError when there is none. */
export const postgresPrograms = (): string => {
  const versions = existsSync(ROOT) ? readdirSync(ROOT).filter((version) => /^\d+$/.test(version)) : [];
  const newest = versions
    .sort((a, b) => Number(b) - Number(a))
    .find((version) => existsSync(`${ROOT}/${version}/bin/initdb`));
  if (newest === undefined)
    throw new HubError(`No PostgreSQL under ${ROOT}. Run: apt-get install -y --no-install-recommends postgresql`);
  return `${ROOT}/${newest}/bin`;
};

const runOnce = (program: string, args: readonly string[], user: ServerUser): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: '/',
      env: { LANG: 'C.UTF-8' },
      ...(user ?? {}),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new HubError(`${program} ended with ${code}: ${output.slice(-1500)}`)),
    );
  });

/** Resolves when it answers queries. */
const untilReady = async (address: DatabaseAddress, server: ServerProcess, logFile: string): Promise<void> => {
  for (const endMs = performance.now() + READY_WITHIN_MS; performance.now() < endMs; await pause(50)) {
    if (!server.isRunning()) throw new HubError(`PostgreSQL ended at once:\n${lastLines(logFile)}`);
    const client = new pg.Client({ ...address, database: 'postgres', connectionTimeoutMillis: 2000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [address.database]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${address.database}`);
      return;
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === '28P01')
        throw new HubError('PostgreSQL refuses the password of the folder "secret". Was that folder replaced?');
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  throw new HubError(`PostgreSQL did not answer within ${READY_WITHIN_MS / 1000} s:\n${lastLines(logFile)}`);
};

const passwordOf = (folder: string): string => {
  const file = path.join(folder, 'secret/postgres.password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
};

const initialise = async (folder: string, password: string, user: ServerUser): Promise<void> => {
  const cluster = path.join(folder, 'postgres/cluster');
  if (existsSync(path.join(cluster, 'PG_VERSION'))) return;
  // A folder without that file is what a cut-off beginning left.
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(cluster, { mode: 0o700 });
  const passwordFile = path.join(folder, 'postgres/first.password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== null) for (const each of [cluster, passwordFile]) chownSync(each, user.uid, user.gid);
  try {
    const args = [
      '-D',
      cluster,
      '-U',
      'hub',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
    ];
    await runOnce(`${postgresPrograms()}/initdb`, args, user);
  } finally {
    rmSync(passwordFile);
  }
};

/** Ends what a hub that was killed left behind: two would damage nothing, but the second could not start. */
const endLeftBehind = async (folder: string): Promise<void> => {
  const file = path.join(folder, 'postgres/cluster/postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  for (let tries = 0; isOurs(pid, folder) && tries < 200; tries += 1) {
    if (tries === 0) process.kill(pid, 'SIGINT');
    await pause(50);
  }
};

export const startPostgres = async (place: {
  readonly folder: string;
  readonly port: number;
  readonly user: ServerUser;
}): Promise<PostgresServer> => {
  const { folder, port, user } = place;
  const password = passwordOf(folder);
  await initialise(folder, password, user);
  await endLeftBehind(folder);
  await needFreePort(port, { host: '127.0.0.1', option: '--postgres-port' });
  const address = { host: '127.0.0.1', port, user: 'hub', password, database: 'hub' };
  const logFile = path.join(folder, 'log/postgres.log');
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    max_connections: '60',
  };
  let server: ServerProcess;
  const start = async (): Promise<void> => {
    server = startServer({
      ...{ name: 'PostgreSQL', program: `${postgresPrograms()}/postgres`, user, logFile },
      args: [
        '-D',
        path.join(folder, 'postgres/cluster'),
        ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
      ],
    });
    try {
      await untilReady(address, server, logFile);
    } catch (error) {
      await server.end('SIGINT');
      throw error;
    }
  };
  await start();
  return {
    address,
    start,
    stop: (how) => server.end(how === 'fast' ? 'SIGINT' : 'SIGQUIT'),
    isRunning: () => server.isRunning(),
  };
};
