// Who may connect, as the files that stream servers of this machine read.
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type SiteRight, sitesConfig } from './nats-config.ts';
import { isOurs } from './server-process.ts';
import type { ServerUser } from './server-user.ts';

export interface StreamNode {
  /** Holds `nats.conf`, which includes `sites.conf`, and `nats.pid` while the server runs. */
  readonly folder: string;
  /** On loopback. */
  readonly monitorPort: number;
}

const RELOAD_TRIES = 150;

/** A page of the server's monitor, or null while it does not answer. */
export const monitorPage = async (port: number, page: string): Promise<Record<string, unknown> | null> => {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/${page}`, { signal: AbortSignal.timeout(2000) });
    return answer.ok ? ((await answer.json()) as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};

/** Whole or not at all, for the servers' user alone; also where two engines of one machine write it at the same moment. */
export const writeServerFile = (file: string, text: string, user: ServerUser): void => {
  const own = `${file}.${process.pid}.new`;
  writeFileSync(own, text, { mode: 0o600 });
  if (user !== null) chownSync(own, user.uid, user.gid);
  renameSync(own, file);
};

/** The process that works with this folder, or null. */
export const runningIn = (folder: string): number | null => {
  const file = path.join(folder, 'nats.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  return pid > 0 && isOurs(pid, folder) ? pid : null;
};

/** A key is good once the server has read it: a site that comes earlier would be refused. */
const reload = async ({ folder, monitorPort }: StreamNode): Promise<void> => {
  const pid = runningIn(folder);
  if (pid === null) return;
  const loadedAt = async (): Promise<unknown> => (await monitorPage(monitorPort, 'varz'))?.['config_load_time'];
  const before = await loadedAt();
  process.kill(pid, 'SIGHUP');
  for (let tries = 0; tries < RELOAD_TRIES && (await loadedAt()) === before; tries += 1) await pause(20);
};

export interface RightsFiles {
  /** Writes who may connect; resolves when every running server has read it. Connections of others stay. */
  allow(sites: readonly SiteRight[]): Promise<void>;
}

export const createRightsFiles = (place: {
  readonly nodes: readonly StreamNode[];
  readonly user: ServerUser;
  /** The public half of the hub's own key. */
  readonly hubKey: string;
}): RightsFiles => ({
  allow: async (sites) => {
    const { nodes, user, hubKey } = place;
    for (const node of nodes) {
      mkdirSync(node.folder, { recursive: true, mode: 0o700 });
      if (user !== null) chownSync(node.folder, user.uid, user.gid);
      const file = path.join(node.folder, 'sites.conf');
      const hadSites = existsSync(file) && readFileSync(file, 'utf8').includes('SITES:');
      writeServerFile(file, sitesConfig(hubKey, sites), user);
      await reload(node);
      // Where the account of the sites is new, the subjects that lead out of it are there once the file is read again (2.9.10).
      if (!hadSites) await reload(node);
    }
  },
});
