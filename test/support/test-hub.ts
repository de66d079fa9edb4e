// A real hub on loopback: Debian's nats-server and PostgreSQL as children, on free ports, in a folder of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { invite } from '../../hub/admin/sites.ts';
import { type Hub, type HubConfig, openHub } from '../../hub/open-hub.ts';
import { freePort } from '../../hub/servers/free-port.ts';
import { builtScreens } from '../../tools/build-screens.ts';
import { ensureHubPackages } from '../../tools/hub-packages.ts';
import { accepted } from './site.ts';

/** Where a hub lives; another one may follow it there. */
export interface HubPlace
  extends Pick<HubConfig, 'folder' | 'publicHost' | 'webPort' | 'postgresPort' | 'natsPorts' | 'tls'> {}

export interface TestHub extends Hub, AsyncDisposable {
  /** What it logged at warn and above. */
  readonly logged: readonly string[];
  readonly place: HubPlace;
  /** A join code for a site. */
  code(site: string): Promise<string>;
}

export interface TestHubOptions {
  readonly nodes: number;
  readonly maxStreamBytes: number;
  /** Nobody, when absent. */
  readonly trustProxy?: readonly string[];
  /** What of it is given; the rest is made. */
  readonly place?: Partial<HubPlace>;
}

export const startTestHub = async (options: TestHubOptions): Promise<TestHub> => {
  const { nodes, maxStreamBytes, place: given } = options;
  const logged: string[] = [];
  const place: HubPlace = {
    folder: given?.folder ?? mkdtempSync(path.join(tmpdir(), 'motcua-hub-')),
    publicHost: '127.0.0.1',
    tls: null,
    webPort: 0,
    postgresPort: await freePort(),
    natsPorts: await Promise.all(
      Array.from({ length: nodes }, async () => ({
        client: await freePort(),
        monitor: await freePort(),
        cluster: await freePort(),
      })),
    ),
    ...given,
  };
  const hub = await openHub({
    ...place,
    ...{ host: '127.0.0.1', publicUrl: null, parts: 2, maxStreamBytes, now: Date.now },
    trustProxy: options.trustProxy ?? [],
    screensFolder: builtScreens,
    natsProgram: await ensureHubPackages(),
    log: (level, message, detail) => {
      if (level !== 'info') logged.push(`${level} ${message} ${JSON.stringify(detail ?? {})}`);
    },
  }).catch((error: unknown) => {
    rmSync(place.folder, { recursive: true, force: true });
    throw error;
  });
  return {
    ...hub,
    ...{ logged, place },
    code: async (site) => {
      const secret = accepted(await invite(hub.pool, { site, name: site, province: 'hcm' }));
      return `${hub.webUrl}/join#${site}.${secret}`;
    },
    [Symbol.asyncDispose]: async () => {
      await hub.stop();
      rmSync(place.folder, { recursive: true, force: true });
    },
  };
};

/** Resolves when `holds` does. Errors: not within `withinMs`, with what it was last. */
export const until = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 15_000,
): Promise<void> => {
  for (const endMs = performance.now() + withinMs; performance.now() < endMs; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Not within ${withinMs / 1000} s: ${what}`);
};
