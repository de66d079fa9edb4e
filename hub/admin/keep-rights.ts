// Carries who may connect from the database to the stream servers, whenever it changed there: by a site that joins, by the
// command line, by another node.
import type pg from 'pg';
import type { HubLog } from '../hub-error.ts';
import type { RightsFiles } from '../servers/rights-files.ts';
import { rights, rightsVersion } from './sites.ts';

export interface RightsKeeper {
  /** Now, without waiting for the next look. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 1000;

export const keepRights = async (deps: {
  readonly pool: pg.Pool;
  readonly servers: RightsFiles;
  readonly log: HubLog;
}): Promise<RightsKeeper> => {
  const { pool, servers, log } = deps;
  let version = -1;
  let busy: Promise<void> = Promise.resolve();
  const refreshNow = async (): Promise<void> => {
    const newest = await rightsVersion(pool);
    if (newest === version) return;
    const sites = await rights(pool);
    await servers.allow(sites);
    version = newest;
    log('info', 'who may connect was written', { sites: sites.length });
  };
  const refresh = (): Promise<void> => {
    busy = busy.catch(() => undefined).then(refreshNow);
    return busy;
  };
  await refresh();
  const timer = setInterval(
    () =>
      void refresh().catch((error: unknown) =>
        log('warn', 'who may connect could not be read', { error: String(error) }),
      ),
    LOOK_EVERY_MS,
  );
  return {
    refresh,
    stop: async () => {
      clearInterval(timer);
      await busy.catch(() => undefined);
    },
  };
};
