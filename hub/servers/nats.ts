// nats-server of Debian's package: one node, or several for a cluster, in a folder of ours.
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { nkeys } from '@nats-io/nats-core';
import { HubError } from '../hub-error.ts';
import { needFreePort } from './free-port.ts';
import { natsConfig, sitesConfig } from './nats-config.ts';
import { createRightsFiles, monitorPage, type RightsFiles, runningIn, writeServerFile } from './rights-files.ts';
import { lastLines, type ServerProcess, startServer } from './server-process.ts';
import type { ServerUser } from './server-user.ts';

export interface NatsPlace {
  readonly folder: string;
  readonly program: string;
  readonly user: ServerUser;
  readonly host: string;
  /** One a node. */
  readonly ports: readonly { readonly client: number; readonly monitor: number; readonly cluster: number }[];
  readonly maxFileBytes: number;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
}

export interface NatsServers extends RightsFiles {
  /** `127.0.0.1:4222` of each node. */
  readonly addresses: readonly string[];
  /** The private half of the hub's own key. */
  readonly seed: Uint8Array;
  /** `nodes`: all when absent. Resolves when the streams can be used. */
  start(nodes?: readonly number[]): Promise<void>;
  kill(node: number): Promise<void>;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;

const seedOf = (folder: string): Uint8Array => {
  const file = path.join(folder, 'secret/hub.seed');
  if (!existsSync(file)) writeFileSync(file, new TextDecoder().decode(nkeys.createUser().getSeed()), { mode: 0o600 });
  return new TextEncoder().encode(readFileSync(file, 'utf8').trim());
};

export const createNatsServers = (place: NatsPlace): NatsServers => {
  const { folder, program, user, host, ports, maxFileBytes, tls } = place;
  const seed = seedOf(folder);
  const hubKey = nkeys.fromSeed(seed).getPublicKey();
  const running = new Map<number, ServerProcess>();
  const folderOf = (node: number): string => path.join(folder, 'nats', `n${node}`);
  const inner = host === '0.0.0.0' ? '127.0.0.1' : host;
  const routes = ports.map(({ cluster }) => `nats://${inner}:${cluster}`);
  const isCluster = ports.length > 1;

  const prepare = (node: number): void => {
    const home = folderOf(node);
    mkdirSync(path.join(home, 'store'), { recursive: true, mode: 0o700 });
    if (user !== null) for (const each of [home, path.join(home, 'store')]) chownSync(each, user.uid, user.gid);
    const { client = 0, monitor: monitorPort = 0, cluster = 0 } = ports[node] ?? {};
    const text = natsConfig({
      ...{ name: `n${node}`, host, port: client, monitorPort, maxFileBytes, tls },
      storeFolder: path.join(home, 'store'),
      pidFile: path.join(home, 'nats.pid'),
      cluster: isCluster ? { port: cluster, routes } : null,
    });
    writeServerFile(path.join(home, 'nats.conf'), text, user);
    if (!existsSync(path.join(home, 'sites.conf')))
      writeServerFile(path.join(home, 'sites.conf'), sitesConfig(hubKey, []), user);
  };

  const endLeftBehind = async (node: number): Promise<void> => {
    const left = runningIn(folderOf(node));
    if (left === null) return;
    process.kill(left, 'SIGTERM');
    for (let tries = 0; runningIn(folderOf(node)) === left && tries < 200; tries += 1) await pause(50);
  };

  const isReady = async (node: number): Promise<boolean> => {
    const port = ports[node]?.monitor ?? 0;
    if ((await monitorPage(port, 'healthz')) === null) return false;
    if (!isCluster) return true;
    const meta = (await monitorPage(port, 'jsz'))?.['meta_cluster'] as
      | { cluster_size?: number; leader?: string }
      | undefined;
    return meta?.cluster_size === ports.length && meta.leader !== undefined;
  };

  const startNode = async (node: number): Promise<void> => {
    await endLeftBehind(node);
    const { client = 0, monitor = 0 } = ports[node] ?? {};
    for (const [port, at] of [
      [client, host],
      [monitor, '127.0.0.1'],
    ] as const)
      await needFreePort(port, { host: at, option: '--nats-port' });
    prepare(node);
    const logFile = path.join(folder, 'log', `nats-n${node}.log`);
    const server = startServer({
      ...{ name: 'nats-server', program, user, logFile },
      args: ['-c', path.join(folderOf(node), 'nats.conf')],
    });
    running.set(node, server);
  };

  const untilReady = async (nodes: readonly number[]): Promise<void> => {
    for (const endMs = performance.now() + READY_WITHIN_MS; performance.now() < endMs; await pause(50)) {
      const fallen = nodes.find((node) => running.get(node)?.isRunning() !== true);
      if (fallen !== undefined)
        throw new HubError(
          `nats-server n${fallen} ended at once:\n${lastLines(path.join(folder, 'log', `nats-n${fallen}.log`))}`,
        );
      const ready = await Promise.all(nodes.map(isReady));
      if (ready.every(Boolean)) return;
    }
    throw new HubError(`nats-server was not ready within ${READY_WITHIN_MS / 1000} s; see the folder ${folder}/log.`);
  };

  return {
    addresses: ports.map(({ client }) => `${inner}:${client}`),
    seed,
    ...createRightsFiles({
      nodes: ports.map(({ monitor: monitorPort }, node) => ({ folder: folderOf(node), monitorPort })),
      ...{ user, hubKey },
    }),
    start: async (nodes = [...ports.keys()]) => {
      for (const node of nodes) await startNode(node);
      await untilReady(nodes);
    },
    kill: async (node) => running.get(node)?.end('SIGKILL'),
    stop: async () => void (await Promise.all([...running.values()].map((server) => server.end('SIGTERM')))),
  };
};
