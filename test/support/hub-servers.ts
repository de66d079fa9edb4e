// Stream servers and a database on loopback, started apart from any engine, and engines as processes of their own beside them.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../hub/servers/free-port.ts';
import { createNatsServers, type NatsServers } from '../../hub/servers/nats.ts';
import { type PostgresServer, startPostgres } from '../../hub/servers/postgres.ts';
import type { StreamNode } from '../../hub/servers/rights-files.ts';
import { makeDataFolder, serverUser } from '../../hub/servers/server-user.ts';
import { ensureHubPackages } from '../../tools/hub-packages.ts';
import { projectFolder } from './site.ts';

/** What an engine has to be told. */
export interface EngineSurroundings {
  readonly folder: string;
  readonly postgres: PostgresServer;
  readonly addresses: readonly string[];
  readonly nodes: readonly StreamNode[];
  readonly seedFile: string;
  /** Of the authority of encrypted lines. */
  readonly caFile: string | null;
}

export interface HubServers extends EngineSurroundings, AsyncDisposable {
  readonly nats: NatsServers;
}

export interface HubServersOptions {
  readonly nodes: number;
  /** Before anything starts in the folder; what it returns is disposed of after everything has ended. */
  readonly prepare: (folder: string) => Disposable;
}

export const startHubServers = async ({ nodes, prepare }: HubServersOptions): Promise<HubServers> => {
  await using opening = new AsyncDisposableStack();
  const folder = mkdtempSync(path.join(tmpdir(), 'motcua-hub-'));
  opening.defer(() => rmSync(folder, { recursive: true, force: true }));
  const user = serverUser();
  makeDataFolder(folder, user);
  opening.use(prepare(folder));
  const postgres = await startPostgres({ folder, port: await freePort(), user });
  opening.defer(() => postgres.stop('fast'));
  const ports = await Promise.all(
    Array.from({ length: nodes }, async () => ({
      client: await freePort(),
      monitor: await freePort(),
      cluster: await freePort(),
    })),
  );
  const nats = createNatsServers({
    ...{ folder, program: await ensureHubPackages(), user, host: '127.0.0.1', ports, tls: null },
    maxFileBytes: 2 ** 30,
  });
  opening.defer(() => nats.stop());
  await nats.start();
  const running = opening.move();
  return {
    ...{ folder, postgres, nats, addresses: nats.addresses, caFile: null },
    seedFile: path.join(folder, 'secret/hub.seed'),
    nodes: ports.map(({ monitor }, node) => ({ folder: path.join(folder, `nats/n${node}`), monitorPort: monitor })),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};

export const asItIs = (): Disposable => ({ [Symbol.dispose]: () => undefined });

export interface EngineProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Its web server, once it answers; rejects with what it printed when it ended before. */
  readonly ready: Promise<string>;
  readonly ended: Promise<void>;
}

const databaseUrl = ({ postgres }: EngineSurroundings): string => {
  const { user, password, host, port, database } = postgres.address;
  return `postgres://${user}:${password}@${host}:${port}/${database}`;
};

/** `npm run hub -- engine` beside the servers, with a partition for each of two engines. */
export const startEngine = (beside: EngineSurroundings, name: string): EngineProcess => {
  const { folder, addresses, nodes, seedFile, caFile } = beside;
  const home = path.join(folder, name);
  mkdirSync(home, { recursive: true });
  const child = spawn(
    process.execPath,
    [
      ...['--disable-warning=ExperimentalWarning', path.join(projectFolder, 'tools/hub.ts'), '--data', home, 'engine'],
      ...['--nats', ...addresses, '--seed-file', seedFile, ...(caFile === null ? [] : ['--nats-ca', caFile])],
      ...['--nats-node', ...nodes.map((node) => `${node.folder}:${node.monitorPort}`)],
      ...['--public-host', '127.0.0.1', '--web-port', '0', '--parts', '2', '--stream-gigabytes', '0.25'],
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, MOTCUA_HUB_DATABASE_URL: databaseUrl(beside) },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => (output = (output + String(chunk)).slice(-4000)));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = new Promise<string>((resolve, reject) => {
    child.on('message', (message) => {
      if (typeof message === 'object' && message !== null && 'webUrl' in message) resolve(String(message.webUrl));
    });
    child.once('exit', (code, signal) => reject(new Error(`The engine ended with ${code ?? signal}:\n${output}`)));
  });
  ready.catch(() => undefined);
  return {
    ...{ child, ready, ended },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};
