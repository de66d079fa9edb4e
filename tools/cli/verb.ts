// What the verbs share: the configuration, the open site, and printing for people or for programs.
import type { Command } from 'commander';
import type { Refusal } from '../../contract/refusal.ts';
import type { Result } from '../../contract/result.ts';
import { type LoadedConfig, loadConfig } from '../../main/host/config.ts';
import { type OpenSite, openSiteBeside } from '../../main/host/open-site.ts';
import { createTokenSource } from '../../main/host/random-token.ts';
import { openDatabase } from '../../main/store/open-db.ts';

/** A verb could not do its work, for a reason that the person can mend. */
export class VerbError extends Error {
  override readonly name = 'VerbError';
}

export interface CommonOptions {
  readonly config: string;
  readonly json?: boolean;
}

export const withCommonOptions = (command: Command): Command =>
  command
    .option('-c, --config <file>', 'configuration of the site', 'site.yaml')
    .option('--json', 'print the result as one line of JSON');

/** `lines` for people; `result` as JSON when asked for. */
export const print = (options: Pick<CommonOptions, 'json'>, result: unknown, lines: readonly string[]): void => {
  console.log(options.json === true ? JSON.stringify(result) : lines.join('\n'));
};

export const accept = <T>(result: Result<T, Refusal>): T => {
  if (!result.ok) throw new VerbError(result.error.message);
  return result.value;
};

/** Opens the site's store beside a host that may be running: each change waits its turn at SQLite's own lock. */
export const withSite = async <T>(
  options: CommonOptions,
  work: (site: OpenSite, loaded: LoadedConfig) => Promise<T>,
): Promise<T> => {
  const loaded = loadConfig(options.config);
  const site = openSiteBeside({
    config: loaded.config,
    dataFolder: loaded.dataFolder,
    openDatabase,
    now: Date.now,
    monotonicMs: () => performance.now(),
    randomToken: createTokenSource(),
    maxGroup: 1,
    log: () => undefined,
  });
  try {
    return await work(site, loaded);
  } finally {
    await site.close();
  }
};
